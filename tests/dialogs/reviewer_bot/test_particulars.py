"""References, first names, ages and days: what is taken, and what is refused with what to do instead."""

from __future__ import annotations

from datetime import date

from dialogs.answers import Rejection
from dialogs.reviewer_bot import particulars, phrases
from tests.dialogs.reviewer_bot.desks import Reviewer
from tests.each import each

TODAY = date(2026, 11, 30)


@each("written", ["LDR-1", "a", "2026/11/X_3.b", "0" * 64, " LDR-1 ", "12345678", "LDR-2026-000123", "LDR-2026-11-17"])
def test_references(written: str) -> None:
    assert particulars.reference(written, ()) == written.strip()


@each(
    ("reason", "some"),
    [
        (phrases.REFERENCE_FORM, ["", "-1", "x" * 65, "LDR-", "LDR//1", "LDR..1"]),
        (
            phrases.REFERENCE_DATE,
            [
                "12/03/1965",
                "1965-03-12",
                "12.3.65",
                "2026-11-17",
                "12031974",
                "MargaretThompson12031974",
                "MT-19740312",
                "LDR-12-03-1974",
                "LDR/1974/03/12",
                "LDR 12 March 1974",
                "12Mar1974-2",
                "LDR_١٢/٣/١٩٧٤",
            ],
        ),
        (
            phrases.REFERENCE_NHS,
            [
                "943 476 5919",
                "9434765919",
                "943-476-5919",
                "94 34 76 59 19",
                "9 4 3 4 7 6 5 9 1 9",
                "943\u00a0476\u20115919",
                "NHS 943 476 5919",
                "NHS number: 943 476 5919",
                "LDR-943-476-5919",
                "LDR9434765919",
                "485 777 3456",
                "NHS no 485.777.3456",
                "LDR-485-777-3456",
                "٩٤٣ ٤٧٦ ٥٩١٩",
            ],
        ),
        (phrases.REFERENCE_WORD, ["no", "Yes.", "BACK", "stop", "change it", "not known", "nо", "ΝΟ"]),
        (
            phrases.REFERENCE_NAME,
            [
                "Margaret",
                "margaret",
                "MargaretThompson",
                "Margaret Anne Thompson",
                "O'Neil",
                "Małgosia",
                "Маrgaret",
                "ann-bell",
            ],
        ),
    ],
)
def test_what_is_no_reference(reason: str, some: list[str]) -> None:
    assert {w: particulars.reference(w, ()) for w in some} == dict.fromkeys(some, Rejection(reason))


def test_spaces_are_refused_with_the_same_reference_without_them() -> None:
    for written, joined in (("LDR 2026  17", "LDR-2026-17"), ("LDR 2026 / 17", "LDR-2026/17"), ("LDR - 17", "LDR-17")):
        assert particulars.reference(written, ()) == Rejection(phrases.REFERENCE_SPACE, joined)


@each("again", ["LDR-2026-17", "ldr-2026-17", " Ldr-2026-17", "\uff2c\uff24\uff32-2026-17"])
def test_a_reference_is_one_whatever_its_capitals(again: str) -> None:
    there = ["LDR-2026-16", "LDR-2026-17"]
    assert particulars.reference(again, there) == Rejection(phrases.REFERENCE_TAKEN, "LDR-2026-17")
    assert particulars.reference("ldr-2026-18", there) == "ldr-2026-18"


def test_spaces_of_an_old_reference_make_no_other() -> None:
    assert particulars.reference("LDR-7", ["ldr - 7"]) == Rejection(phrases.REFERENCE_TAKEN, "ldr - 7")


@each(
    ("reason", "some"),
    [
        (phrases.NAME_TOO_LONG, ["Margaret Anne Thompson", "Margaret.Anne.Thompson", "x" * 31]),
        (phrases.NAME_DATE, ["Margaret 12/03/1974", "Ann 0191 222 3333", "Margaret2"]),
        (phrases.NAME_NHS, ["943 476 5919", "9434765919", "NHS 943-476-5919"]),
        (phrases.NAME_TITLE, ["Mrs Kowalska", "mr. Smith", "Dr Example", "Pani Kowalska"]),
        (phrases.NAME_LETTERS, ["", "?", "-"]),
        (
            phrases.NAME_WORD,
            [
                "no",
                "Yes.",
                "“No”",
                "y",
                "back",
                "Change",
                "Go back",
                "STOP",
                "cancel that",
                "I don't know",
                "Nо",
                "ѕtор",
                "ΝΟ",
            ],
        ),
    ],
)
def test_what_is_no_first_name(reason: str, some: list[str]) -> None:
    assert {w: particulars.first_name(w) for w in some} == dict.fromkeys(some, Rejection(reason))


def test_a_letter_of_another_alphabet_is_named_by_what_it_looks_like() -> None:
    said = particulars.first_name("М\u0430ria")
    assert isinstance(said, Rejection)
    assert (said.reason, "looks like" in said.signs) == (phrases.NAME_SIGN, True)
    wrong = particulars.reference("LD\u0420-1", ())
    assert isinstance(wrong, Rejection)
    assert "looks like \u2068“P”" in wrong.signs
    for name in ("Марія", "Ελένη", "Noor", "Nona", "Bo", "Backy", "Stopher", "Endri", "Will", "May"):
        assert particulars.first_name(name) == name


def test_two_words_may_be_two_names() -> None:
    full = ["Margaret Thompson", "Margaret.Thompson", "M. Thompson", "Nur Jahan", "ann o'neil"]
    first = ["Margaret", "Mary Ann", "Sarah Jane", "Mary-Ann", "J.", "নাজমা", "مارغريت"]
    assert [w for w in (*full, *first) if particulars.may_be_full(w)] == full
    assert [particulars.first_name_of(w) for w in ("Margaret Ann Example", "Mary Ann", "Peg", "")] == [
        "Margaret",
        "Mary Ann",
        "Peg",
        "",
    ]


@each(("written", "said"), [("943 476 5919", phrases.AGE_NHS), ("12/03/1974", phrases.AGE_DATE)])
def test_what_is_no_age_says_what_to_write(written: str, said: str) -> None:
    assert particulars.age(written) == Rejection(said)
    assert particulars.age("52") == 52
    assert particulars.age("not known") is None


def test_a_day_needs_its_whole_year_and_must_have_been() -> None:
    assert particulars.past_day("5 March 1967", TODAY) == particulars.past_day("5/3/1967", TODAY) == date(1967, 3, 5)
    assert particulars.past_day("5/3/67", TODAY) == Rejection(phrases.DAY_FORM)
    assert particulars.past_day("1 Dec 2026", TODAY) == Rejection(phrases.DAY_TO_COME)


@each(
    ("typed", "reason"),
    [
        (("MargaretThompson12031974",), phrases.REFERENCE_DATE),
        (("LDR-3", "943 476 5919"), phrases.NAME_NHS),
        (("LDR-3", "Mrs Kowalska"), phrases.NAME_TITLE),
        (("LDR-3", "Peg", "943 476 5919"), phrases.AGE_NHS),
    ],
)
def test_what_tells_too_much_is_refused_where_it_is_typed_and_the_rest_stays(
    typed: tuple[str, ...], reason: str
) -> None:
    jo = Reviewer()
    told = jo.does("/review", *typed)[0]
    assert told.startswith(reason)
    assert (phrases.DELETE_IT in told) is (reason in particulars.TELLING)
    asked = ("What is the reference", "What was the first name", "How old was")[len(typed) - 1]
    assert asked in told


def test_a_full_name_is_asked_about_at_once_and_nothing_is_lost() -> None:
    """Also where somebody is invited."""
    jo = Reviewer()
    assert jo.does("/review", "LDR-3", "Margaret Thompson")[0].startswith(phrases.NAME_WHOLE)
    assert jo.does("no")[0].startswith("You chose: No.\n\nWhat was the first name")
    assert jo.does("Mary Bell", "yes")[0].endswith(phrases.AGE_HINT)
    jo.does("52", "yes:E2", "yes:E3", "yes:E4", "yes:E5", "yes:E9", "yes:E10")
    assert "First name: \u2068Mary Bell\u2069" in jo.shown[-1].text
    assert "Thompson" not in repr(jo.left)


def test_each_part_of_a_review_can_be_changed_at_the_check_and_the_rest_stays() -> None:
    jo = Reviewer()
    confirmed = ("yes:E2", "yes:E3", "yes:E4", "yes:E5", "yes:E9", "yes:E10")
    jo.does("/review", "LDR-3", "Peg", "52", *confirmed)
    assert jo.buttons == (
        "yes:check",
        "no:check",
        "choose:check:reference",
        "choose:check:person",
        "choose:check:age",
    )
    old = jo.where("yes:check")
    jo.does("choose:check:person", "Meg")
    assert "First name: \u2068Meg\u2069" in jo.shown[-1].text
    assert jo.presses("yes:check", at=old)[0].startswith(phrases.OLD_BUTTON)
    jo.does("3", "LDR-4")
    assert jo.does("choose:check:age", "17")[0].startswith("The person was under 18")
    jo.does("yes", "yes:check")
    [opened] = jo.deeds
    assert (opened.reference, opened.person, opened.age) == ("LDR-4", "Meg", 17)  # type: ignore[union-attr]  # the one deed
