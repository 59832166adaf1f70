"""Inviting: nothing is made before the invitee has said yes to a link, and nothing while the review waits or is closed."""

from __future__ import annotations

from dataclasses import replace

from dialogs.inputs import Choose, Say, Yes, parse
from dialogs.invitation import RELATIONSHIPS
from dialogs.languages import name_of
from dialogs.review import ReviewStatus
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.inviting import what_a_draft_means
from dialogs.reviewer_bot.state import Invite, Inviting
from dialogs.text import fill
from tests.dialogs.core import ENGLISH
from tests.dialogs.reviewer_bot.desks import DRAFTS, Reviewer, a_review, an_invitation
from tests.each import each

HELD, CLOSED = ReviewStatus.HELD, ReviewStatus.CLOSED


def test_with_one_review_the_name_is_asked_first_and_then_the_yes() -> None:
    jo = Reviewer(reviews=[a_review()])
    first = "The invitation is for \u2068Margaret\u2069's review, LDR-1."
    assert jo.does("/invite")[0].split("\n\n")[:2] == [first, phrases.INVITEE]
    assert jo.does("Ann")[0].startswith("Has \u2068Ann\u2069 said yes to getting a link?")
    assert jo.buttons == ("yes:agreed", "no:agreed")
    assert jo.does("yes:agreed")[0].startswith("You chose: Yes.\n\nHow did \u2068Ann\u2069 know")
    assert jo.buttons == tuple(f"choose:relationship:{code}" for code in RELATIONSHIPS)
    asked = jo.does("choose:relationship:sister")[0]
    assert asked.startswith("You chose: Sister.\n\nWhich language does \u2068Ann\u2069 want to begin in?")
    assert jo.buttons == ("choose:language:ask", *(f"choose:language:{code}" for code in DRAFTS))
    assert not jo.deeds
    assert jo.does("choose:language:pl")[0].split("\n\n")[1] == (
        "You invite \u2068Ann\u2069, sister, to \u2068Margaret\u2069's review, LDR-1, in Polish (\u2068Polski\u2069)."
    )
    assert jo.buttons == (
        "yes:check",
        "no:check",
        *(f"choose:check:{p}" for p in ("invitee", "relationship", "language")),
    )
    assert not jo.deeds
    told = jo.does("choose:check:language", "choose:language:ask")[0].split("\n\n")[1]
    assert told == (
        "You invite \u2068Ann\u2069, sister, to \u2068Margaret\u2069's review, LDR-1. "
        "The chat asks which language \u2068Ann\u2069 wants."
    )
    jo.does("yes:check")
    assert jo.deeds == [Invite(review="LDR-1", to="Ann", relationship="sister", language=None)]
    assert jo.left.task is None


def test_a_draft_is_marked_where_it_is_picked() -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite", "Ann", "yes", "3")
    assert [label for row in jo.shown[-1].rows for label, _ in row] == [
        "1. Ask the family",
        "2. English",
        "3. \u2068Easy Read English\u2069 (draft)",
        "4. \u2068Cymraeg\u2069, Welsh",
        "5. \u2068Polski\u2069, Polish (draft)",
    ]


@each(
    ("said", "code"),
    [
        ("Mother", "parent"),
        ("his dad", None),
        ("aunt", "family"),
        ("wife.", "partner"),
        ("son", "child"),
        ("sister", "sister"),
    ],
)
def test_a_relationship_is_typed_as_people_say_it(said: str, code: str | None) -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite", "Ann", "yes", said)
    task = jo.left.task
    assert isinstance(task, Inviting)
    assert task.relationship == code


@each(
    ("said", "picked"),
    [
        ("choose:language:ask", None),
        ("1", None),
        ("Ask the family.", None),
        ("choose:language:en_GB@easyread", "en_GB@easyread"),
        ("3", "en_GB@easyread"),
        ("polski", "pl"),
        ("Polish", "pl"),
        ("5. Polski, Polish (draft)", "pl"),
        ("choose:language:cy", "cy"),
    ],
)
def test_a_language_is_pressed_or_typed(said: str, picked: str | None) -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite", "Ann", "yes", "3", said, "yes")
    assert [d.language for d in jo.deeds if isinstance(d, Invite)] == [picked]


@each("said", ["6", "0", "Klingon", "yes", "choose:language:tlh", "choose:language:it"])
def test_no_other_language_is_taken(said: str) -> None:
    """Not one that there is no catalogue for, whatever a button says."""
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite", "Ann", "yes", "3")
    told = jo.takes(parse(said) or Say(words=said, sent=jo.place + 1), jo.place + 1)
    assert told[0].startswith(phrases.CHOOSE_PLEASE)
    assert (jo.left.task, jo.deeds) == (Inviting(review="ldr1", to="Ann", agreed=True, relationship="sister"), [])


@each(
    ("language", "told"),
    [
        ("pl", [phrases.DRAFT.replace("{language}", "Polski"), phrases.DRAFT_TWICE]),
        ("en_GB@easyread", [phrases.DRAFT.replace("{language}", "Easy Read English")]),
    ],
)
def test_what_a_draft_means_is_said_in_two_sentences(language: str, told: list[str]) -> None:
    """Easy Read is English already, so it is not shown twice."""
    assert [fill(text, ENGLISH, {}) for text in what_a_draft_means(language, name_of(language))] == told


def test_a_draft_is_said_to_be_one_before_anything_is_made() -> None:
    jo = Reviewer(reviews=[a_review()])
    for language, drafts in (("Polish", 1), ("Welsh", 0)):
        told = jo.does("/invite", "Ann", "yes", "3", language)[0]
        assert (
            told.count("is a draft translation: nobody has checked it yet.")
            == told.count(phrases.DRAFT_TWICE)
            == drafts
        )
        jo.does("/cancel")


@each("no", ["no:agreed", "2", "no", "No."])
def test_without_the_yes_nothing_is_made(no: str) -> None:
    jo = Reviewer(reviews=[a_review()])
    asked = phrases.ASK_FIRST.replace("{to}", "\u2068Ann\u2069")
    assert jo.does("/invite", "Ann", no) == [f"You chose: No.\n\n{asked}"]
    assert (jo.left.task, jo.deeds) == (None, [])


@each("chosen", ["choose:review:ldr2", "2", "LDR-2", "ldr-2", "ldr 2", "Peg", "LDR-2: Peg"])
def test_with_several_reviews_one_is_chosen(chosen: str) -> None:
    jo = Reviewer(reviews=[a_review(), a_review("LDR-2", person="Peg"), a_review("LDR-9", status=HELD)])
    assert jo.does("/invite") == [f"{phrases.WHICH_REVIEW}\n\nLDR-1: \u2068Margaret\u2069\n\nLDR-2: \u2068Peg\u2069"]
    assert jo.does(chosen)[0].split("\n\n")[:2] == ["You chose: LDR-2: \u2068Peg\u2069.", phrases.INVITEE]
    assert jo.left.task == Inviting(review="ldr2")


def test_a_number_is_a_part_of_a_reference_and_never_the_place_in_the_list() -> None:
    """The lines have no numbers."""
    jo = Reviewer(reviews=[a_review(f"LDR-2026-{n}") for n in (43, 2, 17, 101, 201)])
    assert jo.does("/invite", "4")[0].startswith(phrases.CHOOSE_REVIEW)
    assert jo.does("01")[0].startswith(phrases.CHOOSE_REVIEW)
    assert jo.does("17")[0].startswith("You chose: LDR-2026-17:")


def test_references_that_differ_in_capitals_alone_are_each_what_was_typed() -> None:
    jo = Reviewer(reviews=[a_review("LDR-17"), replace(a_review("ldr-17"), id="other")])
    assert jo.does("/invite", "Ldr-17")[0].startswith(phrases.CHOOSE_REVIEW)
    jo.does("ldr-17")
    assert jo.left.task == Inviting(review="other")


@each("words", ["3", "0", "LDR-3", "yes", "𝟛", "Margaret"])
def test_another_choice_asks_again(words: str) -> None:
    jo = Reviewer(reviews=[a_review(), a_review("LDR-2")])
    assert jo.does("/invite", words)[0].startswith(phrases.CHOOSE_REVIEW)
    assert jo.left.task == Inviting()


def test_each_part_can_be_changed_before_anything_is_made() -> None:
    """Who is another person is asked about anew; an older yes makes nothing."""
    jo = Reviewer(reviews=[a_review(), a_review("LDR-2", person="Peg")])
    jo.does("/invite", "LDR-1", "Ann", "yes", "3", "Polish")
    old = jo.where("yes:check")
    assert (
        jo.does("choose:check:review", "Peg")[0]
        .split("\n\n")[1]
        .startswith("You invite \u2068Ann\u2069, sister, to \u2068Peg")
    )
    assert jo.presses("yes:check", at=old)[0].startswith(phrases.OLD_BUTTON)
    assert jo.does("choose:check:invitee", "Bob")[0].startswith("Has \u2068Bob\u2069 said yes")
    jo.does("yes", "choose:check:relationship", "friend")
    assert not jo.deeds
    jo.does("1")
    assert [(d.review, d.to, d.relationship, d.language) for d in jo.deeds if isinstance(d, Invite)] == [
        ("LDR-2", "Bob", "friend", "pl")
    ]


def test_a_no_at_the_check_makes_nothing() -> None:
    jo = Reviewer(reviews=[a_review()])
    assert jo.does("/invite", "Ann", "yes", "3", "1", "no") == [f"You chose: No.\n\n{phrases.NOT_MADE}"]
    assert (jo.left.task, jo.deeds) == (None, [])


@each(
    ("typed", "reason"),
    [
        ("Ann Thompson 0191 222 3333", phrases.NAME_DATE),
        ("943 476 5919", phrases.NAME_NHS),
        ("Mrs Kowalska", phrases.NAME_TITLE),
        ("Maria Kowalska", phrases.NAME_WHOLE),
    ],
)
def test_what_is_no_first_name_is_refused_where_it_is_typed(typed: str, reason: str) -> None:
    jo = Reviewer(reviews=[a_review()])
    assert jo.does("/invite", typed)[0].startswith(reason)
    jo.does(*(["no"] if reason == phrases.NAME_WHOLE else []), "Maria", "yes", "1", "1", "yes")
    assert [d.to for d in jo.deeds if isinstance(d, Invite)] == ["Maria"]


def test_a_relationship_can_be_typed() -> None:
    for words, code in [("3", "sister"), ("Husband, wife or partner", "partner"), ("friend", "friend")]:
        jo = Reviewer(reviews=[a_review()])
        jo.does("/invite", "Ann", "yes", words, "1", "yes")
        assert [d.relationship for d in jo.deeds if isinstance(d, Invite)] == [code]


def test_a_full_name_is_not_taken() -> None:
    jo = Reviewer(reviews=[a_review()])
    assert jo.does("/invite", "Ann Marie Example")[0].startswith(phrases.NAME_TOO_LONG)
    assert jo.left.task == Inviting(review="ldr1")


def test_the_button_of_a_new_review_begins_its_invitation() -> None:
    jo = Reviewer(reviews=[a_review(), a_review("LDR-2")])
    assert jo.takes(Choose("review", "ldr2"))[0].startswith("You chose: LDR-2:")
    assert jo.left.task == Inviting(review="ldr2")


def test_without_a_review_there_is_nothing_to_invite_to() -> None:
    assert Reviewer().does("/invite") == [phrases.NO_REVIEW]


@each("status", [HELD, CLOSED])
def test_while_no_review_is_open_nobody_is_invited(status: ReviewStatus) -> None:
    jo = Reviewer(reviews=[a_review(status=status)])
    assert jo.does("/invite") == [phrases.NONE_IS_OPEN]
    assert jo.left.task is None


@each(("status", "reason"), [(HELD, phrases.ON_HOLD), (CLOSED, phrases.CLOSED)])
def test_the_button_of_a_review_that_waits_says_so(status: ReviewStatus, reason: str) -> None:
    jo = Reviewer(reviews=[a_review(status=status), a_review("LDR-2")])
    assert jo.takes(Choose("review", "ldr1")) == [reason.replace("{reference}", "LDR-1")]
    assert jo.left.task is None


@each(("status", "reason"), [(HELD, phrases.ON_HOLD), (CLOSED, phrases.CLOSED)])
def test_a_hold_that_comes_in_between_stops_the_invitation(status: ReviewStatus, reason: str) -> None:
    jo = Reviewer(reviews=[a_review()])
    jo.does("/invite", "Ann", "yes", "choose:relationship:sister")
    jo.reviews = [a_review(status=status)]
    assert jo.does("choose:language:ask", "yes:check") == [reason.replace("{reference}", "LDR-1")]
    assert (jo.left.task, jo.deeds) == (None, [])


def test_a_review_of_another_reviewer_is_not_known_here() -> None:
    jo = Reviewer(reviews=[a_review()])
    assert jo.takes(Choose("review", "ldr2")) == [phrases.OLD_BUTTON]
    jo.does("/invite", "Ann", "yes", "3")
    jo.reviews = [a_review("LDR-2")]
    assert jo.does("1", "yes") == [phrases.NOT_YOURS]
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


def test_a_review_that_waits_or_is_closed_says_so_when_it_is_named() -> None:
    held, closed = a_review("LDR-8", status=HELD), a_review("LDR-9", status=CLOSED)
    jo = Reviewer(reviews=[a_review("LDR-1"), a_review("LDR-2"), held, closed], invitations=[an_invitation()])
    for begin in (("/invite",), ("/cancel", "/invitations", "choose:move:inv1")):
        jo.does(*begin)
        assert jo.does("LDR-8")[0].startswith("The review LDR-8 is on hold.")
        assert jo.does("ldr-9")[0].startswith("The review LDR-9 is closed.")
        assert jo.does("LDR-7")[0].startswith(phrases.CHOOSE_REVIEW)


def test_the_first_name_alone_answers_whether_both_words_are_one() -> None:
    jo = Reviewer(reviews=[a_review()])
    assert phrases.CHOOSE_PLEASE in jo.does("/invite", "Ann Smith", "Smith")[0]
    assert "Has \u2068Ann\u2069 said yes" in jo.does("ann.")[0]
    assert phrases.AGE in jo.does("/cancel", "/review", "LDR-7", "Margaret Smith", "Margaret")[0]


def test_who_is_invited_already_is_not_invited_twice_unseen() -> None:
    jo = Reviewer(reviews=[a_review()], invitations=[an_invitation()])
    told = ("yes:agreed", "choose:relationship:sister", "choose:language:ask")
    assert "Somebody called \u2068ANN\u2069 is invited to this review already." in jo.does("/invite", "ANN", *told)[0]
    assert "already" not in jo.does("choose:check:invitee", "Bea", "yes:agreed")[0]
    jo = Reviewer(reviews=[a_review()], invitations=[an_invitation(revoked=True), an_invitation("inv2", "LDR-2")])
    assert "already" not in jo.does("/invite", "Ann", *told)[0]
