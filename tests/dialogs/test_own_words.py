"""At a closed question an option may be named in one's own words; nothing is read into a longer message."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dialogs import leder
from dialogs.inputs import Begin
from dialogs.leder import ways_of_choosing
from dialogs.response import People
from dialogs.typed import folded
from locales import catalogues, speech
from tests.dialogs.core import CoreDriver, fresh
from tests.dialogs.tiny import AGREEING, agreed, chat, choice, multiple, press, said, text, until, values, write
from tests.each import each

LANGUAGES = sorted(catalogues())


def at_r1(language: str = "en", relationship: str = "") -> CoreDriver:
    """The real interview in this language at "How did you know Margaret?"."""
    people = People(invitee="Ann", person="Margaret", reviewer="Jo Carter", relationship=relationship)
    begun = fresh(language=language, passed=frozenset({"W1"}), languages=(language,), people=people)
    driver = CoreDriver(response=begun, speech=speech)
    driver.take(Begin())
    return until("R1", press(driver, *AGREEING[1:]))


RELATIONS = [
    ("en", "brother", "sibling"), ("en", "Sister", "sibling"), ("en", "his mum", "parent"), ("en", "I'm her mum", "parent"),
    ("en", "I am Margaret's big sister.", "sibling"), ("en", "her support worker", "paid-carer"),
    ("en", "best friend", "friend"),
    ("en", "she was my mum", "child"), ("en", "my son", "parent"),
    ("en", "her auntie", "family"), ("en", "sister in law", "family"),
    ("en_GB@easyread", "im his dad", "parent"), ("pl", "siostra", "sibling"), ("pl", "jestem jej mamą", "parent"),
    ("pl", "moja mama", "child"), ("ro", "sora ei", "sibling"), ("cy", "ei mam", "parent"), ("cy", "chwaer", "sibling"),
    ("ur", "میں اس کی بہن ہوں", "sibling"), ("ur", "ماں", "parent"), ("pa", "ਭਰਾ", "sibling"), ("bn", "আমি তার বোন", "sibling"),
    ("gu", "બહેન", "sibling"), ("ar", "أختها", "sibling"), ("ar", "أنا والدتها", "parent"),
    ("es", "soy su hermana", "sibling"),
    ("pt", "mãe dela", "parent"), ("it", "sono sua sorella", "sibling"),
    ("en", "siostra", "sibling"), ("pl", "sister", "sibling"),
]  # fmt: skip


@each(("language", "words", "code"), RELATIONS)
def test_who_somebody_was_can_be_said_in_words(language: str, words: str, code: str) -> None:
    driver = write(at_r1(language), words)
    assert (values(driver)["R1"], driver.response.at) == ({"codes": [code]}, "R2")


@each(
    "words",
    ["not her mum", "her brother's wife", "I knew her brother", "mum of her friend Tom", "the sister of a nurse there"],
)
def test_a_relation_that_only_stands_in_the_words_is_not_taken(words: str) -> None:
    driver = write(at_r1(), words)
    assert (values(driver)["R1"], driver.response.at) == ({"text": [words]}, "R1")


@pytest.mark.parametrize("words", ["yes", "Yes please", "yeah that's right"])
def test_a_yes_to_what_the_reviewer_told_us_is_that(words: str) -> None:
    driver = write(at_r1(relationship="sister"), words)
    driver = driver if driver.response.at == "R2" else write(driver, "yes")
    assert values(driver)["R1"]["codes"] == ["sibling"]


def test_a_bare_mum_is_what_the_reviewer_told_us() -> None:
    """It may be who somebody is or whom they had; "my mum" is plain."""
    assert values(write(at_r1(relationship="child"), "mum"))["R1"] == {"codes": ["child"]}
    assert values(write(at_r1(relationship="parent"), "mum"))["R1"] == {"codes": ["parent"]}


def closed() -> CoreDriver:
    return chat(choice("A", "yes", "some", "no"), multiple("B", "health", "home", "care"), choice("C", "no", "later"))


ANSWERS = [
    ("yes please", "yes"), ("no thanks", "no"), ("No, thank you", "no"), ("Sometimes", "some"),
    ("not really", "no"), ("never", "no"),
    ("always", "yes"), ("most of the time", "some"),
    ("czasami", "some"), ("nigdy", "no"), ("کبھی کبھی", "some"), ("a veces", "some"),
]  # fmt: skip


@each(("words", "code"), ANSWERS)
def test_a_plain_answer_in_other_words_counts(words: str, code: str) -> None:
    driver = write(closed(), words)
    assert (values(driver)["A"], driver.response.at) == ({"codes": [code]}, "B")


@pytest.mark.parametrize("words", ["ok", "yes the nurse was lovely", "of course"])
def test_what_may_be_a_yes_is_kept_and_asked_about(words: str) -> None:
    driver = write(closed(), words)
    assert (values(driver)["A"], said(driver)[0].split("\n\n")) == (
        {"text": [words]},
        ["Saved.", "Did you mean Yes?", "A?"],
    )
    assert values(write(driver, "yes please"))["A"] == {"codes": ["yes"], "text": [words]}


def test_a_no_to_whether_it_was_meant_is_no_answer() -> None:
    driver = write(closed(), "ok", "no")
    assert (values(driver)["A"], driver.response.at) == ({"text": ["ok", "no"]}, "A")
    assert values(write(driver, "no"))["A"]["codes"] == ["no"]


def test_a_story_at_a_closed_question_is_kept_and_not_guessed_at() -> None:
    words = "She had good days and bad days but at home she was later always glad to see me"
    driver = write(closed(), words)
    assert (values(driver)["A"], "Did you mean" in said(driver)[0]) == ({"text": [words]}, False)


@pytest.mark.parametrize("words", ["health and home", "Home, health", "health, home", "1 and 2"])
def test_several_options_can_be_named(words: str) -> None:
    driver = write(press(closed(), "skip:A"), words)
    assert values(driver)["B"] == {"codes": ["health", "home"]}


def test_several_with_one_unknown_among_them_are_kept_as_words() -> None:
    driver = write(press(closed(), "skip:A"), "health and the weather")
    assert values(driver)["B"] == {"text": ["health and the weather"]}


@pytest.mark.parametrize("words", ["every day", "I saw her every week", "once a month"])
def test_how_often_can_be_said(words: str) -> None:
    driver = write(press(agreed(), "choose:R1:friend"), words)
    assert "R2" in values(driver)


def every_form() -> Sequence[tuple[str, str, str, str]]:
    return [
        (one["language"], group, code, words)
        for one in ways_of_choosing()
        for group, table in one.items()
        if isinstance(table, dict)
        for code, listed in table.items()
        for words in listed
    ]


def test_every_wording_has_its_words_and_none_means_two_things() -> None:
    assert {one["language"] for one in ways_of_choosing()} == {c.partition("_")[0] for c in LANGUAGES}
    seen: dict[tuple[str, str, str], str] = {}
    for language, group, code, words in every_form():
        assert seen.setdefault((language, group, folded(words)), code) == code, words


def test_every_list_is_for_options_that_there_are() -> None:
    items = leder.load().items
    of_relation, of_answer = {*items["R1"].codes}, {"yes", "some", "no"}
    for _, group, code, _ in every_form():
        named = {"relation": of_relation, "answer": of_answer}
        assert code in (named[group] if group in named else {*items[group].codes})


@each("words", ["none", "no", "None.", "no thanks", "nie", "نہیں", "nothing"])
def test_none_of_several_is_chosen_by_a_plain_no(words: str) -> None:
    driver = write(chat(multiple("A", "x", "y", "none"), text("B")), words)
    assert values(driver)["A"] == {"codes": ["none"]}
    assert "codes" not in values(write(chat(multiple("A", "x", "y"), text("B")), words)).get("A", {})
    ticked = write(press(chat(multiple("A", "x", "y", "none"), text("B")), "toggle:A:x"), words)
    assert values(ticked)["A"]["codes"] == (["none"] if words in {"none", "None."} else ["x"]), "what was ticked stays"
