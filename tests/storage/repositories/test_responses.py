"""Opening and loading: who may open an invitation, what a round loads and locks; one account is bound, never two."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from dialogs.inputs import Channel, Choose, Language
from dialogs.review import ReviewStatus
from storage.engine.unit_of_work import Store
from storage.repositories import openings, reachable
from storage.repositories import responses as repository
from storage.repositories.conversations import Conversation
from storage.repositories.responses import StaleResponse
from storage.repositories.reviews import set_review_status
from storage.schema.tables import accounts, invitations, responses, reviews
from tests.storage.people import (
    CONSENT,
    INVITEE,
    NOW,
    PERSON,
    REFERENCE,
    REVIEWER,
    Visitor,
    a_review,
    an_invitation,
    around,
    consenting,
    invited,
    rows,
    taken,
)


def loaded(store: Store, *visitors: Visitor) -> list[Conversation]:
    """What a round of these visitors loads."""
    with store.begin() as work:
        return repository.load(work, [v.lookup for v in visitors], around())


def test_a_first_visit_begins_a_response(store: Store) -> None:
    visitor = Visitor(store)
    assert visitor.opens(invited(store))
    seen = visitor.sees()
    assert (seen.channel, seen.address, seen.current, seen.available) == ("telegram", visitor.user, True, True)
    assert (seen.response.people.invitee, seen.response.people.person) == (INVITEE, PERSON)
    assert (seen.response.people.reviewer, seen.response.people.relationship) == (f"{REVIEWER} {REFERENCE}", "sister")
    assert (seen.response.bound, seen.response.held, seen.response.languages) == (False, False, ("en",))


@pytest.mark.parametrize(("language", "passed"), [("en", {"W1"}), (None, set())])
def test_a_language_that_the_reviewer_chose_is_not_asked(store: Store, language: str | None, passed: set[str]) -> None:
    visitor = Visitor(store)
    visitor.opens(invited(store, language))
    assert visitor.sees().response.passed == passed


@pytest.mark.parametrize(("chosen", "offered"), [(None, ("en",)), ("en", ("en",)), ("pl", ("en", "pl"))])
def test_there_is_a_way_back_to_the_language_that_the_reviewer_chose(
    store: Store, chosen: str | None, offered: tuple[str, ...]
) -> None:
    """Also where families are not offered it."""
    visitor = Visitor(store)
    visitor.opens(invited(store, chosen))
    assert visitor.sees().response.languages == offered
    visitor.does(Language("en"), Language(chosen))
    assert visitor.sees().response.language == (chosen or "en")


def test_the_account_is_kept_as_a_keyed_hash_and_sealed(store: Store) -> None:
    visitor = Visitor(store, "7001234567")
    visitor.opens(invited(store))
    (account,) = rows(store, accounts)
    assert account.lookup == store.vault.hash("telegram", "7001234567")
    assert b"7001234567" not in account.lookup + account.address
    assert store.vault.system.open(f"account|{account.lookup.hex()}|address", account.address) == "7001234567"


def test_opening_again_goes_on(store: Store) -> None:
    made = invited(store)
    visitor = consenting(store, made)
    with store.begin() as work:
        work.execute(update(accounts).values(blocked_at=NOW))
        work.commit()
    assert visitor.opens(made)
    assert visitor.sees().response.at == "R1"
    assert [a.blocked_at for a in rows(store, accounts)] == [None]
    assert len(rows(store, responses)) == 1


def test_one_account_may_hold_two_invitations(store: Store) -> None:
    with store.begin() as work:
        first, second = (an_invitation(work, a_review(work, reference)) for reference in (REFERENCE, "LR-2"))
        work.commit()
    visitor = consenting(store, first)
    visitor.opens(second)
    assert [c.current for c in loaded(store, visitor)] == [False, True]
    assert visitor.sees().invitation_id == second.id
    earlier = loaded(store, visitor)[0]
    with store.begin() as work:
        openings.set_current(work, earlier.account_id, earlier.response_id)
        work.commit()
    assert visitor.sees().invitation_id == first.id


def test_a_round_is_loaded_in_one_order(store: Store) -> None:
    visitors = [Visitor(store, user) for user in ("7003", "7001", "7002")]
    made = invited(store)
    for visitor in visitors:
        visitor.opens(made)
    found = loaded(store, *visitors[::-1], Visitor(store, "nobody"))
    assert [c.account_id for c in found] == sorted(c.account_id for c in found)
    assert {c.lookup for c in found} == {v.lookup for v in visitors}
    assert loaded(store) == []


def test_a_conversation_is_found_by_its_id_its_review_and_its_invitation(store: Store) -> None:
    made = invited(store)
    stranger = Visitor(store, "7002")
    stranger.opens(made)
    with store.begin() as work:
        review_id = work.execute(select(reviews.c.id)).scalar_one()
        assert repository.of_review(work, review_id, around()) == []
        assert repository.of_invitation(work, made.id, around()) is None
    visitor = consenting(store, made)
    wanted = visitor.sees().response_id
    with store.begin() as work:
        by_invitation = repository.of_invitation(work, made.id, around())
        assert by_invitation is not None
        assert by_invitation.response_id == wanted
        assert [c.response_id for c in repository.of_review(work, review_id, around())] == [wanted]
        assert [c.response_id for c in repository.load_by_id(work, [wanted], around())] == [wanted]


def test_what_the_review_brings_comes_with_every_load(store: Store) -> None:
    visitor = consenting(store, invited(store))
    with store.begin() as work:
        review_id = work.execute(select(reviews.c.id)).scalar_one()
        set_review_status(work, review_id, ReviewStatus.HELD)
        made = work.execute(select(invitations.c.id)).scalar_one()
        sealed = work.vault.system.seal(f"invitation|{made}|relationship", "friend")
        work.execute(update(invitations).values(relationship=sealed))
        work.commit()
    seen = visitor.sees()
    assert (seen.response.held, seen.response.people.relationship, seen.available) == (True, "friend", True)
    with store.begin() as work:
        set_review_status(work, review_id, ReviewStatus.CLOSED)
        work.commit()
    assert not visitor.sees().available


# Who may open


@pytest.mark.promise("link-for-one")
def test_a_bound_invitation_opens_for_its_own_account_only(store: Store) -> None:
    made = invited(store)
    early = Visitor(store, "7002")
    assert early.opens(made)
    visitor = consenting(store, made)
    assert visitor.opens(made)
    assert not early.opens(made)
    assert not Visitor(store, "7003").opens(made)
    assert not early.sees().available
    assert not Visitor(store, visitor.user, channel=Channel.PAGE).opens(made)


def test_no_then_yes_from_the_same_account(store: Store) -> None:
    """No does not burn the invitation; until expiry the same account may come back."""
    made = invited(store)
    visitor = Visitor(store)
    visitor.opens(made)
    visitor.does(CONSENT[0], Choose("W2", "no"))
    assert not visitor.sees().response.bound
    assert visitor.opens(made)
    visitor.does(*CONSENT)
    assert visitor.sees().response.bound


def test_an_unknown_credential_opens_nothing(store: Store) -> None:
    invited(store)
    with store.begin() as work:
        assert openings.openable(work, openings.TOKEN, b"unknown", b"lookup", NOW) is None


def test_the_same_visit_opened_twice_at_once_is_one(store: Store) -> None:
    """On PostgreSQL the second may fail on the rule and is then taken again; never are there two."""
    made = invited(store)
    succeeded = at_once(2, lambda _: Visitor(store).opens(made))
    assert True in succeeded
    assert Visitor(store).opens(made)
    assert len(rows(store, accounts)) == len(rows(store, responses)) == 1


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """What comes of doing it in so many threads together; the rules of the database may refuse some."""
    together = Barrier(count)

    def one(number: int) -> object:
        together.wait(10)
        try:
            return act(number)
        except IntegrityError:
            return "refused"

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


# Side by side


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_who_say_yes_at_once_exactly_one_is_bound(store: Store, attempt: int) -> None:
    made = invited(store)
    visitors = [Visitor(store, str(attempt + n)) for n in range(2)]
    for visitor in visitors:
        visitor.opens(made)
        visitor.does(CONSENT[0])

    def says_yes(number: int) -> str:
        with store.begin() as work:
            conversation = visitors[number].current(work)
            if not conversation.available:
                return "too late"
            taken(conversation, Choose("W2", "yes"))
            repository.save(work, [conversation], NOW)
            work.commit()
        return "bound"

    assert [str(o) for o in at_once(2, says_yes)].count("bound") == 1
    assert sorted(r.bound for r in rows(store, responses)) == [False, True]
    assert sorted(v.sees().available for v in visitors) == [False, True]


def test_two_bound_accounts_are_refused_by_the_database(store: Store) -> None:
    made = invited(store)
    for user in ("7001", "7002"):
        Visitor(store, user).opens(made)
    with store.begin() as work, pytest.raises(IntegrityError):
        work.execute(update(responses).values(bound=True))


def test_a_loaded_conversation_is_locked(store: Store) -> None:
    visitor = consenting(store, invited(store))
    loading, ending = Event(), Event()

    def slow() -> None:
        with store.begin() as work:
            conversation = visitor.current(work)
            loading.set()
            Event().wait(0.3)
            taken(conversation, Choose("R1", "friend"))
            ending.set()
            repository.save(work, [conversation], NOW)
            work.commit()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(slow)
        loading.wait(10)
        assert visitor.sees().response.answers["R1"].codes == ("friend",)
        assert ending.is_set()


def test_a_stale_response_is_refused(store: Store) -> None:
    """The version is an assertion on the locks."""
    visitor = consenting(store, invited(store))
    stale = visitor.sees()
    visitor.does(Choose("R1", "friend"))
    taken(stale, Choose("R1", "child"))
    with store.begin() as work, pytest.raises(StaleResponse):
        repository.save(work, [stale], NOW)
    assert visitor.sees().response.answers["R1"].codes == ("friend",)


def test_one_stale_response_among_many_is_refused(store: Store) -> None:
    with store.begin() as work:
        review_id = a_review(work)
        made = [an_invitation(work, review_id) for _ in range(3)]
        work.commit()
    visitors = [consenting(store, one, str(n)) for n, one in enumerate(made)]
    conversations = [v.sees() for v in visitors]
    visitors[1].does(Choose("R1", "friend"))
    for conversation in conversations:
        taken(conversation, Choose("R1", "child"))
    with store.begin() as work, pytest.raises(StaleResponse):
        repository.save(work, conversations, NOW)


# What the clock asks


def test_who_has_a_question_open_since(store: Store) -> None:
    with store.begin() as work:
        review_id = a_review(work)
        made = [an_invitation(work, review_id) for _ in range(4)]
        work.commit()
    there, away, blocked = (consenting(store, one, str(n)) for n, one in enumerate(made[:3]))
    browser = Visitor(store, "9", channel=Channel.PAGE)
    browser.opens(made[3])
    there_id, away_id = there.sees().response_id, away.sees().response_id
    with store.begin() as work:
        work.execute(update(accounts).where(accounts.c.lookup == blocked.lookup).values(blocked_at=NOW))
        work.execute(update(responses).where(responses.c.id == away_id).values(last_activity=NOW - timedelta(days=2)))
        assert reachable.open_since(work, NOW) == [there_id]
