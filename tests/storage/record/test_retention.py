"""What goes by the schedule, and on which day: found without a key to anybody's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import update

from dialogs.inputs import Begin, Choose, Command, Yes
from dialogs.retention import FACTS, Period, Rule, schedule
from dialogs.review import ReviewStatus
from storage.engine.unit_of_work import Store, UnitOfWork, open_engine, open_store
from storage.keys.sealing import KeyRing, SealError
from storage.outbox import queue
from storage.outbox.queue import Letter
from storage.record import erasure, retention
from storage.record.retention import Waits
from storage.repositories.flags import close_flag, open_flags
from storage.repositories.invitations import revoke, sealer_of
from storage.repositories.reviews import set_review_status
from storage.schema.tables import responses, reviews
from storage.schema.vocabulary import Bot
from tests.storage.people import (
    CONSENT,
    EXPIRES,
    NOW,
    TOLD,
    Invited,
    Visitor,
    a_review,
    an_invitation,
    rows,
)

SCHEDULE = {
    Rule.CLOSED: Period(months=24),
    Rule.LONGEST: Period(months=60),
    Rule.DECLINED: Period(days=30),
    Rule.LINK: Period(days=90),
}
TODAY, EXPIRED = NOW.date(), EXPIRES.date()
A_DAY = timedelta(days=1)


def found(store: Store, of: dict[Rule, Period] | None = None) -> list[tuple[str | None, Rule, date]]:
    """What will go: the invitation, None for the whole review; by which rule; on which day."""
    with store.read() as work:
        return [(d.invitation, d.rule, d.day) for d in retention.find(work, SCHEDULE if of is None else of)]


def family(store: Store, review: str, users: Iterator[int], *said: object) -> Invited:
    """Somebody more who is invited, and says this."""
    with store.begin() as work:
        made = an_invitation(work, review)
        work.commit()
    visitor = Visitor(store, str(next(users)))
    if said:
        visitor.opens(made)
        visitor.does(*said)  # type: ignore[arg-type]  # whatever can be said
    return made


def change(store: Store, how: object, *values: object) -> None:
    """Change something, for good."""
    with store.begin() as work:
        how(work, *values)  # type: ignore[operator]  # a function of a unit of work
        work.commit()


def doubt(work: UnitOfWork, invitation: str) -> None:
    """Somebody else has begun, it is said."""
    work.execute(update(responses).where(responses.c.invitation_id == invitation).values(doubted_at=NOW))


def a_record(store: Store) -> str:
    """A review that is open; gives its id."""
    with store.begin() as work:
        review = a_review(work)
        work.commit()
    return review


def test_each_invitation_goes_by_the_rule_that_is_about_it(store: Store) -> None:
    review, users = a_record(store), count(7001)
    no = (Begin(), Choose("W2", "yes"), Choose("C1", "yes"), Yes("about"), Choose("C2", "yes"), Choose("C3", "no"))
    family(store, review, users, *CONSENT, *TOLD)
    family(store, review, users, *CONSENT[:2])
    wrong = family(store, review, users, Begin(), Choose("W2", "no"))
    declined, unused = family(store, review, users, *no), family(store, review, users)
    revoked = family(store, review, users, Begin())
    withdrawn = family(store, review, users, *CONSENT, *TOLD, Command.WITHDRAW, Yes("withdraw"))
    gone, bound = family(store, review, users), family(store, review, users, *CONSENT[:2])
    late, doubted = family(store, review, users, Begin()), family(store, review, users, Begin(), Choose("W2", "no"))
    change(store, revoke, [revoked.id, bound.id], NOW + A_DAY)
    change(store, revoke, [late.id], NOW - A_DAY)
    change(store, doubt, doubted.id)
    change(store, erasure.erase, gone.id, NOW)
    month, quarter = timedelta(days=30), timedelta(days=90)
    alone = [(wrong.id, Rule.DECLINED), (declined.id, Rule.DECLINED), (withdrawn.id, Rule.DECLINED)]
    expected = [(id_, rule, TODAY + month) for id_, rule in alone]
    ended = {revoked.id: TODAY + A_DAY, bound.id: TODAY + A_DAY, late.id: TODAY, unused.id: EXPIRED}
    expected += [(id_, Rule.LINK, day + quarter) for id_, day in ended.items()]
    assert sorted(found(store)[:-1], key=str) == sorted(expected, key=str)
    assert found(store)[-1] == (None, Rule.LONGEST, date(2031, 11, 23))
    assert [rule for _, rule, _ in found(store, {Rule.LINK: Period(days=9)})] == [Rule.LINK] * 4
    assert found(store, {}) == []


def test_a_review_goes_some_time_after_it_was_closed(store: Store) -> None:
    """And takes with it what would have gone later; what goes sooner goes by itself."""
    review, users = a_record(store), count(7001)
    family(store, review, users)
    change(store, set_review_status, review, ReviewStatus.CLOSED, NOW + A_DAY)
    assert found(store)[1:] == [(None, Rule.CLOSED, date(2028, 11, 24))]
    assert found(store, {**SCHEDULE, Rule.CLOSED: Period(months=1)}) == [(None, Rule.CLOSED, date(2026, 12, 24))]
    change(store, set_review_status, review, ReviewStatus.OPEN)
    assert [rule for _, rule, _ in found(store)] == [Rule.LINK, Rule.LONGEST]


def test_the_longest_time_is_counted_from_the_last_word(store: Store) -> None:
    review = a_record(store)
    late = datetime(2030, 2, 28, 10, tzinfo=NOW.tzinfo)
    with store.begin() as work:
        made = an_invitation(work, review, now=late - A_DAY, expires_at=late + A_DAY)
        work.commit()
    visitor = Visitor(store, now=late)
    visitor.opens(made)
    visitor.does(*CONSENT)
    assert found(store) == [(None, Rule.LONGEST, date(2035, 2, 28))]


def test_a_hold_and_an_open_flag_wait(store: Store) -> None:
    review, users = a_record(store), count(7001)
    family(store, review, users, *CONSENT, Command.TALK)

    def waits() -> set[Waits | None]:
        with store.read() as work:
            return {due.waits for due in retention.find(work, SCHEDULE)}

    assert waits() == {Waits.FLAGS}
    with store.begin() as work:
        for flag in open_flags(work):
            close_flag(work, flag.id, NOW)
        work.commit()
    assert waits() == {None}
    change(store, set_review_status, review, ReviewStatus.HELD)
    assert waits() == {Waits.HELD}


def test_nobody_waits_and_nothing_is_taken_from_under_somebody(
    postgres_store: Store, postgres_url: str, key_ring: KeyRing
) -> None:
    """A turn that is under way keeps its review; the next time it can be had."""
    review, users = a_record(postgres_store), count(7001)
    family(postgres_store, review, users, *CONSENT)
    other = open_store(open_engine(postgres_url), key_ring)
    with other.begin() as turn, postgres_store.begin() as work:
        Visitor(other).current(turn)
        assert retention.lock(work, review) is False
    with postgres_store.begin() as work:
        assert retention.lock(work, review) is True
    other.close()


def test_what_somebody_without_the_keys_has_changed_does_not_go(store: Store) -> None:
    """Else whoever may write to the database had the clock delete what they like."""
    review, users = a_record(store), count(7001)
    family(store, review, users, *CONSENT)
    change(store, set_review_status, review, ReviewStatus.CLOSED, NOW)
    with store.begin() as work:
        assert retention.lock(work, review) is True
        work.connection.execute(update(reviews).values(closed_at=NOW - 9999 * A_DAY))
        assert retention.find(work, SCHEDULE)[0].day < TODAY
        with pytest.raises(SealError, match="review: a row was changed"):
            retention.lock(work, review)


def test_nothing_is_left_of_a_review_that_goes(store: Store) -> None:
    review, users = a_record(store), count(7001)
    made = family(store, review, users, *CONSENT, *TOLD, Command.TALK)
    family(store, review, users)
    with store.begin() as work:
        lane, sealer = "families:00", sealer_of(work, made.id)
        wire = {"text": "somebody else is here"}
        told = Letter(bot=Bot.FAMILIES, lane=lane, method="sendMessage", wire=wire, key_of=made.id, sealer=sealer)
        queue.enqueue(work, [told], NOW)
        work.commit()

    def goes(work: UnitOfWork) -> None:
        erasure.erase_review(work, review, NOW)

    change(store, goes)
    kept = {name for name, table in reviews.metadata.tables.items() if rows(store, table)}
    assert kept <= {"data_key", "tally", "runtime", "reviewer", "deletion"}


def test_the_facts_make_the_schedule() -> None:
    facts = dict.fromkeys(FACTS.values(), "")
    assert schedule(facts) == {}
    given = facts | {FACTS[Rule.CLOSED]: "24", FACTS[Rule.LINK]: "90"}
    assert schedule(given) == {Rule.CLOSED: Period(months=24), Rule.LINK: Period(days=90)}
    ends = {
        date(2026, 11, 30): date(2027, 2, 28), date(2026, 12, 31): date(2027, 3, 31),
        date(2027, 11, 30): date(2028, 2, 29), date(2026, 9, 30): date(2026, 12, 30),
    }  # fmt: skip
    assert {day: Period(months=3).after(day) for day in ends} == ends
