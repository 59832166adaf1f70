"""The list of all answers: one, by part, in the order of the interview; a follow-up says itself what it asks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from dialogs import leder
from dialogs.answers import NOTE
from dialogs.inputs import Change, Channel
from dialogs.messages import Role
from dialogs.text import fill
from locales import catalogues, speech
from tests.dialogs.core import ENGLISH, CoreDriver, names
from tests.dialogs.tiny import agreed, known, press, said, until, write
from tests.each import each

REAL = leder.load()
FOLLOW_UPS = [i.link_id for i in REAL.questions if i.link_id not in REAL.counted]
EMPTY = {
    *re.findall(
        r"\w+", "and are did for get had has how not that the their there was were what when which with you name"
    )
}
# They say what they ask about in words of their own.
BY_THEMSELVES = {"H7a", "L7a", "R4-what"}


def told() -> CoreDriver:
    """An interview with two answers of health that say the same, asked about after care; where the list stands whole."""
    driver = until("hub")
    driver.response = replace(driver.response, channel=Channel.TERMINAL)
    driver = press(until("L6", press(driver, "open:L")), "choose:L6:no")
    driver = press(write(driver, "The stairs"), "next:L6-what", "open:hub", "open:H", "skip:H1")
    press(driver, "toggle:H2:epilepsy", "toggle:H2:pain", "next:H2", "choose:H3-epilepsy:no")
    press(write(driver, "No nurse"), "next:H3-epilepsy-what", "choose:H3-pain:no")
    return press(write(driver, "No pills"), "next:H3-pain-what")


def words(text: str) -> set[str]:
    """The words that say what a question is about, by how they begin."""
    return {w[:5].lower() for w in re.findall(r"[A-Za-z]{3,}", text)} - EMPTY


def headings(driver: CoreDriver) -> list[str]:
    how = ENGLISH, names(driver.response)
    return [fill(p.text, *how) for p in driver.turn.messages[-1].paragraphs if p.role is Role.HEADING]


@pytest.mark.parametrize("shown", ["change", "/answers", "check"])
def test_the_list_stands_by_part_in_the_order_of_the_interview(shown: str) -> None:
    driver = until("check", told()) if shown == "check" else told()
    driver = (
        write(driver, "/answers") if shown == "/answers" else press(driver, "change") if shown == "change" else driver
    )
    asked = [p for p in driver.turn.messages[-1].paragraphs if p.role is Role.LISTED]
    assert [p.number for p in asked] == [*range(1, len(asked) + 1)]
    assert headings(driver)[:4] == ["Welcome", "About you", "Who they were", "Health"]
    assert len(headings(driver)) == len(set(headings(driver)))
    ids = [str(p.press.link_id) for p in asked if isinstance(p.press, Change)]
    assert ids == [i for i in REAL.items if i in ids]
    buttons = [b for b in driver.reply.messages[-1].buttons if b.startswith("change:")]
    assert buttons == [f"change:{link_id}" for link_id in ids]


def test_a_follow_up_is_listed_by_its_own_words() -> None:
    text = said(press(told(), "change"))[-1]
    assert "What happened with the help for epilepsy or fits?\n\nNo nurse" in text
    assert "What happened with the help for long-lasting pain?\n\nNo pills" in text
    assert "What got in the way of the things \u2068Margaret\u2069 wanted to do?\n\nThe stairs" in text


@each("language", sorted(catalogues()))
def test_every_question_has_a_text_of_its_own(language: str) -> None:
    """Two that read alike cannot be told apart in the list, nor by whoever reads the record."""
    named = Counter(speech(language).translate(i.text) for i in REAL.questions)
    assert [n for n, times in named.items() if times > 1] == []


@each("link_id", FOLLOW_UPS)
def test_a_follow_up_repeats_its_question(link_id: str) -> None:
    """It stands alone: it says again what was asked about, and points at nothing that is not on the screen."""
    item = REAL.items[link_id]
    before = REAL.items[item.enable_when[0].question]
    asked = words(before.text) | {w for o in before.options for w in words(o.text)}
    assert link_id in BY_THEMSELVES or before.gate or words(item.text) & asked, item.text
    assert not re.search(r"\b(?:it|this|these ones|those)\b", item.text), item.text


def test_a_follow_up_that_is_changed_is_asked_in_its_own_words() -> None:
    driver = press(told(), "change:H3-pain-what")
    assert said(driver)[-1].count("What happened with the help for long-lasting pain?") == 1
    assert driver.response.wording.startswith("What happened with the help for long-lasting pain?")


def test_an_old_button_names_the_question_that_it_would_change() -> None:
    driver = press(told(), "choose:H3-pain:yes")
    assert said(driver)[0].startswith(
        "Did \u2068Margaret\u2069 get the right help with long-lasting pain?\n\nYou have answered"
    )


def test_a_number_of_the_list_opens_that_answer() -> None:
    driver = press(until("check", told()))
    listed = [p for p in driver.turn.messages[-1].paragraphs if p.role is Role.LISTED]
    wanted = next(p for p in listed if p.press == Change("H3-pain-what"))
    assert write(driver, str(wanted.number)).response.at == "H3-pain-what"


def test_a_note_stands_last_under_no_part_and_can_be_taken_away() -> None:
    driver = write(until("check", told()), "Thank you")
    press(driver, "change")
    last = [p for p in driver.turn.messages[-1].paragraphs if p.role is Role.LISTED][-1]
    assert (fill(last.text, ENGLISH, {}), last.press) == ("You wrote:", Change(NOTE))


def test_nothing_can_be_changed_in_a_list_to_read_after_the_end() -> None:
    driver = write(press(told(), "stop"), "/answers")
    assert [p.press for p in driver.turn.messages[-1].paragraphs if p.press] == []
    assert driver.turn.messages[-1].rows == ()


@pytest.mark.parametrize("driver", [agreed(), known()], ids=["agreed", "known"])
def test_the_list_is_there_from_the_first_answer_on(driver: CoreDriver) -> None:
    assert headings(press(driver, "change"))[0] == "Welcome"
