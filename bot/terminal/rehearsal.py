"""A rehearsal: the whole interview in the terminal, over the same core and a record store of its own that is thrown away.

A line is one input: `/press verb:target[:code]`, `/next /skip /unsure /decline` for the question on the screen, any other
command by its name, a number at a choice; every other line is one message, exactly as written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import TextIO

from bot.clock import Clock
from bot.documents.json import as_data
from bot.participants.turns import Turns
from bot.rounds.arrivals import Arrival, Opening
from bot.terminal.channel import printed
from dialogs.inputs import Back, Channel, Command, Input, Say, parse
from dialogs.slash import at, command_in
from storage.engine.unit_of_work import Store
from storage.keys.credentials import Credentials
from storage.outbox import queue
from storage.record.reading import record
from storage.repositories import invitations, reviews
from storage.schema.vocabulary import Bot, CallState

REFERENCE, REVIEWER, PERSON, INVITEE = "REHEARSAL", "Sam", "Margaret", "Ann"


@dataclass(slots=True)
class Rehearsal:
    """One invitation, answered from `lines`; what is said goes to `out`. `echo` shows the inputs too."""

    store: Store
    turns: Turns
    now: Clock
    out: TextIO
    echo: bool
    place: str = ""

    def hold(self, lines: Iterable[str], language: str | None) -> None:
        """The conversation from the opening to the end of the lines; then it pauses."""
        updates = count(1)
        invited = invite(self.store, self.now(), language)
        self._take(next(updates), Opening(invited.token))
        for line in lines:
            if self.echo:
                print(f"\n> {line}", file=self.out)
            number = next(updates)
            self._take(number, self.read(line, number))
        self._take(next(updates), Command.PAUSE)

    def read(self, line: str, sent: int) -> Input:
        """Return the input that a line means."""
        word, _, rest = line.partition(" ")
        if word == "/press":
            return parse(rest.strip()) or Back("here")
        command, rest = command_in(line) or (None, line)
        if command and not rest:
            return at(command, self.place)
        if line.startswith("/") and (press := parse(line.removeprefix("/"))):
            return press
        return Say(words=line, sent=sent)

    def record(self) -> str:
        """The record that the conversation left, as JSON."""
        with self.store.read() as work:
            return json.dumps(as_data(record(work, REFERENCE, self.now())), ensure_ascii=False, indent=2)

    def _take(self, update_id: int, said: Input | Opening) -> None:
        """One turn, committed, and then shown: nothing is on the screen that is not in the record."""
        arrival = Arrival(
            bot=Bot.TERMINAL,
            channel=Channel.TERMINAL,
            update_id=update_id,
            user="here",
            address="here",
            said=said,
            message_id=update_id,
        )
        with self.store.begin() as work:
            (outcome,), letters = self.turns.take(work, [arrival], self.now())
            queue.enqueue(work, letters, self.now())
            work.commit()
        if outcome.toast:
            print(f"({outcome.toast})", file=self.out)
        for row in self._waiting():
            self.place = row.place or self.place
            print(f"\n{printed(row.wire)}", file=self.out)

    def _waiting(self) -> Iterator[queue.Claimed]:
        while True:
            now = self.now()
            with self.store.begin() as work:
                claimed = queue.claim(work, Bot.TERMINAL, [Bot.TERMINAL], now)
                queue.mark(work, [queue.Mark(id=c.id, state=CallState.SENT, message_id=None) for c in claimed])
                work.commit()
            if not claimed:
                return
            yield from claimed


def invite(store: Store, now: datetime, language: str | None) -> Credentials:
    """One review and one invitation in an empty record; gives what opens it."""
    credentials = Credentials.fresh(check_word=True)
    with store.begin() as work:
        reviewer = reviews.add_reviewer(work, REVIEWER, credentials.code, now)
        review = reviews.open_review(
            work, REFERENCE, person=PERSON, age=52, confirmed=(), reviewer_id=reviewer, now=now
        )
        invitations.invite(
            work,
            review,
            credentials,
            to=INVITEE,
            relationship="sister",
            language=language,
            now=now,
            expires_at=now + timedelta(days=1),
        )
        work.commit()
    return credentials
