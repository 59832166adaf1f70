"""Invitations: issued, listed, opened, renewed, revoked, renamed, expired; what the reviewer sees of each."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile

import pytest
from sqlalchemy import select

from dialogs.inputs import Choose, Command, Input, Say, Yes
from dialogs.invitation import CODE_LENGTH, CROCKFORD, code_in, is_token, status
from dialogs.review import ReviewStatus
from storage.engine.unit_of_work import Store
from storage.keys.credentials import CHECK_WORDS, Credentials
from storage.repositories.invitations import invitation, invitations_of, rename, renew, revoke, sealer_of
from storage.repositories.reviews import NotFound, set_review_status
from storage.schema.tables import invitations
from tests.storage.people import (
    CONSENT,
    EXPIRES,
    INVITEE,
    LATER,
    NOW,
    REFERENCE,
    TOLD,
    Invited,
    Visitor,
    a_review,
    an_invitation,
    consenting,
    invited,
)


def seen(store: Store, made: Invited, days: int = 0) -> str:
    """The status that the reviewer sees."""
    with store.read() as work:
        return status(invitation(work, made.id), NOW + timedelta(days=days))


def test_a_new_invitation_is_issued(store: Store) -> None:
    made = invited(store)
    with store.read() as work:
        found = invitation(work, f" {made.id.upper()} ")
    assert (found.id, found.review, found.to, found.relationship) == (made.id, REFERENCE, INVITEE, "sister")
    assert (found.language, found.expires_at, found.last_activity) == ("en", EXPIRES, None)
    assert (found.asked, found.answered) == (0, 0)
    assert seen(store, made) == "issued"


def test_an_unknown_invitation_is_said(store: Store) -> None:
    with store.read() as work:
        with pytest.raises(NotFound, match="abc"):
            invitation(work, "abc")
        with pytest.raises(NotFound, match="abc"):
            sealer_of(work, "abc")


def test_only_hashes_of_the_credentials_are_kept(store: Store) -> None:
    made = invited(store)
    with store.read() as work:
        row = work.execute(select(invitations)).one()
    kept = b"".join(value for value in row if isinstance(value, bytes)) + repr(row).encode()
    for secret in (made.credentials.token, made.credentials.code, made.credentials.check_word or "", INVITEE):
        assert secret.encode() not in kept


def test_credentials_have_the_promised_forms() -> None:
    fresh = Credentials.fresh(check_word=True)
    assert is_token(fresh.token)
    assert len(fresh.code) == CODE_LENGTH
    assert set(fresh.code) <= set(CROCKFORD)
    assert code_in(fresh.code) == fresh.code
    assert all(word in CHECK_WORDS for word in (fresh.check_word or "").split())
    assert Credentials.fresh(check_word=True) != fresh


def test_invitations_are_listed_oldest_first(store: Store) -> None:
    with store.begin() as work:
        first, second = a_review(work), a_review(work, "LR-2")
        made = [
            an_invitation(work, review, now=NOW + timedelta(minutes=n))
            for n, review in enumerate((first, second, first))
        ]
        assert [i.id for i in invitations_of(work)] == [m.id for m in made]
        assert [i.id for i in invitations_of(work, [REFERENCE])] == [made[0].id, made[2].id]
        assert [i.id for i in invitations_of(work, [REFERENCE, "LR-2"])] == [m.id for m in made]
        assert invitations_of(work, []) == invitations_of(work, ["LR-9"]) == []


def test_renewing_kills_the_old_link(store: Store) -> None:
    made = invited(store)
    fresh = Credentials.fresh(check_word=True)
    with store.begin() as work:
        renew(work, made.id, fresh, EXPIRES + timedelta(days=7))
        work.commit()
    assert not Visitor(store).opens(made)
    assert Visitor(store).opens(Invited(made.id, fresh))
    assert seen(store, made, days=30) == "opened"


def test_revoking_ends_the_link_and_renewing_makes_another(store: Store) -> None:
    made = invited(store)
    with store.begin() as work:
        revoke(work, [made.id], NOW)
        revoke(work, [made.id], LATER)
        assert work.execute(select(invitations.c.revoked_at)).scalar() == NOW
        work.commit()
    assert seen(store, made) == "revoked"
    assert not Visitor(store).opens(made)
    with store.begin() as work:
        renew(work, made.id, made.credentials, EXPIRES)
        work.commit()
    assert Visitor(store).opens(made)


def test_revoking_keeps_what_was_answered(store: Store) -> None:
    made = invited(store)
    visitor = consenting(store, made)
    visitor.does(*TOLD)
    with store.begin() as work:
        revoke(work, [made.id], NOW)
        work.commit()
    assert seen(store, made) == "revoked"
    assert not visitor.sees().available
    with store.read() as work:
        assert invitation(work, made.id).answered == 2


def test_renaming(store: Store) -> None:
    made = invited(store)
    visitor = consenting(store, made)
    with store.begin() as work:
        rename(work, made.id, "Anne Éxample")
        assert invitation(work, made.id).to == "Anne Éxample"
        work.commit()
    assert visitor.sees().response.people.invitee == "Anne Éxample"


def test_expiry_ends_what_nobody_has_said_yes_to(store: Store) -> None:
    made = invited(store)
    assert seen(store, made, days=28) == "expired"
    late = Visitor(store, now=EXPIRES)
    assert not late.opens(made)
    assert Visitor(store).opens(made)
    assert seen(store, made) == "opened"
    assert seen(store, made, days=28) == "expired"
    assert not late.sees().available


def test_who_has_said_yes_does_not_expire(store: Store) -> None:
    made = invited(store)
    consenting(store, made)
    late = Visitor(store, now=EXPIRES + timedelta(days=300))
    assert late.opens(made)
    assert late.sees().available
    assert seen(store, made, days=300) == "in-progress"


def before(question: str) -> tuple[Input, ...]:
    """The way in, up to this question."""
    return tuple(takewhile(lambda what: getattr(what, "link_id", "") != question, CONSENT))


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (CONSENT[:1], "opened"),
        (before("C4"), "opened"),
        ((*before("C4"), Choose("C4", "yes")), "consented"),
        (CONSENT, "in-progress"),
        ((*CONSENT, Command.PAUSE), "paused"),
        ((*CONSENT, Command.STOP), "stopped"),
        ((CONSENT[0], Choose("W2", "no")), "not-them"),
        ((*before("C3"), Choose("C3", "no")), "declined"),
        ((*before("C2"), Choose("C2", "other-way")), "elsewhere"),
        ((*CONSENT, *TOLD, Command.WITHDRAW, Yes("withdraw")), "withdrawn"),
    ],
)
def test_the_status_follows_the_conversation(store: Store, inputs: tuple[Say], expected: str) -> None:
    made = invited(store)
    visitor = Visitor(store)
    visitor.opens(made)
    visitor.does(*inputs)
    assert seen(store, made) == expected


def test_held_shows_while_somebody_is_answering(store: Store) -> None:
    made = invited(store)
    visitor = consenting(store, made)
    with store.begin() as work:
        found = invitation(work, made.id)
        review_id = work.execute(select(invitations.c.review_id).where(invitations.c.id == found.id)).scalar_one()
        set_review_status(work, review_id, ReviewStatus.HELD)
        work.commit()
    assert seen(store, made) == "held"
    assert visitor.sees().response.held


def test_asked_and_answered_count_questions(store: Store) -> None:
    """Neither W2 nor the consents; a skipped question was asked and not answered."""
    made = invited(store)
    visitor = consenting(store, made)
    visitor.does(*TOLD)
    with store.read() as work:
        found = invitation(work, made.id)
    assert (found.asked, found.answered) == (8, 2)
    assert found.last_activity == visitor.now - timedelta(minutes=1)


def test_of_several_visits_the_one_that_said_yes_counts(store: Store) -> None:
    made = invited(store)
    stranger = Visitor(store, "7002")
    stranger.opens(made)
    stranger.does(CONSENT[0], Choose("W2", "no"))
    assert seen(store, made) == "not-them"
    early = Visitor(store, "7003", now=LATER)
    early.opens(made)
    assert seen(store, made) == "opened"
    consenting(store, made)
    assert seen(store, made) == "in-progress"
