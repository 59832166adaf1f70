"""A question in the chat: its options stand on the buttons alone, right below it, short ones two in a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.telegram.buttons import MOST_LETTERS, letters
from bot.telegram.rendering import keyboard, send_message
from dialogs import leder
from dialogs.inputs import Choose, Toggle, data
from dialogs.languages import NAMES
from dialogs.messages import Message, Role, segments
from dialogs.screens import message_at
from dialogs.text import Speech, fill
from locales import speech
from tests.dialogs.core import CoreDriver, fresh, names
from tests.dialogs.tiny import known, press, until
from tests.each import each

REAL = leder.load()
FROM_RIGHT = ("ar", "ur")
Known = tuple[Message, Speech, dict[str, Any]]


def asked(language: str) -> Iterator[Known]:
    """Return every question with options in this language."""
    response = replace(fresh(REAL), language=language, languages=tuple(NAMES))
    for item in REAL.items.values():
        if item.options and not item.options_from:
            yield message_at(REAL, response, item.link_id), speech(language), dict(names(response))


@each("language", NAMES)
def test_an_option_stands_on_its_button_alone_unless_the_button_cuts_it(language: str) -> None:
    for message, how, known_names in asked(language):
        sent = send_message(message, how, known_names, 1)[-1]
        labels = [b["text"] for row in sent["reply_markup"]["inline_keyboard"] for b in row]
        for number, option in enumerate(message.options, 1):
            line = f"{number}. {fill(option, how, known_names)}"
            (label,) = [x for x in labels if x.removeprefix("✓ ") == line]
            assert (line in sent["text"].split("\n")) == (letters(label) > MOST_LETTERS[1]), label


@each("language", NAMES)
def test_nothing_stands_between_the_question_and_its_buttons_but_its_hint(language: str) -> None:
    for message, how, known_names in asked(language):
        shown = segments(message, how, known_names)
        whole = [text for text, role in shown if role in {Role.QUESTION, Role.HINT}]
        text = send_message(message, how, known_names, 1)[-1]["text"]
        left = [x for x in text[text.index(whole[0]) :].split("\n\n") if x not in whole]
        assert all(line[0].isdigit() for x in left for line in x.split("\n")), left


@each("language", NAMES)
def test_short_options_stand_two_in_a_row_and_from_right_to_left_in_one_column(language: str) -> None:
    """The languages of W1 stand each in its own script."""
    pairs = 0
    for message, how, known_names in asked(language):
        options = {data(b.press) for row in message.rows for b in row if isinstance(b.press, Choose | Toggle)}
        for row in keyboard(message.rows, how, known_names)["inline_keyboard"]:
            if row[0]["callback_data"] in options and len(row) > 1:
                pairs += message.prompt != "W1"
                assert all(letters(b["text"]) <= MOST_LETTERS[2] for b in row)
    assert bool(pairs) == (language not in FROM_RIGHT)


def test_a_tick_moves_no_button() -> None:
    """The rows are the same once every option of a question is chosen."""
    driver = until("H2", known())
    lengths = [len(row) for row in shown(driver)]
    press(driver, *(f"toggle:H2:{code}" for code in REAL.items["H2"].codes if code != "none"))
    assert [len(row) for row in shown(driver)] == lengths
    assert 2 in lengths


def shown(driver: CoreDriver) -> list[list[Any]]:
    message = message_at(REAL, driver.response, driver.response.at)
    return list(keyboard(message.rows, speech("en"), names(driver.response))["inline_keyboard"])
