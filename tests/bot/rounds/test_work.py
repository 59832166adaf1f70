"""How much is read, opened and sealed in a turn: counted in bytes, calls of functions and statements, not in time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType
from typing import Any

import pytest

from bot.bootstrap import participants
from bot.rounds.arrivals import Arrival
from bot.rounds.rounds import Rounds, _Waiting
from bot.settings import Settings
from dialogs.inputs import Channel, Say
from dialogs.sums import MOST_LETTERS
from storage.engine.prepared import Query
from storage.engine.unit_of_work import Store
from storage.keys.sealing import Sealer
from storage.schema.vocabulary import Bot
from tests.storage.people import NOW, TOLD, Visitor, a_review, an_invitation, consenting, invited

NOBODY: Any = None
PAGES, TIMES = "She sang. " * 2000, 160
# A turn of somebody who has said little; a response that is full, sealed as its state and as its answer.
OF_ONE_TURN, OF_A_FULL_ONE, ODDS = 20_000, 3 * MOST_LETTERS, 1000


@dataclass(slots=True)
class Work:
    """Bytes that were opened, sealed and fetched, functions that were called, and statements that were run."""

    done: int = 0
    calls: int = 0
    statements: int = 0
    fetched: int = 0

    def near(self, other: Work) -> bool:
        """Tell whether the two are the same but for odds and ends."""
        return (
            abs(self.done - other.done) < ODDS
            and abs(self.fetched - other.fetched) < ODDS
            and abs(self.calls - other.calls) < max(self.calls, other.calls) / 5
            and self.statements == other.statements
        )


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, *, calls: bool) -> Iterator[Work]:
    """Count meanwhile; functions only if `calls`, since that takes long."""
    work, seal, opened, read = Work(), Sealer.seal_bytes, Sealer.open_bytes, Query.run

    def sealing(self: Sealer, place: str, plain: bytes) -> bytes:
        work.done += len(plain)
        return seal(self, place, plain)

    def opening(self: Sealer, place: str, sealed: bytes) -> bytes:
        work.done += len(sealed)
        return opened(self, place, sealed)

    def reading(self: Query, *given: Any) -> list[Any]:
        rows = read(self, *given)
        work.statements += 1
        work.fetched += sum(len(cell) for row in rows for cell in row if isinstance(cell, bytes | str))
        return rows

    def calling(_frame: FrameType, event: str, _arg: Any) -> None:
        work.calls += event == "call"

    with monkeypatch.context() as patched:
        patched.setattr(Sealer, "seal_bytes", sealing)
        patched.setattr(Sealer, "open_bytes", opening)
        patched.setattr(Query, "run", reading)
        before = sys.getprofile()
        sys.setprofile(calling if calls else before)
        try:
            yield work
        finally:
            sys.setprofile(before)


def test_the_stories_of_one_cost_another_nothing(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store = sqlite_store
    long = consenting(store, invited(store))
    with store.begin() as work:
        other = an_invitation(work, a_review(work, "LR-2"))
        work.commit()
    short = consenting(store, other, "7002")
    for visitor in (long, short):
        visitor.does(*TOLD[:-3])
    clock = [NOW + timedelta(hours=2)]
    turns = participants(Settings(keys=None))
    rounds = Rounds(
        store=store, takers={Bot.FAMILIES: turns}, now=lambda: clock[0], owner="test", claimed=lambda _: None
    )

    def says(visitor: Visitor, words: str, number: int) -> Work:
        """One turn in a round of its own; gives the work of it."""
        clock[0] += timedelta(seconds=1)
        said = Say(words=words, sent=number)
        one = Arrival(
            bot=Bot.FAMILIES,
            channel=Channel.TELEGRAM,
            update_id=number,
            user=visitor.user,
            address=visitor.user,
            said=said,
            message_id=number,
        )
        with counted(monkeypatch, calls=visitor is short) as work:
            rounds._round([_Waiting(one, NOBODY)], [])
        return work

    says(short, "She sang.", 1000)
    before = says(short, "She sang again.", 1001)
    mine = [says(long, f"{PAGES}{n}", 2000 + n).done for n in range(TIMES)]
    after = says(short, "She sang once more.", 9000)
    assert before.done < OF_ONE_TURN
    assert before.calls > 0 < before.statements
    assert after.near(before)
    assert max(mine) < OF_A_FULL_ONE
    assert max(mine[-100:]) <= max(mine[:100])
    kept = [w.text for w in long.sees().response.answers["P2"].text]
    assert kept == [f"{PAGES}{n}" for n in range(len(kept))]
    assert len(kept) == MOST_LETTERS // len(PAGES + "10")
