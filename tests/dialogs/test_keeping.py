"""Words of distress are no answer before the person says so: they wait in the note, and are offered once at their question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dialogs.inputs import AbsentReason
from tests.dialogs.core import SPOKEN, CoreDriver, written_and_read
from tests.dialogs.tiny import chat, choice, multiple, press, revisions, said, text, values, write

WORDS = "I can't go on. She was my whole life."
ITEMS = (text("A"), choice("B"), multiple("C", "x", "y"), text("D"))
OFFER = ["yes:words", "no:words"]


def carried_on(driver: CoreDriver, *messages: str) -> CoreDriver:
    """The conversation after these messages, the first of which stopped the questions, and Carry on."""
    return press(write(driver, *messages), "yes:distress")


def offered(driver: CoreDriver) -> list[str]:
    """The buttons of the offer that are on the screen."""
    return [b for m in driver.reply.messages for b in m.buttons if b in OFFER]


AT: dict[str, Callable[[], CoreDriver]] = {
    "A": lambda: chat(*ITEMS),
    "B": lambda: press(chat(*ITEMS), "skip:A"),
    "C": lambda: press(chat(*ITEMS), "skip:A", "skip:B", "toggle:C:x"),
}


@pytest.mark.parametrize("link_id", AT)
def test_the_question_is_asked_as_it_was_with_an_offer(link_id: str) -> None:
    driver = carried_on(AT[link_id](), WORDS)
    assert (offered(driver), driver.response.at) == (OFFER, link_id)
    (shown,) = said(driver)
    assert (WORDS in shown, "We saved your words as a note." in shown) == (False, True)


@pytest.mark.parametrize("link_id", AT)
def test_the_words_are_put_with_the_question_when_the_person_says_so(link_id: str) -> None:
    driver = carried_on(AT[link_id](), WORDS, "I miss her")
    before = values(driver).get(link_id, {})
    press(driver, "yes:words")
    assert values(driver)[link_id] == {**before, "text": [WORDS, "I miss her"]}
    assert "note" not in values(driver)
    assert revisions(driver, "note") == [(1, {"text": [WORDS, "I miss her"]}, True)]
    assert (driver.prompts[-1], offered(driver)) == (link_id, [])


@pytest.mark.parametrize("link_id", AT)
def test_the_words_stay_a_note_when_the_person_says_so(link_id: str) -> None:
    driver = carried_on(AT[link_id](), WORDS)
    before = values(driver)
    press(driver, "no:words")
    assert (values(driver), driver.prompts[-1], offered(driver)) == (before, link_id, [])


def test_other_notes_stay_where_they_are() -> None:
    driver = press(write(press(chat(text("A")), "skip:A"), "Thank you"), "change:A")
    carried_on(driver, WORDS)
    press(driver, "yes:words")
    assert values(driver)["A"] == {"text": [WORDS]}
    assert [n for _, n, old in revisions(driver, "note") if not old] == [{"text": ["Thank you"]}]


def test_the_words_stand_where_they_were_written() -> None:
    driver = write(chat(*ITEMS), "One.")
    carried_on(driver, WORDS)
    press(write(driver, "Three."), "yes:words")
    assert values(driver)["A"] == {"text": ["One.", WORDS, "Three."]}


@pytest.mark.parametrize("way_on", ["skip:A", "next:A"])
def test_the_offer_ends_with_its_question(way_on: str) -> None:
    driver = press(write(carried_on(chat(*ITEMS), WORDS), "Fine."), way_on)
    assert (driver.response.at, driver.response.offered) == ("B", None)
    press(driver, "change:A")
    assert offered(driver) == []
    press(driver, "yes:words")
    assert values(driver)["note"] == {"text": [WORDS]}


def test_the_offer_lasts_while_the_person_does_something_else() -> None:
    driver = carried_on(chat(*ITEMS), WORDS)
    press(driver, "open:more", "help", "pause", "resume")
    assert offered(driver) == OFFER


def test_words_that_are_the_answer_of_a_choice_choose_it() -> None:
    driver = press(chat(*ITEMS), "skip:A")
    driver.response = replace(driver.response, halted=True)
    press(write(driver, "no"), "yes:distress", "yes:words")
    assert (values(driver)["B"], driver.response.at) == ({"codes": ["no"]}, "C")


def test_a_recording_is_put_with_its_question_too() -> None:
    driver = chat(*ITEMS)
    driver.response = replace(driver.response, decisions={**driver.response.decisions, "voice": "yes"}, halted=True)
    driver.take(driver.words("", attachment=SPOKEN))
    before = values(driver)
    assert list(before) == ["note"]
    press(driver, "yes:distress", "yes:words")
    assert values(driver)["A"] == before["note"]


def test_the_offer_is_written_out_and_read_back() -> None:
    driver = write(chat(*ITEMS), WORDS)
    assert driver.response.offered is not None
    assert written_and_read(driver.response) == driver.response


def test_a_skipped_question_that_is_changed_takes_the_words() -> None:
    driver = carried_on(press(chat(*ITEMS), "skip:A", "change:A"), WORDS)
    press(driver, "yes:words")
    assert values(driver)["A"] == {"text": [WORDS]}
    assert revisions(driver, "A")[0] == (1, {"absent": AbsentReason.SKIPPED}, True)
