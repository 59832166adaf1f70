"""Reviewers at their desks over a real record store: each input is a round of its own, taken by objects made for it alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.bootstrap import participants
from bot.reviewers.turns import DeskTurns
from bot.rounds.arrivals import Arrival, Opening, Said
from bot.settings import Settings
from dialogs.inputs import Channel, Open, Say, parse
from dialogs.reviewer_bot.state import Errand
from storage.engine.unit_of_work import Store, open_engine, open_store
from storage.outbox import queue
from storage.outbox.queue import Mark
from storage.repositories import facts, reviews
from storage.schema.tables import invitations, runtimes
from storage.schema.vocabulary import Bot, CallState

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BOT, CHANNEL, USERNAME = Bot.REVIEWERS, Channel.TELEGRAM, "families_bot"
JO, SAM = "7001", "7002"
CODE = "K7M2Q9X4T3AB"
OPENED = (
    "/review",
    "LDR-1",
    "Margaret",
    "47",
    "yes:E2",
    "yes:E3",
    "yes:E4",
    "yes:E5",
    "yes:E9",
    "yes:E10",
    "yes:check",
)
IS_OPEN = "You chose: Yes.\n\nThe review LDR-1 is open."
COMMANDS = {f"/{errand}": Open(errand) for errand in Errand}


@dataclass(frozen=True, slots=True)
class Sent:
    """One call to the Bot API as it was delivered."""

    place: int
    lane: str
    method: str
    wire: dict[str, Any]

    @property
    def text(self) -> str:
        """The words of a message or under a picture."""
        return str(self.wire.get("text") or self.wire.get("caption") or "")

    @property
    def buttons(self) -> list[str]:
        """What the buttons carry: data or an address."""
        rows = self.wire.get("reply_markup", {}).get("inline_keyboard", [])
        return [str(b.get("callback_data") or b["url"]) for row in rows for b in row]


@dataclass(slots=True)
class Office:
    """A record store and the chats of whoever writes to the reviewers' bot."""

    store: Store
    settings: Settings = field(default_factory=lambda: Settings(_env_file=None))
    now: datetime = NOW
    updates: count[int] = field(default_factory=lambda: count(1))
    places: count[int] = field(default_factory=lambda: count(101))
    chat: list[Sent] = field(default_factory=list)

    def turns(self) -> DeskTurns:
        """What takes their arrivals."""
        return DeskTurns(self.settings, partial(participants, self.settings))

    def add_reviewer(self, name: str = "Jo Carter", code: str = CODE) -> str:
        """A reviewer who has not enrolled yet."""
        with self.store.begin() as work:
            reviewer = reviews.add_reviewer(work, name, code, self.now)
            work.commit()
        return reviewer

    def enrolled(self, user: str = JO, name: str = "Jo Carter", code: str = CODE) -> str:
        """A reviewer with this account."""
        reviewer = self.add_reviewer(name, code)
        self.does(f"/start {code}", user=user)
        return reviewer

    def at_work(self, user: str = JO, name: str = "Jo Carter", code: str = CODE, reference: str = "LDR-1") -> None:
        """An enrolled reviewer with an open review, and a families' bot that has been reached."""
        reviewer = self.enrolled(user, name, code)
        with self.store.begin() as work:
            reviews.open_review(
                work,
                reference,
                person="Margaret",
                age=47,
                confirmed=(),
                reviewer_id=reviewer,
                now=self.now,
            )
            facts.note_username(work, Bot.FAMILIES, USERNAME)
            work.commit()

    def forgets_families_bot(self) -> None:
        """The families' bot has never been reached."""
        with self.store.begin() as work:
            work.execute(runtimes.delete())
            work.commit()

    def restarted(self) -> Office:
        """The same chats, taken by another process over the same record store."""
        store = open_store(
            open_engine(self.store.engine.url.render_as_string(hide_password=False)), self.store.vault.ring
        )
        return replace(self, store=store)

    def does(self, *deeds: str, user: str = JO) -> list[str]:
        """Commands, button data or words, one round each; the texts that the last one was answered with."""
        sent: list[Sent] = []
        for deed in deeds:
            sent = self.takes(self.arrival(deed, user))
        return [s.text for s in sent if s.text]

    def takes(self, *arrivals: Arrival) -> list[Sent]:
        """One round, then everything is delivered."""
        with self.store.begin() as work:
            _, letters = self.turns().take(work, arrivals, self.now)
            queue.enqueue(work, letters, self.now)
            work.commit()
        return self.deliver()

    def arrival(self, deed: str, user: str = JO) -> Arrival:
        """What the edge makes of a command, a button on the screen, or words."""
        place = next(self.places)
        if deed.startswith("/start"):
            return self.said(Opening(deed.removeprefix("/start").strip()), user, place)
        if deed in COMMANDS:
            return self.said(COMMANDS[deed], user, place)
        shown = [s.place for s in self.chat if deed in s.buttons]
        if shown and (press := parse(deed)) is not None:
            return self.said(press, user, shown[-1], press_id="press")
        return self.said(Say(words=deed, sent=place), user, place)

    def said(self, said: Said, user: str = JO, place: int = 1, press_id: str | None = None) -> Arrival:
        """One arrival in this user's private chat."""
        return Arrival(
            bot=BOT,
            channel=CHANNEL,
            update_id=next(self.updates),
            user=user,
            address=user,
            said=said,
            message_id=place,
            press_id=press_id,
        )

    def deliver(self) -> list[Sent]:
        """Everything that waits is sent, in its order."""
        sent: list[Sent] = []
        while some := self._send_heads():
            sent += some
        self.chat += sent
        return sent

    def invitations(self) -> Sequence[Any]:
        """The rows of all invitations."""
        with self.store.read() as work:
            return work.execute(select(invitations).order_by(invitations.c.created_at)).all()

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def _send_heads(self) -> list[Sent]:
        with self.store.begin() as work:
            claimed = queue.claim(work, "office", (BOT,), self.now)
            sent = [Sent(next(self.places), c.lane, c.method, c.wire) for c in claimed]
            pairs = zip(claimed, sent, strict=True)
            marks = [Mark(id=c.id, state=CallState.SENT, message_id=_placed(s)) for c, s in pairs]
            queue.mark(work, marks)
            work.commit()
        return sent


def _placed(sent: Sent) -> int | None:
    return sent.place if sent.method.startswith("send") else None
