"""What looks alike is alike: each kind of look-alike at each place where something may be typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import Chosen, understand
from dialogs.desk import reading
from dialogs.desk.state import Age
from dialogs.inputs import Say
from dialogs.invitation import code_in
from dialogs.questionnaire import AnswerOption, Item, ItemType
from dialogs.typed import LONGEST, folded, plain_words, usual
from storage.credentials import check_words_in

CHOICE = Item(
    link_id="T",
    section="T",
    type=ItemType.CHOICE,
    text="T?",
    options=(AnswerOption(code="good", text="It’s good"), AnswerOption(code="bad", text="Bad-tempered")),
)
MANY = Item(link_id="T", section="T", type=ItemType.MULTIPLE, text="T?", options=CHOICE.options)

LOOK_ALIKES: dict[str, Callable[[str], str]] = {
    "as it is": lambda w: w,
    "capitals": str.upper,
    "full width": lambda w: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in w),
    "no-break spaces": lambda w: w.replace(" ", "\u00a0"),
    "narrow spaces": lambda w: w.replace(" ", "\u202f"),
    "a new line": lambda w: w.replace(" ", "\n"),
    "long dashes": lambda w: w.replace("-", "\u2013"),
    "no-break dashes": lambda w: w.replace("-", "\u2011"),
    "curly quotes": lambda w: w.replace("'", "\u2019"),
    "primes": lambda w: w.replace("'", "\u2032"),
    "in quotes": lambda w: f"\u201c{w}\u201d",
    "in guillemets": lambda w: f"\u00ab{w}\u00bb",
    "in brackets": lambda w: f"({w})",
    "marks of direction": lambda w: f"\u200e{w}\u200f",
    "isolates": lambda w: f"\u2068{w}\u2069",
    "nothing to see": "\u200b".join,
    "a byte order mark": lambda w: f"\ufeff{w}",
    "a full stop": lambda w: f"{w}.",
    "a full stop of Urdu": lambda w: f"{w}\u06d4",
    "a danda": lambda w: f"{w}\u0964",
    "spaces around": lambda w: f"  {w}\t",
    "Arabic digits": lambda w: w.translate({48 + n: 0x660 + n for n in range(10)}),
    "Urdu digits": lambda w: w.translate({48 + n: 0x6F0 + n for n in range(10)}),
    "Bangla digits": lambda w: w.translate({48 + n: 0x9E6 + n for n in range(10)}),
    "Gujarati digits": lambda w: w.translate({48 + n: 0xAE6 + n for n in range(10)}),
    "Panjabi digits": lambda w: w.translate({48 + n: 0xA66 + n for n in range(10)}),
    "keycaps": lambda w: "".join(f"{c}\ufe0f\u20e3" if c.isdecimal() else c for c in w),
}
PLACES: dict[str, tuple[str, Callable[[str], object], object]] = {
    "a code": ("ABCD-2345-6789", code_in, "ABCD23456789"),
    "check words": ("apple basket", check_words_in, "apple basket"),
    "an option's number": ("2", lambda w: means(CHOICE, w), Chosen(("bad",))),
    "several numbers": ("1, 2", lambda w: means(MANY, w), Chosen(("good", "bad"))),
    "an option's label": ("it's good", lambda w: means(CHOICE, w), Chosen(("good",))),
    "a label with a dash": ("bad-tempered", lambda w: means(CHOICE, w), Chosen(("bad",))),
    "the line of an option": ("2. bad-tempered", lambda w: means(CHOICE, w), Chosen(("bad",))),
    "a reviewer's yes": ("yes", lambda w: reading.decision(Say(words=w, sent=1), "step"), True),
    "an age": ("47", lambda w: reading.age(Say(words=w, sent=1)), Age(47)),
    "an age that is not known": ("i don't know", lambda w: reading.age(Say(words=w, sent=1)), Age(None)),
    "a reviewer's choice": ("2", lambda w: reading.choice(Say(words=w, sent=1), "s", {"a": "A", "b": "B"}), "b"),
}


def means(item: Item, words: str) -> object:
    """What words mean at a question."""
    from datetime import date

    return understand(item, words, today=date(2026, 11, 23))


@pytest.mark.parametrize("how", LOOK_ALIKES)
@pytest.mark.parametrize("where", PLACES)
def test_what_looks_alike_is_alike(where: str, how: str) -> None:
    typed, read, meant = PLACES[where]
    assert read(LOOK_ALIKES[how](typed)) == meant


@pytest.mark.parametrize(
    "typed", ["Apple. basket", "apple, basket", "apple-basket", "apple and basket", "APPLE  BASKET!"]
)
def test_check_words_as_keyboards_write_them(typed: str) -> None:
    assert check_words_in(typed) == "apple basket"


@pytest.mark.parametrize(
    "words", ["1 and 2", "1 i 2", "1 a 2", "1 e 2", "1 y 2", "١ و٢", "1 اور 2", "১ ও ২", "1 & 2", "#1 #2", "(1) (2)"]
)
def test_numbers_with_the_and_of_any_language(words: str) -> None:
    assert means(MANY, words) == Chosen(("good", "bad"))


@pytest.mark.parametrize("words", ["1-2", "1 or 2", "12", "3", "1.5 hours", "2 brothers", "0"])
def test_what_may_mean_something_else_chooses_nothing(words: str) -> None:
    assert not isinstance(means(MANY, words), Chosen)


@given(st.text())
def test_reading_is_settled_at_once(words: str) -> None:
    """Read again, it is the same; and it never fails."""
    for read in (usual, plain_words, folded):
        assert read(read(words)) == read(words) or len(words) * 18 > LONGEST
