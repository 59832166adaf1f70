"""What looks alike is alike: each kind of look-alike at each place where something may be typed, in each language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import Chosen, named, understand
from dialogs.days import parse_date
from dialogs.inputs import Absent, AbsentReason, Change, Command, Next, Say
from dialogs.invitation import code_in, token_in
from dialogs.languages import NAMES
from dialogs.meaning import Guess, goes_on, is_adult, yes_or_no
from dialogs.phrases import NO, YES
from dialogs.questionnaire import AnswerOption, Item, ItemType
from dialogs.reviewer_bot import particulars, reading
from dialogs.reviewer_bot.state import Age
from dialogs.slash import command_in
from dialogs.spoken import LABELS, in_english
from dialogs.typed import LONGEST, bare, folded, name_in, plain_words, usual
from locales import speech, spoken
from storage.keys.credentials import check_words_in, id_in, may_be_check_words
from tests.dialogs.look_alikes import CAPITALS, LOOK_ALIKES
from tests.each import each

TODAY = date(2026, 11, 23)
MARCH = date(2027, 3, 5)
CHOICE = Item(
    link_id="T",
    section="T",
    type=ItemType.CHOICE,
    text="T?",
    options=(AnswerOption(code="good", text="It’s good"), AnswerOption(code="bad", text="Bad-tempered")),
)
MANY = Item(link_id="T", section="T", type=ItemType.MULTIPLE, text="T?", options=CHOICE.options)
TOKEN = "aB3-" * 10 + "xyz"


def means(item: Item, words: str) -> object:
    """What words mean at a question."""
    return understand(item, words, today=TODAY)


def said(words: str) -> Say:
    """A message of these words."""
    return Say(words=words, sent=1)


def lower(found: object) -> object:
    """A name or a reference without its capitals; anything else as it is."""
    return found.casefold() if isinstance(found, str) else found


PLACES: dict[str, tuple[str, Callable[[str], object], object]] = {
    "a code": ("ABCD-2345-6789", code_in, "ABCD23456789"),
    "check words": ("apple basket", check_words_in, "apple basket"),
    "a command": ("/stop", command_in, (Command.STOP, "")),
    "a command with a number": ("/change 3", command_in, (Change("3"), "")),
    "a command at a question": ("/skip", command_in, (Absent("", AbsentReason.SKIPPED), "")),
    "the way on": ("/next", command_in, (Next(""), "")),
    "an option's number": ("2", lambda w: means(CHOICE, w), Chosen(("bad",))),
    "several numbers": ("1, 2", lambda w: means(MANY, w), Chosen(("good", "bad"))),
    "an option's label": ("it's good", lambda w: means(CHOICE, w), Chosen(("good",))),
    "a label with a dash": ("bad-tempered", lambda w: means(CHOICE, w), Chosen(("bad",))),
    "the line of an option": ("2. bad-tempered", lambda w: means(CHOICE, w), Chosen(("bad",))),
    "a button's label": ("i don't know", lambda w: bool(in_english().labels_in(w)), True),
    "a cry for help": ("i need help", lambda w: bool(in_english().asked(w)), True),
    "a yes in words": ("yes", lambda w: yes_or_no(w, "en"), Guess("yes", sure=True)),
    "the way on in words": ("go on", lambda w: goes_on(w, "en"), True),
    "the way on by its number": ("1", lambda w: goes_on(w, "en"), True),
    "an age of one's own": ("47", is_adult, Guess("yes")),
    "a day": ("5 march 2027", lambda w: parse_date(w, today=TODAY), MARCH),
    "a day in numbers": ("5/3/2027", lambda w: parse_date(w, today=TODAY), MARCH),
    "a day with dashes": ("5-3-2027", lambda w: parse_date(w, today=TODAY), MARCH),
    "the name at P1": ("ann-may o'neil", lambda w: lower(name_in(w)), "ann-may o'neil"),
    "a reviewer's yes": ("yes", lambda w: reading.decision(said(w), "step"), True),
    "a reviewer's no by its line": ("2. no", lambda w: reading.decision(said(w), "step"), False),
    "an age": ("47", lambda w: reading.age(said(w)), Age(47)),
    "an age in years": ("47 years old", lambda w: reading.age(said(w)), Age(47)),
    "an age that is not known": ("i don't know", lambda w: reading.age(said(w)), Age(None)),
    "a reviewer's choice": ("2", lambda w: reading.choice(said(w), "s", {"a": "A", "b": "B"}), "b"),
    "a reviewer's choice by its line": ("2. b c", lambda w: reading.choice(said(w), "s", {"a": "A", "b": "B C"}), "b"),
    "a first name": ("ann-may o'neil", lambda w: lower(particulars.first_name(w)), "ann-may o'neil"),
    "a reference": ("ldr-2026-1", lambda w: lower(particulars.reference(w, ())), "ldr-2026-1"),
    "an id": ("0a1b2c3d4e5f", id_in, "0a1b2c3d4e5f"),
}


@each("how", LOOK_ALIKES)
@each("where", PLACES)
def test_what_looks_alike_is_alike(where: str, how: str) -> None:
    typed, read, meant = PLACES[where]
    assert read(LOOK_ALIKES[how](typed)) == meant


@each("how", sorted(LOOK_ALIKES.keys() - CAPITALS))
def test_a_link_however_it_was_copied(how: str) -> None:
    assert token_in(LOOK_ALIKES[how](f"https://interview.example.org/i/{TOKEN}")) == TOKEN


@each("language", sorted(NAMES))
def test_a_label_of_every_language_however_it_is_typed(language: str) -> None:
    known, translate = spoken(language), speech(language).translate
    missed = [
        (how, label)
        for label in LABELS
        for how, write in LOOK_ALIKES.items()
        if label not in known.labels_in(write(translate(label).replace("{number}", "12")))
    ]
    assert missed == []


@each("language", sorted(NAMES))
def test_an_option_of_every_language_however_it_is_typed(language: str) -> None:
    shown = [speech(language).translate(label) for label in (YES, NO)]
    wording = "\n".join(f"{n}. {label}" for n, label in enumerate(shown, 1))
    missed = [
        (how, typed)
        for code, n in (("good", 1), ("bad", 2))
        for typed in (shown[n - 1], f"{n}. {shown[n - 1]}", f"{n}) {shown[n - 1]}")
        for how, write in LOOK_ALIKES.items()
        if named(CHOICE, write(typed), wording) != (code,)
    ]
    assert missed == []


DAYS = {
    "en": "5 march", "en_GB@easyread": "5 march", "cy": "5 mawrth", "pl": "5 marca", "ro": "5 martie", "pa": "5 ਮਾਰਚ",
    "ur": "5 مارچ",
    "pt": "5 de março", "es": "5 de marzo", "ar": "5 مارس", "bn": "5 মার্চ", "gu": "5 માર્ચ", "it": "5 marzo",
}  # fmt: skip


@each("language", sorted(NAMES))
def test_a_day_of_every_language_however_it_is_typed(language: str) -> None:
    missed = [how for how, write in LOOK_ALIKES.items() if parse_date(write(DAYS[language]), today=TODAY) != MARCH]
    assert missed == []


SMILES = ["{} 🙂", "{}🙏🏽", "🌸 {}", "{} ❤️", "👩\u200d👧 {}", "{} 👍.", "({} 🙂)", "✅ {} ✅"]
# A name with a picture is refused at the desk, and the picture named; behind a command it is words.
UNSMILING = (
    "command",
    "skip",
    "the way on",
    "first name",
    "reference",
    "name at P1",
    "yes in words",
    "age of one's own",
)


@each("smile", SMILES)
@each("where", [w for w in PLACES if not any(u in w for u in UNSMILING) and "at a question" not in w])
def test_a_picture_beside_it_changes_nothing(where: str, smile: str) -> None:
    typed, read, meant = PLACES[where]
    assert read(smile.format(typed)) == meant


@each("typed", ["2 👎", "2 ❌", "🤷 2", "2 🤔", "good 🚫", "2 ❓", "🙅🏽 2"])
def test_a_picture_that_says_something_is_not_left_out(typed: str) -> None:
    assert not isinstance(means(CHOICE, typed), Chosen)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("🙂 yes", Guess("yes")), ("🌸 No", Guess("no")), ("👎 yes", Guess("no", whole=False)), ("🙂", None)],
)
def test_a_picture_before_a_yes_is_asked_about(typed: str, meant: Guess | None) -> None:
    assert yes_or_no(typed, "en") == meant


@each("typed", ["🆘", "🆘🆘", "🆘 help", "SOS", "ＳＯＳ", "s.o.s."])
def test_a_cry_for_help_in_one_sign(typed: str) -> None:
    assert in_english().asked(typed)


@each(
    "typed",
    ["option 2", "Number 2.", "my answer is 2", "opcja 2", "número 2", "Bad tempered", "bad–tempered", "2 - Bad-tempered",
     "2: bad-tempered", "(2) Bad-tempered", "2.Bad-tempered", "bád tempered", "② – Bad‑tempered"],
)  # fmt: skip
def test_an_option_in_other_signs(typed: str) -> None:
    assert means(CHOICE, typed) == Chosen(("bad",))


@each("typed", ["its good", "Its Good!", "It´s good", "1 – it’s good", "1) Its good"])
def test_an_option_without_its_apostrophe(typed: str) -> None:
    assert means(CHOICE, typed) == Chosen(("good",))


@each("typed", ["answer 9", "option", "number two hundred", "2 - worse", "no 2", "option 2 or 3"])
def test_what_names_no_option_chooses_none(typed: str) -> None:
    assert not isinstance(means(CHOICE, typed), Chosen)


def test_labels_that_differ_in_signs_alone_are_told_apart() -> None:
    near = Item(
        link_id="T",
        section="T",
        type=ItemType.CHOICE,
        text="T?",
        options=(AnswerOption(code="a", text="Re-cover"), AnswerOption(code="b", text="Re cover")),
    )
    assert [means(near, words) for words in ("re-cover", "re cover")] == [Chosen(("a",)), Chosen(("b",))]


@each(
    "typed",
    ["Apple. basket", "apple, basket", "apple-basket", "apple and basket", "APPLE  BASKET!", "applebasket", "AppleBasket",
     "1. apple\n2. basket", "① apple ② basket", "My words are apple basket", "words: apple, basket", "apple then basket",
     "apple basket thank you", "apple / basket", "“apple” “basket”", "apple_basket", "it's apple, and it's basket"],
)  # fmt: skip
def test_check_words_as_keyboards_write_them(typed: str) -> None:
    assert check_words_in(typed) == "apple basket"


@each("typed", ["basket apple", "apple", "apple basket spoon", "apple chair", "a spoonful of apples"])
def test_other_check_words_are_others(typed: str) -> None:
    assert check_words_in(typed) != "apple basket"


@pytest.mark.parametrize(
    ("typed", "may"), [("apple basket", True), ("apple", True), ("She had a spoon in the garden", False), ("", False)]
)
def test_a_story_with_two_check_words_in_it_is_a_story(typed: str, *, may: bool) -> None:
    """For somebody who has another conversation: only words of the list, and nothing else, may be a try."""
    assert may_be_check_words(typed) is may


ANDS = ["and", "&", "+", "a", "ac", "i", "oraz", "și", "ਅਤੇ", "اور", "e", "y", "و", "এবং", "ও", "અને", "ed"]


@each("between", ANDS)
def test_the_and_of_any_language_between_check_words(between: str) -> None:
    assert check_words_in(f"apple {between} basket") == "apple basket"


@each("between", ANDS)
def test_the_and_of_any_language_between_numbers(between: str) -> None:
    assert means(MANY, f"1 {between} 2") == Chosen(("good", "bad"))


@each("words", ["١ و٢", "#1 #2", "(1) (2)", "1 / 2", "1،2", "1۔ 2۔", "১। ২।", "❶ ❷"])
def test_numbers_with_other_signs_between(words: str) -> None:
    assert means(MANY, words) == Chosen(("good", "bad"))


@each("words", ["1-2", "1 or 2", "12", "3", "1.5 hours", "2 brothers", "0", "1%", "-1", "1 @ 2"])
def test_what_may_mean_something_else_chooses_nothing(words: str) -> None:
    assert not isinstance(means(MANY, words), Chosen)


@each(
    ("typed", "kept"),
    [
        ("Maggie.", "Maggie"),
        ("“Maggie”!", "Maggie"),
        ("Maggie (Mags)", "Maggie (Mags)"),
        ("(Mags)", "Mags"),
        ("J.R.", "J.R."),
        ("Mary J.", "Mary J."),
        ("O\u2019Neil", "O'Neil"),
        ("Zoe\u0308", "Zoë"),
        ("'Ann'", "Ann"),
        ("Lizzie\u200b", "Lizzie"),
        ("می\u200cنا", "می\u200cنا"),
        ("Dr. Jo Carter (nurse)", "Dr. Jo Carter (nurse)"),
    ],
)
def test_a_name_is_kept_as_it_is_but_for_what_stands_around_it(typed: str, kept: str) -> None:
    assert name_in(typed) == kept


@given(st.text())
def test_reading_is_settled_at_once(words: str) -> None:
    """Read again, it is the same; and it never fails."""
    for read in (usual, plain_words, folded, bare, name_in):
        assert read(read(words)) == read(words) or len(words) * 18 > LONGEST
