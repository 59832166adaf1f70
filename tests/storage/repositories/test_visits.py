"""Visits by people who have not said who they are: ten for each invitation, and the eleventh ends the oldest."""

from __future__ import annotations

from sqlalchemy import select

from dialogs.inputs import Begin, Choose
from dialogs.turn import FlagKind
from storage.engine.unit_of_work import Store
from storage.repositories import browsers as repository
from storage.repositories.browsers import Entered
from storage.repositories.flags import close_flag, open_flags
from storage.repositories.visits import MOST
from storage.schema.tables import accounts, browsers, outbox, responses
from tests.storage.kept import flags, notices
from tests.storage.people import CONSENT, LATER, Invited, Visitor, around, consenting, invited, rows


def entered(store: Store, invitation: Invited, number: int) -> int | None:
    """The visit of a browser that was never here; None if it is not let in."""
    with store.begin() as work:
        cookie = number.to_bytes(32, "big")
        entry = repository.enter(work, invitation.credentials.token, None, cookie, around())
        work.commit()
    return entry.response_id if isinstance(entry, Entered) else None


def visits(store: Store) -> list[int]:
    return [row.id for row in rows(store, responses)]


def test_the_eleventh_visit_on_the_page_ends_the_oldest(store: Store) -> None:
    invitation = invited(store)
    opened = [entered(store, invitation, number) for number in range(30)]
    assert visits(store) == opened[-MOST:]
    assert len(rows(store, browsers)) == len(rows(store, accounts)) == MOST


def test_the_eleventh_chat_ends_the_oldest_and_that_one_may_come_again(store: Store) -> None:
    invitation = invited(store)
    visitors = [Visitor(store, str(7000 + n)) for n in range(MOST + 1)]
    for visitor in visitors:
        visitor.opens(invitation)
        visitor.does(Begin())
    assert len(visits(store)) == MOST
    with store.read() as work:
        lost = work.execute(select(accounts.c.current).where(accounts.c.lookup == visitors[0].lookup)).scalar_one()
    assert lost is None
    assert visitors[0].opens(invitation)
    assert visitors[0].does(*CONSENT).response.bound


def test_page_and_chat_are_counted_together(store: Store) -> None:
    invitation, ann = invited(store), Visitor(store)
    ann.opens(invitation)
    for number in range(MOST):
        entered(store, invitation, number)
    with store.read() as work:
        assert not work.execute(select(responses.c.id).where(responses.c.channel == "telegram")).all()


def test_who_has_said_yes_is_no_such_visit(store: Store) -> None:
    invitation = invited(store)
    first = entered(store, invitation, 0)
    ann = consenting(store, invitation)
    assert (ann.sees().response.bound, entered(store, invitation, 1)) == (True, None)
    assert first in visits(store)


def test_another_invitation_is_not_concerned(store: Store) -> None:
    from tests.storage.people import a_review, an_invitation

    with store.begin() as work:
        review = a_review(work)
        one, other = an_invitation(work, review), an_invitation(work, review)
        work.commit()
    kept = entered(store, other, 1000)
    for number in range(MOST + 5):
        entered(store, one, number)
    assert kept in visits(store)


def test_no_flag_falls_away_with_a_visit(store: Store) -> None:
    """Who asked for an interpreter before saying who they are is still seen to."""
    invitation = invited(store, language=None)
    for number in range(3):
        visitor = Visitor(store, str(7000 + number))
        visitor.opens(invitation)
        visitor.does(Begin(), Choose("W1", "bsl"))
    with store.begin() as work:
        [first, *_] = open_flags(work)
        close_flag(work, first.id, LATER)
        work.commit()
    for number in range(MOST * 2):
        entered(store, invitation, number)
    with store.read() as work:
        found = open_flags(work)
    assert {flag.kind for flag in found} == {FlagKind.INTERPRETER}
    assert len(found) == 2
    assert first.id in {row.id for row in flags(store)}, "what was seen to stays too"
    assert {row.response_id for row in flags(store)} <= {*visits(store)}


def test_sixty_openings_are_one_notice(store: Store) -> None:
    invitation = invited(store)
    for number in range(60):
        visitor = Visitor(store, str(7000 + number))
        visitor.opens(invitation)
        visitor.does(Begin())
    assert [row.kind for row in notices(store)] == ["opened"]
    assert rows(store, outbox) == []
