"""A code enrols once. Everybody else hears one sentence, whatever they write."""

from __future__ import annotations

import pytest

from bot.rounds.arrivals import Opening, Stranger
from dialogs.inputs import Amend, Begin, Choose, Media, Open, Say, Unkept
from dialogs.reviewer_bot import phrases
from storage.repositories import reviews
from storage.schema.tables import dead_letters, reviewers
from tests.bot.reviewers.office import CODE, JO, SAM, Office

WELCOME = "Welcome, \u2068Jo Carter\u2069. You are enrolled, and this chat is yours."


@pytest.mark.parametrize("written", ["/start K7M2Q9X4T3AB", "/start k7m2-q9x4-t3ab", "K7M2 Q9X4 T3AB"])
def test_a_code_enrols(office: Office, written: str) -> None:
    office.add_reviewer()
    assert office.does(written)[0].startswith(WELCOME)
    assert office.does("/start")[0].startswith(phrases.HELP)


def test_a_code_enrols_once(office: Office) -> None:
    office.enrolled()
    assert office.does(f"/start {CODE}", user=SAM) == [phrases.NOT_ENROLLED]
    assert office.does("/help", user=SAM) == [phrases.NOT_ENROLLED]
    assert office.does("/help")[0].startswith(phrases.HELP)


def test_two_at_once_with_one_code_are_not_both_enrolled(office: Office) -> None:
    office.add_reviewer()
    sent = office.takes(office.arrival(f"/start {CODE}", JO), office.arrival(f"/start {CODE}", SAM))
    assert sorted(s.text.partition("\n")[0] for s in sent) == sorted([WELCOME, phrases.NOT_ENROLLED])


def test_a_code_and_a_command_in_one_round(office: Office) -> None:
    office.add_reviewer()
    sent = office.takes(office.arrival(f"/start {CODE}"), office.arrival("/review"))
    assert [s.text.partition("\n")[0] for s in sent] == [WELCOME, phrases.REFERENCE]


@pytest.mark.parametrize(
    "said",
    [
        Opening(),
        Opening("K7M2Q9X4T3AC"),
        Opening("x" * 43),
        Opening("💥"),
        Say(words="K7M2Q9X4T3AC", sent=1),
        Say(words="Hello", sent=1),
        Amend(words="Hello", sent=1),
        Unkept(Media.VOICE),
        Open("review"),
        Begin(),
        Choose("renew", "inv1"),
    ],
)
def test_everybody_else_hears_one_sentence(office: Office, said: Say) -> None:
    office.add_reviewer()
    assert [s.text for s in office.takes(office.said(said))] == [phrases.NOT_ENROLLED]


def test_guessing_is_throttled(office: Office) -> None:
    office.add_reviewer()
    office.takes(*(office.arrival("/start K7M2Q9X4T3AC") for _ in range(10)))
    assert office.does(f"/start {CODE}") == [phrases.NOT_ENROLLED]
    assert office.does(f"/start {CODE}", user=SAM)[0].startswith(WELCOME)


def test_after_an_hour_one_may_guess_again(office: Office) -> None:
    office.add_reviewer()
    office.takes(*(office.arrival("/start K7M2Q9X4T3AC") for _ in range(10)))
    office.later(hours=1, seconds=1)
    assert office.does(f"/start {CODE}")[0].startswith(WELCOME)


def test_words_are_no_guesses(office: Office) -> None:
    office.add_reviewer()
    office.takes(*(office.arrival(deed) for deed in ["Hello", "/start"] * 20))
    assert office.does(f"/start {CODE}")[0].startswith(WELCOME)


def test_whoever_is_enrolled_burns_no_other_code(office: Office) -> None:
    office.enrolled()
    office.add_reviewer("Sam Lee", "B" * 12)
    assert office.does(f"/start {'B' * 12}")[0].startswith(phrases.HELP)
    assert "Sam Lee" in office.does(f"/start {'B' * 12}", user=SAM)[0]


def test_a_reviewer_who_left_is_a_stranger(office: Office) -> None:
    reviewer = office.enrolled()
    office.does("/review", "LDR-1")
    with office.store.begin() as work:
        reviews.remove_reviewer(work, reviewer, office.now)
        work.commit()
    assert office.does("Margaret") == [phrases.NOT_ENROLLED]
    assert office.does(f"/start {CODE}") == [phrases.NOT_ENROLLED]


def test_a_group_is_no_place_for_this(office: Office) -> None:
    office.enrolled()
    assert [s.text for s in office.takes(office.said(Stranger()))] == [phrases.PRIVATE_ONLY]


def test_the_account_is_kept_as_a_hash_and_sealed(office: Office) -> None:
    office.enrolled()
    with office.store.read() as work:
        row = work.execute(reviewers.select()).one()
    assert row.lookup == office.store.vault.hash("reviewer account", JO)
    assert row.enrolment_hash is None
    assert JO.encode() not in row.address
    with office.store.read() as work:
        assert not work.execute(dead_letters.select()).all()


def test_the_lane_is_the_one_of_the_notices(office: Office) -> None:
    reviewer = office.enrolled()
    office.does("/help")
    assert {s.lane for s in office.chat} == {f"reviewers:{reviewer}"}
