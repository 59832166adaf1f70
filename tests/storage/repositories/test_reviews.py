"""Reviews and reviewers: opened, found, edited, held, given to another; a leaver is gone at once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from dialogs.review import ReviewStatus
from storage.engine.unit_of_work import Store, UnitOfWork
from storage.repositories.reviews import (
    AlreadyThere,
    NotFound,
    add_reviewer,
    assign_review,
    edit_review,
    open_review,
    remove_reviewer,
    review,
    reviewer_named,
    reviews_of,
    set_review_status,
    taken,
)
from storage.schema.tables import reviewers, reviews
from tests.storage.people import LATER, NOW, PERSON, REFERENCE, REVIEWER, a_review


def opened(work: UnitOfWork, reference: str, **changes: object) -> str:
    """A review with as little as there can be."""
    plain: dict[str, object] = {
        "person": "Sam",
        "age": None,
        "dates": [],
        "confirmed": [],
        "reviewer_id": None,
        "now": NOW,
    }
    return open_review(work, reference, **{**plain, **changes})  # type: ignore[arg-type] # its parts, by name


def test_a_review_is_found_by_its_reference(store: Store) -> None:
    with store.begin() as work:
        review_id = a_review(work)
        found = review(work, REFERENCE)
    assert (found.id, found.reference, found.person) == (review_id, REFERENCE, PERSON)
    assert (found.status, found.age, found.reviewer) == (ReviewStatus.OPEN, 52, f"{REVIEWER} {REFERENCE}")


def test_a_review_may_have_no_reviewer_and_no_age(store: Store) -> None:
    with store.begin() as work:
        opened(work, "LR-1")
        found = review(work, "LR-1")
    assert (found.reviewer_id, found.reviewer, found.age) == (None, "", None)


def test_a_reference_is_one_whatever_its_capitals_and_spaces(store: Store) -> None:
    with store.begin() as work:
        first = opened(work, "LDR-17")
        for again in ("ldr-17", "LDR -17", "Ldr-17"):
            with pytest.raises(AlreadyThere, match="LDR-17"):
                opened(work, again)
            assert review(work, again).id == first
        assert taken(work, ["ldr-17", "ldr-18"]) == {"LDR-17"}


def test_old_references_that_are_one_by_the_rule_are_each_found_as_they_are_written(store: Store) -> None:
    with store.begin() as work:
        ids = [opened(work, reference) for reference in ("LDR-17", "LDR-18")]
        old = {"reference": "ldr-17", "reference_key": f"ldr-17 {ids[1]}"}
        work.execute(reviews.update().where(reviews.c.id == ids[1]).values(**old))
        assert [review(work, reference).id for reference in ("LDR-17", "ldr-17")] == ids
        with pytest.raises(NotFound, match="More than one review is called so: LDR-17, ldr-17"):
            review(work, "Ldr-17")


def test_a_reference_is_taken_once(store: Store) -> None:
    with store.begin() as work:
        a_review(work)
        with pytest.raises(AlreadyThere, match=REFERENCE):
            opened(work, REFERENCE)


def test_an_unknown_reference_is_said(store: Store) -> None:
    with store.begin() as work, pytest.raises(NotFound, match="LR-9"):
        review(work, "LR-9")


def test_names_and_dates_are_sealed(store: Store) -> None:
    with store.begin() as work:
        a_review(work)
        row = work.execute(select(reviews)).one()
        reviewer = work.execute(select(reviewers)).one()
    assert PERSON.encode() not in row.person
    assert b"1974" not in row.dates
    assert REVIEWER.encode() not in reviewer.name
    assert b'"confirmed"' not in row.facts


def test_held_resumed_closed_renamed(store: Store) -> None:
    with store.begin() as work:
        review_id = a_review(work)
        for status in (ReviewStatus.HELD, ReviewStatus.OPEN, ReviewStatus.CLOSED):
            set_review_status(work, review_id, status)
            assert review(work, REFERENCE).status is status
        edit_review(work, review_id, "Maggie")
        assert review(work, REFERENCE).person == "Maggie"


def test_a_review_goes_to_another_reviewer(store: Store) -> None:
    with store.begin() as work:
        review_id = a_review(work)
        first, second = reviewer_named(work, f"{REVIEWER} {REFERENCE}"), add_reviewer(work, "Sam Green", "CODE2", NOW)
        opened(work, "LR-2", reviewer_id=first, now=LATER)
        assert [r.reference for r in reviews_of(work, first)] == [REFERENCE, "LR-2"]
        assign_review(work, review_id, second)
        assert [r.reference for r in reviews_of(work, first)] == ["LR-2"]
        assert [r.reviewer for r in reviews_of(work, second)] == ["Sam Green"]


def test_a_reviewer_is_found_by_name_however_it_is_typed(store: Store) -> None:
    with store.begin() as work:
        reviewer_id = add_reviewer(work, "Jo Carter", "CODE", NOW)
        assert reviewer_named(work, "  jo   CARTER ") == reviewer_id
        with pytest.raises(AlreadyThere, match="JO CARTER"):
            add_reviewer(work, "JO CARTER", "CODE2", NOW)
        with pytest.raises(NotFound, match="Sam"):
            reviewer_named(work, "Sam")


def test_a_leaver_has_no_account_and_no_enrolment(store: Store) -> None:
    with store.begin() as work:
        reviewer_id = add_reviewer(work, "Jo Carter", "CODE", NOW)
        work.execute(reviewers.update().values(lookup=b"l", address=b"a", desk=b"d", email=b"e"))
        remove_reviewer(work, reviewer_id, LATER)
        row = work.execute(select(reviewers)).one()
        assert row.removed_at == LATER
        assert {row.lookup, row.address, row.desk, row.email, row.enrolment_hash} == {None}
        with pytest.raises(NotFound):
            reviewer_named(work, "Jo Carter")
        assert add_reviewer(work, "Jo Carter", "CODE2", LATER) != reviewer_id
