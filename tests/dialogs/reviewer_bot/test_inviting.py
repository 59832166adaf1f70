"""Inviting: nothing is made before the invitee has said yes to a link, and nothing while the review waits or is closed."""

from __future__ import annotations

import pytest

from dialogs.inputs import Choose, Say, Yes, parse
from dialogs.invitation import RELATIONSHIPS
from dialogs.languages import name_of
from dialogs.review import ReviewStatus
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.inviting import what_a_draft_means
from dialogs.reviewer_bot.state import Invite, Inviting
from dialogs.text import fill
from tests.dialogs.core import ENGLISH
from tests.dialogs.reviewer_bot.desks import DRAFTS, Reviewer, a_review
from tests.each import each

HELD, CLOSED = ReviewStatus.HELD, ReviewStatus.CLOSED


def test_with_one_review_the_name_is_asked_first_and_then_the_yes() -> None:
    jo = Reviewer(reviews=[a_review()])
    assert jo.does("/invite")[0].split("\n\n")[:2] == ["The invitation is for the review LDR-1.", phrases.INVITEE]
    assert jo.does("Ann")[0].startswith("Has \u2068Ann\u2069 said yes to getting a link?")
    assert jo.buttons == ("yes:agreed", "no:agreed")
    assert jo.does("yes:agreed")[0].startswith("You chose: Yes.\n\nHow did \u2068Ann\u2069 know")
    assert jo.buttons == tuple(f"choose:relationship:{code}" for code in RELATIONSHIPS)
    asked = jo.does("choose:relationship:sister")[0]
    assert asked.startswith("You chose: Sister.\n\nWhich language does \u2068Ann\u2069 want to begin in?")
    assert jo.buttons == ("choose:language:ask", *(f"choose:language:{code}" for code in DRAFTS))
    assert not jo.deeds
    jo.does("choose:language:ask")
    assert jo.deeds == [Invite(review="LDR-1", to="Ann", relationship="sister", language=None)]
    assert jo.left.task is None


def test_a_draft_is_marked_where_it_is_picked() -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite", "Ann", "yes", "3")
    assert [label for row in jo.shown[-1].rows for label, _ in row] == [
        "1. Ask the family",
        "2. English",
        "3. \u2068Easy Read English\u2069 (draft translation)",
        "4. Cymraeg",
        "5. \u2068Polski\u2069 (draft translation)",
    ]


@each(
    ("said", "picked"),
    [
        ("choose:language:ask", None),
        ("1", None),
        ("Ask the family.", None),
        ("choose:language:en_GB@easyread", "en_GB@easyread"),
        ("3", "en_GB@easyread"),
        ("polski", "pl"),
        ("choose:language:cy", "cy"),
    ],
)
def test_a_language_is_pressed_or_typed(said: str, picked: str | None) -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite", "Ann", "yes", "3", said)
    assert [d.language for d in jo.deeds if isinstance(d, Invite)] == [picked]


@each("said", ["6", "0", "Klingon", "yes", "choose:language:tlh", "choose:language:it"])
def test_no_other_language_is_taken(said: str) -> None:
    """Not one that there is no catalogue for, whatever a button says."""
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite", "Ann", "yes", "3")
    told = jo.takes(parse(said) or Say(words=said, sent=jo.place + 1), jo.place + 1)
    assert told[0].startswith(phrases.CHOOSE_PLEASE)
    assert (jo.left.task, jo.deeds) == (Inviting(review="ldr1", to="Ann", agreed=True, relationship="sister"), [])


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("pl", [phrases.DRAFT.replace("{language}", "Polski"), phrases.DRAFT_TWICE]),
        ("en_GB@easyread", [phrases.DRAFT.replace("{language}", "Easy Read English")]),
    ],
)
def test_what_a_draft_means_is_said_in_two_sentences(language: str, told: list[str]) -> None:
    """Easy Read is English already, so it is not shown twice."""
    assert [fill(text, ENGLISH, {}) for text in what_a_draft_means(language, name_of(language))] == told


@pytest.mark.parametrize("no", ["no:agreed", "2", "no", "No."])
def test_without_the_yes_nothing_is_made(no: str) -> None:
    jo = Reviewer(reviews=[a_review()])
    asked = phrases.ASK_FIRST.replace("{to}", "\u2068Ann\u2069")
    assert jo.does("/invite", "Ann", no) == [f"You chose: No.\n\n{asked}"]
    assert (jo.left.task, jo.deeds) == (None, [])


@pytest.mark.parametrize("chosen", ["choose:review:ldr2", "2", "LDR-2", "ldr-2"])
def test_with_several_reviews_one_is_chosen(chosen: str) -> None:
    jo = Reviewer(reviews=[a_review(), a_review("LDR-2"), a_review("LDR-9", status=HELD)])
    assert jo.does("/invite") == [f"{phrases.WHICH_REVIEW}\n\n1. LDR-1\n2. LDR-2"]
    assert jo.does(chosen)[0].split("\n\n")[:2] == ["You chose: LDR-2.", phrases.INVITEE]
    assert jo.left.task == Inviting(review="ldr2")


@each("words", ["3", "0", "LDR-3", "yes", "𝟛"])
def test_another_choice_asks_again(words: str) -> None:
    jo = Reviewer(reviews=[a_review(), a_review("LDR-2")])
    assert jo.does("/invite", words)[0].startswith(phrases.CHOOSE_PLEASE)
    assert jo.left.task == Inviting()


def test_a_relationship_can_be_typed() -> None:
    for words, code in [("3", "sister"), ("Husband, wife or partner", "partner"), ("friend", "friend")]:
        jo = Reviewer(reviews=[a_review()])
        jo.does("/invite", "Ann", "yes", words, "1")
        assert [d.relationship for d in jo.deeds if isinstance(d, Invite)] == [code]


def test_a_full_name_is_not_taken() -> None:
    jo = Reviewer(reviews=[a_review()])
    assert jo.does("/invite", "Ann Marie Example")[0].startswith(phrases.NAME_TOO_LONG)
    assert jo.left.task == Inviting(review="ldr1")


def test_the_button_of_a_new_review_begins_its_invitation() -> None:
    jo = Reviewer(reviews=[a_review(), a_review("LDR-2")])
    assert jo.takes(Choose("review", "ldr2"))[0].startswith("You chose: LDR-2.")
    assert jo.left.task == Inviting(review="ldr2")


def test_without_a_review_there_is_nothing_to_invite_to() -> None:
    assert Reviewer().does("/invite") == [phrases.NO_REVIEW]


@pytest.mark.parametrize("status", [HELD, CLOSED])
def test_while_no_review_is_open_nobody_is_invited(status: ReviewStatus) -> None:
    jo = Reviewer(reviews=[a_review(status=status)])
    assert jo.does("/invite") == [phrases.NONE_IS_OPEN]
    assert jo.left.task is None


@pytest.mark.parametrize(("status", "reason"), [(HELD, phrases.ON_HOLD), (CLOSED, phrases.CLOSED)])
def test_the_button_of_a_review_that_waits_says_so(status: ReviewStatus, reason: str) -> None:
    jo = Reviewer(reviews=[a_review(status=status), a_review("LDR-2")])
    assert jo.takes(Choose("review", "ldr1")) == [reason.replace("{reference}", "LDR-1")]
    assert jo.left.task is None


@pytest.mark.parametrize(("status", "reason"), [(HELD, phrases.ON_HOLD), (CLOSED, phrases.CLOSED)])
def test_a_hold_that_comes_in_between_stops_the_invitation(status: ReviewStatus, reason: str) -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite", "Ann", "yes", "choose:relationship:sister")
    jo.reviews = [a_review(status=status)]
    assert jo.does("choose:language:ask") == [reason.replace("{reference}", "LDR-1")]
    assert (jo.left.task, jo.deeds) == (None, [])


def test_a_review_of_another_reviewer_is_not_known_here() -> None:
    jo = Reviewer(reviews=[a_review()])
    assert jo.takes(Choose("review", "ldr2")) == [phrases.OLD_BUTTON]
    jo.does("/invite", "Ann", "yes", "3")
    jo.reviews = [a_review("LDR-2")]
    assert jo.does("1") == [phrases.NOT_YOURS]
    assert not jo.deeds


def test_an_older_yes_says_nothing_about_another_person() -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite", "Ann")
    old = jo.where("yes:agreed")
    jo.does("/cancel", "/invite", "Bob")
    assert jo.presses("yes:agreed", at=old)[0].startswith(phrases.OLD_BUTTON)
    assert jo.left.task == Inviting(review="ldr1", to="Bob")


def test_a_yes_before_the_name_is_no_yes() -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite")
    jo.takes(Yes("agreed"))
    assert jo.left.task == Inviting(review="ldr1")
