"""Opening a review: one thing after the other, each confirmed by itself, nothing opened before the last yes."""

from __future__ import annotations

from dialogs.answers import Rejection
from dialogs.inputs import Absent, AbsentReason, Say
from dialogs.reviewer_bot import particulars, phrases, reading
from dialogs.reviewer_bot.opening import REFUSED
from dialogs.reviewer_bot.state import Age, OpenReview
from tests.dialogs.reviewer_bot.desks import CONFIRMED, TOLD, Reviewer, a_review
from tests.each import each


def test_a_review_is_opened_step_by_step() -> None:
    jo = Reviewer()
    assert jo.does("/review") == [f"{phrases.REFERENCE}\n\n{phrases.REFERENCE_HINT}"]
    assert jo.does("LDR-2026/17") == [f"{phrases.PERSON}\n\n{phrases.FIRST_NAME_HINT}"]
    assert jo.does("Margaret") == [f"{phrases.AGE}\n\n{phrases.AGE_HINT}"]
    assert "unsure:age" in jo.buttons
    jo.does("47")
    for code, confirmed in zip(("E2", "E3", "E4", "E5", "E9", "E10"), CONFIRMED, strict=True):
        assert jo.buttons == (f"yes:{code}", f"no:{code}")
        assert not jo.deeds
        jo.does(confirmed)
    assert jo.shown[0].text.split("\n\n")[:4] == [
        "You chose: Yes.",
        "Please check what you told us.",
        "Reference: LDR-2026/17",
        "First name: \u2068Margaret\u2069",
    ]
    assert not jo.deeds
    assert jo.does("yes:check") == ["You chose: Yes.\n\nThe review LDR-2026/17 is open."]
    codes = ("E2", "E3", "E4", "E5", "E9", "E10")
    assert jo.deeds == [OpenReview(reference="LDR-2026/17", person="Margaret", age=47, confirmed=codes)]
    assert jo.buttons == ("choose:review:ldr202617",)


def test_everything_can_be_typed() -> None:
    jo = Reviewer()
    jo.does("/review", "LDR-3", "Peg", "not known", "1", "yes", "Yes.", "Y", "1", "YES", "1", "1")
    assert isinstance(jo.deeds[0], OpenReview)
    assert (jo.deeds[0].age, jo.deeds[0].confirmed[0]) == (None, "age-unknown")


@each(("age", "code"), [("17", "under-18"), ("4", "under-18"), ("unsure:age", "age-unknown")])
def test_a_warning_comes_first_and_is_kept(age: str, code: str) -> None:
    jo = Reviewer()
    jo.does("/review", "LDR-3", "Peg", age)
    assert jo.buttons == (f"yes:{code}", f"no:{code}")
    jo.does(f"yes:{code}", *CONFIRMED, "yes:check")
    assert isinstance(jo.deeds[0], OpenReview)
    assert jo.deeds[0].confirmed == (code, "E2", "E3", "E4", "E5", "E9", "E10")


@each("age", ["3", "0", "3 years old"])
def test_below_the_minimum_nothing_is_opened_and_the_age_can_be_mended(age: str) -> None:
    jo = Reviewer()
    assert jo.does("/review", "LDR-3", "Peg", age)[0].startswith(phrases.TOO_YOUNG.replace("{minimum}", "4"))
    jo.does("yes", *CONFIRMED, "yes:check")
    assert not jo.deeds
    jo.does("47", *CONFIRMED, "yes:check")
    assert [d.age for d in jo.deeds if isinstance(d, OpenReview)] == [47]


def test_an_inquest_opens_a_review_on_hold() -> None:
    """It is asked about, and what was told before stays."""
    jo = Reviewer()
    jo.does("/review", "LDR-3", "Peg", "47", "yes:E2", "yes:E3")
    assert jo.does("no:E4")[0].startswith(f"You chose: No.\n\n{phrases.OPEN_AS_HELD}")
    jo.does("yes", "yes:E5", "yes:E9", "yes:E10")
    assert phrases.CHECK_HELD in jo.shown[-1].text
    told = phrases.OPENED_HELD.replace("{reference}", "LDR-3")
    assert jo.does("yes:check") == [f"You chose: Yes.\n\n{told}"]
    [deed] = jo.deeds
    assert deed == OpenReview(
        reference="LDR-3", person="Peg", age=47, confirmed=("E2", "E3", "E5", "E9", "E10"), held=True
    )


@each("code", ["E2", "E3", "E4", "E5", "E9", "E10"])
def test_a_no_opens_nothing_and_says_what_to_do(code: str) -> None:
    jo = Reviewer()
    before = [c for c in CONFIRMED if int(c.rpartition("E")[2]) < int(code[1:])]
    jo.does("/review", "LDR-3", "Peg", "47", *before)
    if code == "E4":
        jo.does("no:E4")
    assert jo.does(f"no:{code}") == [f"You chose: No.\n\n{REFUSED[code]}"]
    assert jo.does("thank you") == [REFUSED[code]]
    assert not jo.deeds


@each("code", ["E2", "E3", "E4", "E5", "E9", "E10"])
@each("again", ["choose:refused:again", phrases.ASK_AGAIN.lower(), "1"])
def test_a_no_that_was_a_slip_is_asked_again_and_loses_nothing(code: str, again: str) -> None:
    jo = Reviewer()
    before = [c for c in CONFIRMED if int(c.rpartition("E")[2]) < int(code[1:])]
    jo.does("/review", "LDR-3", "Peg", "47", *before, *(["no:E4"] if code == "E4" else []), f"no:{code}")
    jo.does(again, *CONFIRMED[len(before) :], "yes:check")
    [deed] = jo.deeds
    assert deed == OpenReview(
        reference="LDR-3", person="Peg", age=47, confirmed=("E2", "E3", "E4", "E5", "E9", "E10"), held=False
    )


@each(("age", "code"), [("17", "under-18"), ("unsure:age", "age-unknown")])
def test_a_no_to_a_warning_opens_nothing(age: str, code: str) -> None:
    jo = Reviewer()
    assert jo.does("/review", "LDR-3", "Peg", age, f"no:{code}") == [f"You chose: No.\n\n{REFUSED[code]}"]
    assert not jo.deeds


def test_a_no_to_the_check_opens_nothing() -> None:
    jo = Reviewer()
    assert jo.does("/review", *TOLD, "no:check") == [f"You chose: No.\n\n{phrases.NOT_OPENED}"]
    assert (jo.left.task, jo.deeds) == (None, [])


def test_a_reference_that_is_taken_is_refused() -> None:
    jo = Reviewer(reviews=[a_review("LDR-1")])
    assert jo.does("/review", "ldr-1")[0].startswith(phrases.REFERENCE_TAKEN.replace("{signs}", "LDR-1"))
    assert jo.does("LDR-2")[0].startswith(phrases.PERSON)


def test_a_reference_that_was_taken_meanwhile_is_asked_anew_and_the_rest_stays() -> None:
    jo = Reviewer()
    jo.does("/review", *TOLD)
    jo.taken = frozenset({TOLD[0]})
    assert jo.does("yes:check")[0].startswith(phrases.REFERENCE_TAKEN.replace("{signs}", TOLD[0]))
    assert not jo.deeds
    jo.does("LDR-18", "yes:check")
    assert [d.reference for d in jo.deeds if isinstance(d, OpenReview)] == ["LDR-18"]


@each(
    ("written", "signs"),
    [
        ("LDR#1", "\u2068“#”\u2069"),
        ("é", "\u2068“é”\u2069"),
        ("L@R#1 x", "\u2068“@”\u2069 or \u2068“#”\u2069 or a space"),
        ("LDR\u200d1", "a sign that cannot be seen"),
        ("LDR\ue0001", "a sign that cannot be shown"),
    ],
)
def test_a_sign_that_no_reference_has_is_named(written: str, signs: str) -> None:
    assert particulars.reference(written, ()) == Rejection(phrases.REFERENCE_SIGN, signs)


@each(
    ("written", "signs"),
    [
        ("Ann@home", "\u2068“@”\u2069"),
        ("Ann&Jo", "\u2068“&”\u2069"),
        ("Ann \U0001f339", "\u2068“\U0001f339”\u2069"),
        ("A/B", "\u2068“/”\u2069"),
        ("<Peg>", "\u2068“<”\u2069 or \u2068“>”\u2069"),
        ("Ann\ue000", "a sign that cannot be shown"),
    ],
)
def test_a_sign_that_no_first_name_has_is_named(written: str, signs: str) -> None:
    assert particulars.first_name(written) == Rejection(phrases.NAME_SIGN, signs)


def test_ten_digits_that_are_no_nhs_number_are_a_reference() -> None:
    assert particulars.reference("9434765918", ()) == "9434765918"


@each("written", ["Margaret", "Mary Ann", "O'Neil", "Jean-Luc", "مارغريت", "J.", "  Peg ", "নাজমা"])
def test_first_names(written: str) -> None:
    assert particulars.first_name(written) == written.strip()


@each(
    ("written", "years"),
    [("47", 47), (" 47. ", 47), ("47 years", 47), ("47 Years Old", 47), ("0", 0), ("120", 120), ("٤٧", 47)],
)
def test_ages(written: str, years: int) -> None:
    assert reading.age(Say(words=written, sent=1)) == Age(years)


@each("written", ["Not known", "unknown", "I don’t know.", "?"])
def test_an_age_that_is_not_known(written: str) -> None:
    assert reading.age(Say(words=written, sent=1)) == Age(None)


def test_not_known_is_a_button_of_its_own() -> None:
    assert reading.age(Absent("age", AbsentReason.UNKNOWN)) == Age(None)
    assert reading.age(Absent("age", AbsentReason.DECLINED)) == Rejection(phrases.OLD_BUTTON)
    assert reading.age(Absent("P2", AbsentReason.UNKNOWN)) == Rejection(phrases.OLD_BUTTON)


@each(
    ("written", "reason"),
    [
        ("12/03/1965", phrases.AGE_DATE),
        ("12 March 1965", phrases.AGE_DATE),
        ("born in March 1965", phrases.AGE_DATE),
        ("1965-03-12", phrases.AGE_DATE),
        ("1965", phrases.AGE_DATE),
        ("12031965", phrases.AGE_DATE),
        ("12th of Mar", phrases.AGE_DATE),
        ("about fifty", phrases.AGE_FORM),
        ("121", phrases.AGE_FORM),
        ("-3", phrases.AGE_FORM),
        ("47.5", phrases.AGE_FORM),
        ("", phrases.AGE_FORM),
    ],
)
def test_what_is_no_age(written: str, reason: str) -> None:
    assert reading.age(Say(words=written, sent=1)) == Rejection(reason)


def test_what_was_refused_is_not_repeated_and_not_kept() -> None:
    jo = Reviewer()
    jo.does("/review", "LDR-1", "Margaret Ann Featherstone")
    assert "Featherstone" not in "".join(m.text for m in jo.shown)
    assert "Featherstone" not in repr(jo.left)
