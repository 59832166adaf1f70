"""The card: a heading, a line for each service with its number whole, a way to write, who listens to who grieves; a way back."""

from __future__ import annotations

import pytest

from bot.telegram.buttons import ALONE, MOST_LETTERS, fitting, letters
from dialogs import helplines, leder, phrases
from dialogs.inputs import Command, Open, Press
from dialogs.languages import EASY_READ, NAMES
from dialogs.messages import ALWAYS, PERSON, Role
from dialogs.numbers import LTR, numbers, pieces
from dialogs.text import Text, fill, say
from dialogs.turn import FlagKind
from locales import speech
from tests.dialogs.core import CoreDriver, names
from tests.dialogs.test_commands import STATES, UNKNOWN
from tests.dialogs.tiny import agreed, known, opened, press, said, write
from tests.each import each

FACTS = leder.programme()
# Letters that one line of a bubble holds on a phone that is 320 pixels wide.
ONE_LINE = 30
BEREAVEMENT = ("cruse", "mencap", "child_bereavement", "child_death")


def test_the_card_has_a_heading_and_a_line_for_each_service() -> None:
    message = press(known(), "help").turn.messages[0]
    assert message.paragraphs[0].role is Role.HEADING
    lines = [p for p in message.paragraphs if p.role is Role.SERVICE]
    called = [[n.name for _, n in pieces(filled(line.text)) if n] for line in lines]
    expected = [[name] for name in helplines.URGENT if name != "relay"]
    assert [c for c in called if c] == [*expected, ["phone"], *([name] for name in BEREAVEMENT)]
    assert any(FACTS["relay"] in filled(line.text) for line in lines)


@each("adult", [True, False])
def test_the_number_for_danger_comes_first(adult: bool) -> None:
    """In the chat and at the foot of a page: before any thanks for something that was perhaps not told."""
    card = helplines.help_card(FACTS, phrases.HELP_NOTE, adult=adult)
    first = [p.text.msgid for p in card.paragraphs[:3]]
    assert first == [phrases.HELP_TITLE, phrases.HELP_DANGER, phrases.HELP_NOBODY]
    assert helplines.ON_EACH_PAGE[:2] == (phrases.HELP_DANGER, phrases.HELP_NOBODY)


@each("language", NAMES)
def test_an_interpreter_can_be_asked_for(language: str) -> None:
    """The lines answer in English: who reads another language is given the English words that ask for it."""
    card = helplines.help_card(FACTS, phrases.HELP_NOTE)
    (told,) = [p for p in card.paragraphs if p.text.msgid == phrases.HELP_INTERPRETER]
    assert told.twice
    shown = fill(told.text, speech(language), FACTS)
    assert FACTS["emergency"] in shown
    assert FACTS["crisis"] in shown
    assert (", please" in shown) == (language not in {"en", EASY_READ})
    unsure = {**FACTS, "crisis": ""}
    assert all(
        p.text.msgid != phrases.HELP_INTERPRETER for p in helplines.help_card(unsure, phrases.HELP_NOTE).paragraphs
    )


def filled(text: Text) -> str:
    driver = CoreDriver()
    return fill(text, speech("en"), names(driver.response))


@each("language", NAMES)
def test_every_number_with_spaces_begins_a_line(language: str) -> None:
    """It fits on one line of the narrowest phone then, and is never broken."""
    how = speech(language)
    message = helplines.help_card(FACTS, phrases.HELP_NOTE, known=True)
    child = helplines.for_a_child(FACTS)
    for paragraph in (*message.paragraphs, *child):
        text = fill(paragraph.text, how, {"reviewer": "Jo"})
        for line in text.split("\n"):
            for at, number in placed(line):
                assert " " not in number or at <= len(LTR), line
                assert len(number) <= ONE_LINE


def placed(line: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for piece, number in pieces(line):
        found += [(at, piece)] if number else []
        at += len(piece)
    return found


def test_numbers_are_found_whole_and_nowhere_else() -> None:
    assert [n.name for _, n in pieces("Call 116 123, 999 or 0808 808 1111.") if n] == [
        "samaritans",
        "emergency",
        "mencap",
    ]
    assert [n for _, n in pieces("1999, 9990, 07700 911123, +44116 123 4") if n] == []
    assert numbers()["samaritans"].link == "tel:116123"
    assert numbers()["shout"].link == "sms:85258?body=SHOUT"
    assert numbers()["phone"].abroad == "+441914980264"
    assert "suicide_bereavement" not in numbers()


@each("state", [s for s in STATES if s not in {"withdrawn", "not them", "declined", "elsewhere", "stopped"}])
def test_the_card_has_a_way_back(state: str) -> None:
    assert "resume" in press(STATES[state](), "help").reply.messages[0].buttons


def test_at_the_end_the_way_back_leads_to_the_last_page() -> None:
    driver = STATES["finished"]()
    assert press(driver, "help", "resume").response.at == "done"
    assert driver.prompts[-1] == "done"


def test_the_last_page_has_help_lines_and_i_need_help_now() -> None:
    driver = STATES["finished"]()
    last = press(driver, "back:done").reply.messages[-1]
    assert [n for n in BEREAVEMENT if FACTS[n] not in last.text] == []
    assert "help" in last.buttons


def test_before_anybody_is_known_the_card_says_of_no_death() -> None:
    told = said(press(opened(), "help"))[0]
    assert ("died" in told, "116 123" in told, "85258" in told) == (False, True, True)


@each("state", [s for s in STATES if s != "withdrawn"])
def test_help_with_a_slash_explains_and_raises_no_flag(state: str) -> None:
    driver = write(STATES[state](), "/help")
    assert (driver.turn.flags, driver.turn.notices) == ((), ())
    assert "999" in said(driver)[0]
    assert state in {*UNKNOWN, "declined", "elsewhere", "stopped"} or driver.reply.messages[0].rows[0][0][1] == "help"


def test_the_explanation_says_how_and_its_first_button_is_help() -> None:
    driver = write(agreed(), "/HELP")
    told = said(driver)[0]
    assert [word for word in ("Next", "Skip", "More", "pause", "change", "stop", "999") if word not in told] == []
    assert driver.reply.messages[0].buttons == ("help", "talk", "resume")


@pytest.mark.promise("reviewer-told")
def test_its_button_raises_the_flag() -> None:
    driver = press(write(agreed(), "/help"), "help")
    assert driver.turn.flags == (FlagKind.HELP,)


def test_a_child_is_comforted_and_the_reviewer_hears_of_the_age() -> None:
    driver = opened("choose:W1:en", "choose:W2:yes")
    for _ in range(4):
        if driver.response.at == "C1":
            break
        press(driver, f"yes:{driver.response.at}")
    press(driver, "choose:C1:no")
    told = said(driver)[0]
    assert [n for n in ("childline", "child_bereavement") if FACTS[n] not in told] == []
    assert "You have not done anything wrong." in told
    assert driver.turn.flags == (FlagKind.UNDER_18,)


@each("language", NAMES)
def test_help_and_talk_are_whole_on_a_narrow_phone(language: str) -> None:
    """Each has a row of its own, and its label fits there."""
    how = speech(language)
    for row in (ALWAYS, PERSON):
        labelled = [[(fill(b.label, how, {}), b.press) for b in row]]
        for group in fitting(labelled):
            assert len(group) == 1 or not {p for _, p in group} & {*ALONE}
            assert all(letters(label) <= MOST_LETTERS[len(group)] for label, _ in group)


@each("language", NAMES)
@each("channel", ["telegram"])
def test_no_label_is_cut_because_it_stands_beside_another(language: str, channel: str) -> None:
    how = speech(language)
    for driver in (
        known(),
        agreed(),
        STATES["check"](),
        STATES["paused"](),
        agreed("open:more"),
        write(known(), "Mags"),
    ):
        for message in driver.turn.messages:
            labelled = [[(fill(b.label, how, names(driver.response)), b.press) for b in row] for row in message.rows]
            for group in fitting(labelled):
                assert len(group) == 1 or all(letters(label) <= MOST_LETTERS[len(group)] for label, _ in group)


def test_a_row_keeps_its_order() -> None:
    row: list[tuple[str, Press]] = [
        ("Talk to a person", Command.TALK),
        ("Language", Open("more")),
        ("I need help now", Command.HELP),
    ]
    assert [b for group in fitting([row]) for b in group] == row


def test_what_the_buttons_are_called() -> None:
    assert (
        fill(say(phrases.CALL, number=numbers()["samaritans"].named), speech("en"), {})
        == "Call \u2066Samaritans 116 123\u2069"
    )
