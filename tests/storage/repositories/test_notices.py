"""Notices: urgent ones always at once and first; of the others one of a kind an hour, and the rest in a sum."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.turn import NoticeKind
from storage.engine.unit_of_work import Store
from storage.outbox.lanes import urgent
from storage.outbox.posting import Posting, Sender
from storage.outbox.queue import Mark
from storage.repositories import notices as repository
from storage.repositories.notices import APART, Told, note, sums
from storage.schema.tables import notices
from storage.schema.vocabulary import Bot, CallState
from tests.storage.people import NOW, invited, rows
from tests.storage.posting import claim, letter, mark, put, texts

HASTY = sorted(repository.URGENT)
ORDINARY = sorted({*NoticeKind} - repository.URGENT - repository.ONCE)
CHAT, URGENT_LANE = "families:1", urgent("families:1")
SOON = timedelta(minutes=10)


def noted(store: Store, invitation: str, *kinds: NoticeKind, after: timedelta = timedelta()) -> list[Told]:
    """What is to be told of these at once."""
    with store.begin() as work:
        told = note(work, [(invitation, kind) for kind in kinds], NOW + after)
        work.commit()
    return told


def summed(store: Store, after: timedelta) -> list[Told]:
    """What is told in a sum by now."""
    with store.begin() as work:
        told = sums(work, NOW + after)
        work.commit()
    return told


@pytest.mark.parametrize("together", [True, False], ids=["in one round", "one by one"])
def test_that_a_link_was_opened_is_told_once(store: Store, together: bool) -> None:
    invitation = invited(store).id
    sixty = [NoticeKind.OPENED] * 60
    told = noted(store, invitation, *sixty) if together else [t for k in sixty for t in noted(store, invitation, k)]
    assert [(t.kind, t.times) for t in told] == [(NoticeKind.OPENED, 0)]
    assert noted(store, invitation, NoticeKind.OPENED, after=timedelta(days=9)) == []
    assert summed(store, timedelta(days=9)) == []
    assert len(rows(store, notices)) == 1


@pytest.mark.parametrize("kind", ORDINARY)
def test_of_a_kind_one_an_hour_is_told_and_then_the_sum(store: Store, kind: NoticeKind) -> None:
    invitation = invited(store).id
    assert [t.times for t in noted(store, invitation, kind, kind)] == [0]
    assert noted(store, invitation, kind, kind, after=SOON) == []
    assert summed(store, APART - SOON) == []
    only = kind is NoticeKind.WITHDREW
    assert [(t.kind, t.times, t.since) for t in summed(store, APART)] == ([] if only else [(kind, 3, NOW)])
    assert summed(store, APART * 3) == []


def test_the_sum_begins_another_hour(store: Store) -> None:
    invitation = invited(store).id
    noted(store, invitation, NoticeKind.STOPPED, NoticeKind.STOPPED)
    summed(store, APART)
    assert noted(store, invitation, NoticeKind.STOPPED, after=APART + SOON) == []
    assert [(t.times, t.since) for t in summed(store, APART * 2)] == [(1, NOW + APART)]


def test_what_comes_after_the_hour_takes_the_sum_with_it(store: Store) -> None:
    invitation = invited(store).id
    noted(store, invitation, NoticeKind.STOPPED, NoticeKind.STOPPED)
    assert [(t.times, t.since) for t in noted(store, invitation, NoticeKind.STOPPED, after=APART)] == [(2, NOW)]
    assert summed(store, APART * 3) == []


def test_kinds_and_invitations_do_not_limit_each_other(store: Store) -> None:
    with store.begin() as work:
        from tests.storage.people import a_review, an_invitation

        review = a_review(work)
        one, other = an_invitation(work, review).id, an_invitation(work, review).id
        work.commit()
    noted(store, one, NoticeKind.STOPPED)
    assert len(noted(store, one, NoticeKind.AMENDED)) == len(noted(store, other, NoticeKind.STOPPED)) == 1


@pytest.mark.parametrize("kind", HASTY)
def test_what_is_urgent_is_told_each_time(store: Store, kind: NoticeKind) -> None:
    invitation = invited(store).id
    assert [t.times for t in noted(store, invitation, *[kind] * 30)] == [0] * 30
    assert len(noted(store, invitation, kind, after=SOON)) == 1
    assert summed(store, APART) == []


def test_who_has_withdrawn_is_in_no_sum_but_for_somebodys_safety(store: Store) -> None:
    invitation = invited(store).id
    twice = (NoticeKind.STOPPED, NoticeKind.SAFEGUARDING)
    noted(store, invitation, *twice, *twice)
    assert [t.kind for t in noted(store, invitation, NoticeKind.WITHDREW)] == [NoticeKind.WITHDREW]
    assert [t.kind for t in summed(store, APART)] == [NoticeKind.SAFEGUARDING]


# The lane of what is urgent


def test_what_is_urgent_is_claimed_before_hundreds_that_wait(store: Store) -> None:
    put(store, *(letter(str(n), f"families:{n}") for n in range(300)), *(letter(str(n), CHAT) for n in range(300)))
    put(store, letter("now", URGENT_LANE))
    assert texts(claim(store, limit=1)) == ["now"]


def test_nothing_else_goes_to_a_chat_while_something_urgent_waits(store: Store) -> None:
    put(store, letter("1", CHAT), letter("2", CHAT), letter("theirs", "families:2"))
    put(store, letter("now", URGENT_LANE), letter("and now", URGENT_LANE))
    first = claim(store)
    assert texts(first) == ["now", "theirs"]
    sent = Mark(id=first[1].id, state=CallState.SENT, message_id=3)
    mark(store, Mark(id=first[0].id, state=CallState.DUE, due_at=NOW + SOON, error="429"), sent)
    assert claim(store) == []
    [again] = claim(store, now=NOW + SOON)
    mark(store, Mark(id=again.id, state=CallState.SENT, message_id=1))
    [last] = claim(store, now=NOW + SOON)
    mark(store, Mark(id=last.id, state=CallState.SENT, message_id=2))
    assert [again.wire["text"], last.wire["text"], *texts(claim(store, now=NOW + SOON))] == ["now", "and now", "1"]


def test_what_is_urgent_does_not_wait_for_what_is_on_its_way(store: Store) -> None:
    put(store, letter("1", CHAT), letter("2", CHAT))
    assert texts(claim(store)) == ["1"]
    put(store, letter("now", URGENT_LANE))
    assert texts(claim(store)) == ["now"]


def test_what_is_enqueued_with_something_urgent_waits_for_it(store: Store) -> None:
    with store.begin() as work:
        posting = Posting(work, Sender("a", (Bot.FAMILIES,)))
        posting.enqueue([letter("1", CHAT), letter("now", URGENT_LANE)], NOW)
        first = posting.claim(NOW, 100)
        work.commit()
    with store.begin() as work:
        posting = Posting(work, Sender("a", (Bot.FAMILIES,)))
        posting.enqueue([letter("2", CHAT), letter("3", "families:3")], NOW)
        second = posting.claim(NOW, 100)
        work.commit()
    assert (texts(first), texts(second)) == (["now"], ["3"])
