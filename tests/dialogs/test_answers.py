"""What was said is an option, a day, free words or a Rejection; an answer grows by the rules of its kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.answers import Answer, Chosen, Dated, Free, Meaning, Rejection, Words, name_from, understand
from dialogs.inputs import AbsentReason, Channel, Say
from dialogs.phrases import BAD_DATE, NO_SUCH_OPTION, PAST_DATE
from dialogs.questionnaire import Item
from tests.dialogs.core import NOW
from tests.dialogs.tiny import choice, multiple, text, tiny, value
from tests.each import each

TODAY = date(2026, 11, 23)
ITEMS = tiny(
    text("open"),
    {
        **choice("one"),
        "option": [
            {"code": "yes", "text": "Yes"},
            {"code": "poo", "text": "Constipation (hard to poo)"},
            {"code": "and", "text": "Salt and pepper"},
        ],
    },
    multiple("many", *(f"o{n}" for n in range(1, 13)), "none"),
    {"link_id": "day", "type": "date", "text": "When?"},
).items
NONE_OF_THEM = Rejection(NO_SUCH_OPTION)

MEANINGS: list[tuple[str, str, Meaning]] = [
    ("open", "2", Free()),
    ("open", "", Free()),
    ("one", "1", Chosen(("yes",))),
    ("one", " 2. ", Chosen(("poo",))),
    ("one", "2)", Chosen(("poo",))),
    ("one", "٣", Chosen(("and",))),
    ("one", "yes", Chosen(("yes",))),
    ("one", "YES!", Chosen(("yes",))),
    ("one", "Yes.", Chosen(("yes",))),
    ("one", "constipation (HARD to poo)", Chosen(("poo",))),
    ("one", "salt and pepper", Chosen(("and",))),
    ("one", "0", NONE_OF_THEM),
    ("one", "4", NONE_OF_THEM),
    ("one", "-1", NONE_OF_THEM),
    ("one", "1.5", NONE_OF_THEM),
    ("one", "1 2", NONE_OF_THEM),
    ("one", "²", Chosen(("poo",))),
    ("one", "9" * 5000, NONE_OF_THEM),
    ("one", "yes, mostly", NONE_OF_THEM),
    ("one", "", NONE_OF_THEM),
    ("one", "and", NONE_OF_THEM),
    ("many", "1", Chosen(("o1",))),
    ("many", "1, 3 and 12", Chosen(("o1", "o3", "o12"))),
    ("many", "3 1 3", Chosen(("o3", "o1"))),
    ("many", "1&2;3+4", Chosen(("o1", "o2", "o3", "o4"))),
    ("many", "None", Chosen(("none",))),
    ("many", "13", Chosen(("none",))),
    ("many", "1 and 14", NONE_OF_THEM),
    ("many", "1 or 2", NONE_OF_THEM),
    ("many", "o1 o2", NONE_OF_THEM),
    ("day", "2027-03-05", Dated(date(2027, 3, 5))),
    ("day", "today", Dated(TODAY)),
    ("day", "2026-11-22", Rejection(PAST_DATE)),
    ("day", "some day", Rejection(BAD_DATE)),
    ("day", "", Rejection(BAD_DATE)),
]


@each(("link_id", "words", "meaning"), MEANINGS)
def test_what_words_mean(link_id: str, words: str, meaning: Meaning) -> None:
    assert understand(ITEMS[link_id], words, today=TODAY) == meaning


def answer(item: Item = ITEMS["many"], **changes: object) -> Answer:
    begun = Answer(link_id=item.link_id, revision=1, question="?", language="en", channel=Channel.PAGE, answered_at=NOW)
    return replace(begun, **changes)  # type: ignore[arg-type]


TOGGLES: list[tuple[tuple[str, ...], list[tuple[str, bool]], tuple[str, ...]]] = [
    ((), [("o2", True)], ("o2",)),
    (("o2",), [("o2", True)], ("o2",)),
    (("o2",), [("o2", False)], ()),
    ((), [("o2", False)], ()),
    (("o2",), [("o1", True)], ("o1", "o2")),
    (("o1", "o2"), [("none", True)], ("none",)),
    (("none",), [("none", True)], ("none",)),
    (("none",), [("o1", True)], ("o1",)),
    (("none",), [("none", False)], ()),
    (("none",), [("o1", False)], ("none",)),
    ((), [("o1", True), ("none", True), ("o3", True)], ("o3",)),
]


@each(("before", "pressed", "after"), TOGGLES)
def test_none_excludes_the_others(
    before: tuple[str, ...], pressed: list[tuple[str, bool]], after: tuple[str, ...]
) -> None:
    """Codes stay in the order of the options."""
    toggled = answer(codes=before)
    for code, on in pressed:
        toggled = toggled.toggles(ITEMS["many"], code, on)
    assert toggled.codes == after


def test_to_unset_what_is_not_set_changes_nothing() -> None:
    """A press can come late: `none`, then another option, and only then the second tap on `none`."""
    assert answer(codes=("o1", "o2")).toggles(ITEMS["many"], "none", False).codes == ("o1", "o2")


def test_messages_stand_in_the_order_of_the_chat() -> None:
    grown = answer().says(Say(words="second", sent=5)).says(Say(words="third", sent=9)).says(Say(words="first", sent=2))
    assert value(grown) == {"text": ["first", "second", "third"]}


def test_an_edited_message_keeps_its_place() -> None:
    edited = answer(text=(Words(2, "a"), Words(5, "b"))).rewords(Words(2, "A")).rewords(Words(7, "nowhere"))
    assert edited.text == (Words(2, "A"), Words(5, "b"))


ABSENCES: list[tuple[AbsentReason, dict[str, object]]] = [
    (AbsentReason.SKIPPED, {"text": ["but"]}),
    (AbsentReason.UNKNOWN, {"text": ["but"], "absent": "asked-unknown"}),
    (AbsentReason.DECLINED, {"text": ["but"], "absent": "asked-declined"}),
]


@pytest.mark.parametrize(("reason", "after"), ABSENCES)
def test_words_that_skip_overtook_take_its_place(reason: AbsentReason, after: dict[str, object]) -> None:
    """`I do not know` and `rather not say` were meant; a skip before the words arrived was not."""
    assert value(answer().is_absent(reason).says(Say(words="but", sent=2))) == after


@pytest.mark.parametrize("reason", AbsentReason)
def test_absent_excludes_codes_and_dates_and_keeps_words(reason: AbsentReason) -> None:
    full = answer(codes=("o1",), text=(Words(1, "because"),), dates=(TODAY,))
    assert value(full.is_absent(reason)) == {"text": ["because"], "absent": reason}


def test_a_choice_ends_an_absence() -> None:
    assert value(answer().is_absent(AbsentReason.SKIPPED).chooses("o1")) == {"codes": ["o1"]}
    assert value(answer().is_absent(AbsentReason.UNKNOWN).toggles(ITEMS["many"], "o1", True)) == {"codes": ["o1"]}


NAMES: list[tuple[list[str], str | None]] = [
    (["Mags"], "Mags"),
    (["  Mags \n"], "Mags"),
    (["Our Maggie May"], "Our Maggie May"),
    (["{name}"], "{name}"),
    (["מרגלית"], "מרגלית"),
    (["x" * 30], "x" * 30),
    (["x" * 31], None),
    (["she liked being Mags"], None),
    (["Mags\nMaggie"], None),
    (["Mags", "Maggie"], None),
    (["   "], None),
    ([], None),
]


@each(("messages", "name"), NAMES)
def test_a_short_name_is_one_message_of_three_words_and_thirty_characters(
    messages: list[str], name: str | None
) -> None:
    words = tuple(Words(n, m) for n, m in enumerate(messages))
    assert name_from(answer(ITEMS["open"], text=words)) == name


def test_without_an_answer_there_is_no_name() -> None:
    assert name_from(None) is None
