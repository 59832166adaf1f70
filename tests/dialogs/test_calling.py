"""At the name of the person who died: nobody is called "I don't know", and a name that was given may be mended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.languages import NAMES
from locales import speech
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import known, press, said, values, write
from tests.each import each

NO_NAME = [
    "I don't know", "I do not know", "i dont know", "not sure", "Not sure.", "no idea", "dunno", "no", "No", "nope", "yes",
    "thank you", "help", "not now", "done", "nie wiem", "nie mam pojęcia", "nu știu", "no lo sé", "مجھے نہیں پتا",
    "আমি জানি না", "لا أعرف", "boh", "no clue", "pause",
]  # fmt: skip


@each("words", NO_NAME)
def test_what_is_no_name_is_never_offered_as_one(words: str) -> None:
    driver = press(write(known(), words), "next:P1")
    assert (driver.response.at, driver.response.people.called) != ("name", words)
    assert "Shall I say" not in "".join(said(driver))


@each("language", NAMES)
@each("label", ["I do not know", "No", "Yes", "Skip", "Rather not say"])
def test_no_label_is_offered_as_a_name_in_any_wording(language: str, label: str) -> None:
    driver = known()
    driver.response = replace(driver.response, language=language)
    write(driver, speech(language).translate(label))
    press(driver, *(["next:P1"] if driver.response.at == "P1" else []))
    assert driver.response.at == "P2"


@pytest.mark.parametrize("words", ["I don't know", "nie wiem", "no idea"])
def test_not_to_know_is_kept_and_offered_as_an_answer(words: str) -> None:
    driver = write(known(), words)
    assert {"next:P1", "unsure:P1"} <= {*driver.reply.messages[0].buttons}
    driver = press(driver, "unsure:P1")
    assert (driver.response.at, values(driver)["P1"]) == ("P2", {"text": [words], "absent": "asked-unknown"})


@pytest.mark.parametrize("words", ["skip", "pass", "skip this question", "pomiń"])
def test_skip_in_words_skips(words: str) -> None:
    driver = write(known(), words)
    assert (driver.response.at, values(driver)["P1"]) == ("P2", {"absent": "skipped"})


def at_name(name: str = "Mags") -> CoreDriver:
    """At "Shall I say Mags?"."""
    return press(write(known(), name), "next:P1")


@each("words", ["skip", "pomiń", "pomiń to", "I don't know", "nie wiem", "not sure", "no"])
def test_the_short_name_is_left_by_skip_not_to_know_and_no(words: str) -> None:
    driver = write(at_name(), words)
    assert (driver.response.at, driver.response.people.called) == ("P2", "")
    assert values(driver)["P1"] == {"text": ["Mags"]}


@pytest.mark.parametrize("words", ["Maggie", "Or Maggie", "ماریہ"])
def test_other_words_join_the_answer_and_no_name_is_taken(words: str) -> None:
    driver = write(at_name(), words)
    assert (driver.response.at, driver.response.people.called) == ("P2", "")
    assert values(driver)["P1"] == {"text": ["Mags", words]}


def test_to_rest_is_no_name_either() -> None:
    driver = write(at_name(), "not now")
    assert (driver.response.at, values(driver)["P1"], values(driver)["note"]) == (
        "name",
        {"text": ["Mags"]},
        {"text": ["not now"]},
    )
