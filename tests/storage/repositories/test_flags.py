"""Flags are listed without a word of the family, closed once, and told of once while they are open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from dialogs.inputs import Begin, Choose, Command, Say
from dialogs.turn import FlagKind, NoticeKind
from storage.engine.unit_of_work import Store
from storage.keys.sealing import SealError
from storage.repositories.flags import close_flag, open_flags
from storage.repositories.reviews import NotFound
from storage.schema.tables import flags
from tests.storage.kept import notices
from tests.storage.people import LATER, NOW, Visitor, a_review, an_invitation, consenting, invited


def listed(store: Store, *references: str) -> list[str]:
    """The kinds of the open flags."""
    with store.read() as work:
        return [flag.kind for flag in open_flags(work, references or None)]


def closed(store: Store, flag_id: int) -> None:
    with store.begin() as work:
        close_flag(work, flag_id, LATER)
        work.commit()


def told(store: Store) -> list[str]:
    """What the reviewers were told of, without the opening."""
    kept = [one for one in notices(store) if one.kind != NoticeKind.OPENED]
    return [one.kind for one in kept for _ in range(1 + one.untold)]


def test_the_urgent_ones_come_first(store: Store) -> None:
    consenting(store, invited(store)).does(Command.TALK, Say(words="I want to die", sent=50))
    assert listed(store) == [FlagKind.DISTRESS, FlagKind.TALK]


def test_flags_of_a_review(store: Store) -> None:
    with store.begin() as work:
        one = an_invitation(work, a_review(work))
        a_review(work, "LR-2")
        work.commit()
    consenting(store, one).does(Command.HELP)
    with store.read() as work:
        (found,) = open_flags(work)
    assert (found.invitation, found.kind, found.urgent) == (one.id, "help", True)
    assert (listed(store, "LR-2"), listed(store, found.review)) == ([], ["help"])


def test_a_wrong_person_is_a_flag_that_waits_and_told_once(store: Store) -> None:
    """Though nobody is bound to the invitation; whoever opens it again and says no again raises no other."""
    visitor = Visitor(store)
    visitor.opens(made := invited(store))
    visitor.does(Choose("W2", "no"))
    visitor.does(Begin(), Choose("W2", "no"))
    assert (listed(store), told(store)) == ([FlagKind.NOT_THEM], [NoticeKind.NOT_THEM])
    with store.read() as work:
        (found,) = open_flags(work)
    assert (found.invitation, found.urgent) == (made.id, False)


def test_the_flags_of_other_reviews_are_not_even_read(store: Store) -> None:
    """However many there are in the store, a reviewer's turn opens those of the own reviews alone."""
    with store.begin() as work:
        one, other = (an_invitation(work, a_review(work, reference)) for reference in ("LR-1", "LR-2"))
        work.commit()
    for made in (one, other):
        consenting(store, made).does(Command.HELP)
    with store.begin() as work:
        theirs = next(flag.id for flag in open_flags(work) if flag.review == "LR-2")
        work.execute(update(flags).where(flags.c.id == theirs).values(facts=b"cannot be opened"))
        work.commit()
    assert listed(store, "LR-1") == ["help"]
    with pytest.raises(SealError):
        listed(store, "LR-2")


def test_a_flag_is_closed_once(store: Store) -> None:
    consenting(store, invited(store)).does(Command.HELP)
    with store.read() as work:
        (found,) = open_flags(work)
    closed(store, found.id)
    assert listed(store) == []
    with pytest.raises(NotFound, match=f"There is no open flag {found.id}."):
        closed(store, found.id)


def test_who_asks_again_is_told_of_once_while_it_is_open(store: Store) -> None:
    visitor = consenting(store, invited(store))
    visitor.does(Command.TALK, Command.TALK)
    visitor.does(Command.TALK)
    assert (listed(store), told(store)) == ([FlagKind.TALK], [NoticeKind.ASKED_TO_TALK])
    with store.read() as work:
        (found,) = open_flags(work)
    closed(store, found.id)
    visitor.does(Command.TALK)
    assert (listed(store), told(store)) == ([FlagKind.TALK], [NoticeKind.ASKED_TO_TALK] * 2)


def test_who_pressed_help_is_told_of_beside_somebody_else(store: Store) -> None:
    """A round holds several people: each flag is each one's own."""
    with store.begin() as work:
        review_id = a_review(work)
        made = [an_invitation(work, review_id, to=f"Invitee {n}", now=NOW + timedelta(seconds=n)) for n in range(2)]
        work.commit()
    for n, one in enumerate(made):
        consenting(store, one, user=f"800{n}").does(Command.HELP, Choose("R1", "friend"))
    assert listed(store) == [FlagKind.HELP] * 2
    assert told(store) == [NoticeKind.RAISED_A_CONCERN] * 2
