"""The mark of what was sent rides in the next round, and has one of its own only where something waits for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.clock import utc_now
from bot.rounds.rounds import Rounds, _Taken
from storage.engine.unit_of_work import Store
from storage.outbox.queue import Claimed, Mark
from storage.schema.vocabulary import Bot, CallState

MINE, OTHER = "families:ab", "families:cd"
SENT = Mark(id=1, state=CallState.SENT, message_id=7)
LATER = Mark(id=1, state=CallState.DUE, due_at=utc_now())


def row(key: int = 1, lane: str = MINE, *, more: bool = False) -> Claimed:
    """A claimed call; `more`: others wait behind it."""
    return Claimed(id=key, bot=Bot.FAMILIES, lane=lane, method="sendMessage", wire={}, attempts=1, more=more)


def taken(*claimed: Claimed, wrote: str = "") -> _Taken:
    """A round that claimed these rows, and left something in a lane."""
    return _Taken([], list(claimed), {wrote} if wrote else set())


def sent(rounds: Rounds) -> None:
    """The first row was sent."""
    rounds.mark(SENT)


STORIES: dict[str, tuple[bool, list[Callable[[Rounds], None]]]] = {
    "nothing waits": (False, [lambda r: r._hand_over(taken(row())), sent]),
    "something waits elsewhere": (
        False,
        [lambda r: r._hand_over(taken(row())), lambda r: r._hand_over(taken(row(2, OTHER), wrote=OTHER)), sent],
    ),
    "something was left behind it": (True, [lambda r: r._hand_over(taken(row(), wrote=MINE)), sent]),
    "others waited when it was claimed": (True, [lambda r: r._hand_over(taken(row(more=True))), sent]),
    "something was written while it was on its way": (
        True,
        [lambda r: r._hand_over(taken(row())), lambda r: r._hand_over(taken(wrote=MINE)), sent],
    ),
    "something was written while its mark came in": (
        True,
        [lambda r: r._hand_over(taken(row())), sent, lambda r: r._hand_over(taken(wrote=MINE))],
    ),
    "its edit is still on its way": (
        False,
        [lambda r: r._hand_over(taken(row(more=True), row(2, more=True))), sent],
    ),
    "it could not be sent": (True, [lambda r: r._hand_over(taken(row())), lambda r: r.mark(LATER)]),
}


@pytest.mark.parametrize(("at_once", "story"), STORIES.values(), ids=STORIES.keys())
async def test_whether_a_mark_has_a_round_of_its_own(
    store: Store, at_once: bool, story: list[Callable[[Rounds], None]]
) -> None:
    rounds = Rounds(store=store, takers={}, now=utc_now, owner="me", claimed=lambda _rows: None)
    for step in story:
        step(rounds)
    assert rounds._stir.is_set() == at_once
    assert at_once or rounds._later is not None


async def test_what_is_on_its_way_is_not_sent_again(store: Store) -> None:
    """Its claim lapsed meanwhile, and this process took it once more."""
    sent_off: list[Claimed] = []
    rounds = Rounds(store=store, takers={}, now=utc_now, owner="me", claimed=sent_off.extend)
    rounds._hand_over(taken(row()))
    rounds._hand_over(taken(row(), row(2, OTHER)))
    assert [r.id for r in sent_off] == [1, 2]
    rounds.mark(LATER)
    rounds._hand_over(taken(row()))
    assert [r.id for r in sent_off] == [1, 2, 1]
