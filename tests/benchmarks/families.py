"""Families that answer without thinking: an update, the bot's next message, the next update.

One rule plays every subject: press what moves the interview on; where there is nothing to press, write. So the product, the
same interview on other frameworks and an echo are all driven by the same person.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from random import randrange
from time import monotonic

from tests.benchmarks.telegram import Sent, Telegram

PATIENCE = 20.0
LAST, ONWARD = "I have finished", "Next"
ASIDE = {"Skip", "I do not know", "Rather not say", "More", "I need help now", "Change an answer", "Talk to a person"}
NUMBER = re.compile(r"^\W*\d+\. |^[^\w(]+")
WORDS = (
    "She loved the sea and going out on the bus with her sister every Saturday morning.",
    "They always had time for her, and they knew what she meant before she said it.",
    "I think somebody should have listened to us a good deal sooner than they did.",
)
PERSON = '"id":%d,"is_bot":false,"first_name":"Ann","language_code":"en"'


def choose(buttons: list[dict[str, str]], toggled: int) -> tuple[str, str] | None:
    """What to press, as its label and its data; None: write something. `toggled` buttons of this question are pressed."""
    live = {label: b["callback_data"] for b in buttons if (label := NUMBER.sub("", b["text"])) not in ASIDE}
    if LAST in live:
        return LAST, live[LAST]
    options = [(label, data) for label, data in live.items() if label != ONWARD]
    if ONWARD in live and (toggled >= 2 or len(options) <= toggled):
        return ONWARD, live[ONWARD]
    return options[toggled] if options else None


@dataclass(slots=True)
class Log:
    """What happened: when each turn ended and how long it took, and how many never ended."""

    turns: list[tuple[float, float]] = field(default_factory=list)
    stuck: int = 0


@dataclass(slots=True)
class Crowd:
    """So many families at once. One that has finished its interview is followed by the next."""

    telegram: Telegram
    tokens: Iterator[str]
    log: Log = field(default_factory=Log)
    numbers: Iterator[int] = field(default_factory=lambda: count(randrange(5 * 10**9, 6 * 10**9)))
    families: set[Family] = field(default_factory=set)
    playing: bool = False
    turns_each: int | None = None
    patience: float = PATIENCE
    finished: int = 0

    def begin(self, families: int) -> None:
        """Everybody opens the invitation."""
        self.playing = True
        for _ in range(families):
            self._add()

    def pause(self) -> None:
        """Nobody does anything more for now; what was asked may still be answered."""
        self.playing = False

    def resume(self) -> None:
        """Everybody goes on."""
        self.playing = True
        for family in list(self.families):
            family.go_on()

    def end(self) -> None:
        """Everybody puts the phone away for good."""
        self.playing = False
        for family in list(self.families):
            self._remove(family)

    @property
    def unanswered(self) -> int:
        """How many wait for the bot."""
        return sum(f.since is not None for f in self.families)

    def replace(self, done: Family) -> None:
        """A family with an invitation of its own, in the place of one that is done."""
        self.finished += done.since is None
        self._remove(done)
        self._add()

    def unstick(self, *, everybody: bool = False) -> None:
        """Whoever was left without an answer is counted, and replaced; a short wait counts only for `everybody`."""
        late = monotonic() - (0 if everybody else self.patience)
        for family in [f for f in self.families if f.since is not None and f.since < late]:
            self.log.stuck += 1
            self.replace(family)

    def _add(self) -> None:
        if (token := next(self.tokens, None)) is None:
            return
        family = Family(self, next(self.numbers), token)
        self.families.add(family)
        self.telegram.chats[family.chat] = family
        family.begin()

    def _remove(self, family: Family) -> None:
        family.since = None
        self.families.discard(family)
        self.telegram.leave(family.chat)


class Family:
    """One person in one chat."""

    __slots__ = ("_acting", "_crowd", "_last", "_said", "_sent", "_toggled", "_token", "_turns", "chat", "since")

    def __init__(self, crowd: Crowd, chat: int, token: str) -> None:
        self._crowd, self.chat, self._token = crowd, chat, token
        self.since: float | None = None
        self._sent: Sent | None = None
        self._acting = self._last = False
        self._toggled = self._said = self._turns = 0

    def begin(self) -> None:
        """Open the invitation."""
        self._write(f"/start {self._token}", ',"entities":[{"type":"bot_command","offset":0,"length":6}]')

    def hears(self, message: Sent) -> None:
        """The turn has ended; go on as soon as the bot has its reply."""
        if self._sent is not None and message.message_id < self._sent.message_id:
            return
        self._sent = message
        if self.since is not None:
            now = monotonic()
            self._crowd.log.turns.append((now, now - self.since))
            self._turns += 1
            self.since = None
        self.go_on()

    def go_on(self) -> None:
        """Do the next thing as soon as the bot has its reply."""
        if self._crowd.playing and not self._acting and self.since is None:
            self._acting = True
            asyncio.get_running_loop().call_soon(self._act)

    def _act(self) -> None:
        self._acting = False
        if not self._crowd.playing or self not in self._crowd.families:
            return
        if self._last or self._turns == self._crowd.turns_each:
            self._crowd.replace(self)
            return
        assert self._sent is not None
        pressed = choose(self._sent.buttons, self._toggled)
        if pressed is None:
            self._said += 1
            self._write(WORDS[self._said % len(WORDS)])
            return
        label, data = pressed
        has_onward = any(b["text"] == ONWARD for b in self._sent.buttons)
        self._toggled = self._toggled + 1 if has_onward and label != ONWARD else 0
        self._last = label == LAST
        self._press(self._sent, data)

    def _write(self, words: str, entities: str = "") -> None:
        telegram, who = self._crowd.telegram, PERSON % self.chat
        message_id = telegram.next_message_id(self.chat)
        self._post(
            lambda n: (
                f'{{"update_id":{n},"message":{{"message_id":{message_id},"from":{{{who}}},'
                f'"chat":{{"id":{self.chat},"first_name":"Ann","type":"private"}},"date":{telegram.date},'
                f'"text":{json.dumps(words)}{entities}}}}}'
            )
        )

    def _press(self, message: Sent, data: str) -> None:
        who = PERSON % self.chat
        self._post(
            lambda n: (
                f'{{"update_id":{n},"callback_query":{{"id":"{n}","from":{{{who}}},"message":{message.json},'
                f'"chat_instance":"4321","data":{json.dumps(data)}}}}}'
            )
        )

    def _post(self, update: Callable[[int], str]) -> None:
        self.since = monotonic()
        self._crowd.telegram.post(update)
