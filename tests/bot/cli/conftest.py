"""A command line with an environment of its own, and a family at the other end."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.bootstrap import participants
from bot.clock import utc_now
from bot.rounds.arrivals import Arrival, Opening
from bot.settings import read_settings
from bot.store import open_record
from dialogs.inputs import Channel, Input
from storage.engine.unit_of_work import Store
from storage.keys.sealing import KeyRing
from storage.outbox import queue
from storage.schema.tables import reminders
from storage.schema.vocabulary import Bot, CallState
from tests.storage.people import CONSENT, rows

INVITED = ("--to", "Ann", "--relationship", "sister", "--language", "en")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str


@dataclass(slots=True)
class Interview:
    """`interview …` in this process."""

    capsys: pytest.CaptureFixture[str]
    folder: Path
    updates: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(self, *arguments: str) -> Done:
        """Run a command."""
        self.capsys.readouterr()
        status = main(arguments)
        captured = self.capsys.readouterr()
        return Done(status, captured.out, captured.err)

    def says(self, *arguments: str) -> str:
        """What a command prints that does what it should."""
        done = self(*arguments)
        assert (done.status, done.err) == (0, ""), done.out
        return done.out

    def json(self, *arguments: str) -> Any:
        """The one JSON value that a command prints."""
        return json.loads(self.says(*arguments, "--json"))

    def refuses(self, *arguments: str, status: int = 2) -> str:
        """The one sentence that a command says when it does nothing."""
        done = self(*arguments)
        assert (done.status, done.out) == (status, "")
        assert done.err.endswith("\n")
        assert done.err.count("\n") == 1
        assert done.err[0].isupper()
        return done.err.strip()

    def review(self, reference: str = "R-1", *more: str) -> str:
        """A review that is open; gives its reference."""
        self.says("review", "open", reference, "--person", "Margaret", "--age", "52", *more)
        return reference

    def invite(self, reference: str = "R-1", *more: str) -> Any:
        """An invitation, as `invite --json` gives it."""
        return self.json("invite", reference, *INVITED, *more)

    def invited(self, *more: str) -> Any:
        """A review and an invitation to it."""
        return self.invite(self.review(), *more)

    def listed(self, *arguments: str) -> Any:
        """The invitations, as `invitations --json` gives them."""
        return self.json("invitations", *arguments)

    def status_of(self, invitation: str) -> str:
        """Where an invitation stands."""
        return str(next(i["status"] for i in self.listed() if i["invitation"] == invitation))

    def store(self) -> Store:
        """The record store that the commands work on."""
        return open_record(read_settings())

    def family(self, invited: Any, *said: Input, user: str = "7001") -> None:
        """Somebody opens the invitation on Telegram and says this, each input a round."""
        store, turns = self.store(), participants(read_settings())
        for what in (Opening(invited["token"]), *said):
            self._deliver(store)
            number = next(self.updates)
            arrival = Arrival(
                bot=Bot.FAMILIES,
                channel=Channel.TELEGRAM,
                update_id=number,
                user=user,
                address=user,
                said=what,
                message_id=number,
            )
            with store.begin() as work:
                _, letters = turns.take(work, [arrival], utc_now())
                queue.enqueue(work, letters, utc_now())
                work.commit()
        store.close()

    def _deliver(self, store: Store) -> None:
        """What was asked stands in the chat before anybody answers it."""
        with store.begin() as work:
            while claimed := queue.claim(work, "test", [Bot.FAMILIES], utc_now()):
                queue.mark(
                    work, [queue.Mark(id=c.id, state=CallState.SENT, message_id=next(self.updates)) for c in claimed]
                )
            work.commit()

    def consenting(self, invited: Any, *said: Input, user: str = "7001") -> None:
        """The same, once everything was consented to."""
        self.family(invited, *CONSENT[1:], *said, user=user)

    def sent(self, bot: Bot = Bot.FAMILIES) -> list[dict[str, Any]]:
        """What waits in the outbox, which is empty afterwards."""
        store, wires, now = self.store(), [], utc_now()
        with store.begin() as work:
            while claimed := queue.claim(work, "test", [bot], now):
                queue.mark(work, [queue.Mark(id=c.id, state=CallState.SENT, message_id=c.id) for c in claimed])
                wires += [c.wire for c in claimed]
            work.commit()
        store.close()
        return wires

    def texts(self, bot: Bot = Bot.FAMILIES) -> list[str]:
        """The words of what waits in the outbox, which is empty afterwards."""
        return [wire["text"] for wire in self.sent(bot) if "text" in wire]

    def reminders(self) -> int:
        """How many reminders are still to come."""
        store = self.store()
        found = [row for row in rows(store, reminders) if row.done_at is None]
        store.close()
        return len(found)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Interview:
    """A fresh machine: an empty folder and no settings but where the data goes."""
    for name in [n for n in os.environ if n.startswith("INTERVIEW_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "machine"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("INTERVIEW_DATA_DIR", "data")
    return Interview(capsys, folder)


@pytest.fixture
def interview(bare: Interview, monkeypatch: pytest.MonkeyPatch, sqlite_url: str, ring: str) -> Interview:
    """A record store that is up to date."""
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("INTERVIEW_KEYS", ring)
    return bare


@pytest.fixture
def anywhere(bare: Interview, monkeypatch: pytest.MonkeyPatch, database_url: str, ring: str) -> Interview:
    """The same on each database in turn."""
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", database_url)
    monkeypatch.setenv("INTERVIEW_KEYS", ring)
    return bare


@pytest.fixture
def ring(key_ring: KeyRing) -> str:
    """The key ring as a setting."""
    import base64

    return ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in key_ring.keys.items())
