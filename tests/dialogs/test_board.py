"""In a chat a long list of answers is a board: a button a part, each opens in its place, and a change comes back to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.telegram.buttons import MOST_LETTERS, letters
from bot.telegram.channel import TelegramChannel
from dialogs import asides, leder
from dialogs.board import MOST
from dialogs.inputs import Change, Channel, Command
from dialogs.languages import NAMES
from dialogs.messages import Message, Role
from dialogs.screens import message_at
from dialogs.text import fill
from locales import speech
from tests.dialogs.core import CoreDriver, names
from tests.dialogs.tiny import on, press, said, until, values, write

REAL = leder.load()
LONGEST = 4096


def changes(message: Message) -> list[str]:
    return [str(p.press.link_id) for p in message.paragraphs if isinstance(p.press, Change)]


def opened(driver: CoreDriver, button: str) -> Message:
    shown = press(driver, button).turn.repaint
    assert shown is not None
    return shown


def test_the_check_is_one_short_message_with_a_button_a_part_and_i_have_finished_first() -> None:
    (message,) = until("check").turn.messages[-1:]
    assert message.paragraphs[-1].role is Role.PLAIN
    assert [p for p in message.paragraphs if p.role is Role.LISTED] == []
    buttons = until("check").reply.messages[-1].buttons
    assert buttons[0] == "send:check"
    assert [b for b in buttons if b.startswith("change:")] == []
    assert len(said(until("check"))[-1]) < LONGEST // 4


def test_the_parts_hold_every_answer_once_and_at_most_twelve_each() -> None:
    driver = until("check")
    pieces = [b for b in driver.reply.messages[-1].buttons if b.startswith("open:answers-")]
    listed = [changes(opened(driver, piece)) for piece in pieces]
    assert [x for piece in listed for x in piece] == [k for k in REAL.items if k in values(driver) and k != "W1"]
    assert max(map(len, listed)) <= MOST


def test_a_part_opens_in_the_place_of_the_board_and_closes_again() -> None:
    driver = until("check")
    piece = opened(driver, "open:answers-P1")
    assert (driver.turn.messages, changes(piece)[0]) == ((), "P1")
    assert driver.reply.repaint is not None
    assert {"send:check", "open:answers", "change:P1"} <= {*driver.reply.repaint.buttons}
    (call,) = TelegramChannel().repaint(piece, speech("en"), names(driver.response), "7", 12)
    assert (call.method, call.wire["message_id"], "Who they were" in call.wire["text"]) == ("editMessageText", 12, True)
    whole = opened(driver, "open:answers")
    assert whole.paragraphs[0].text.msgid == asides.BOARD
    assert whole.rewritten


def test_a_change_comes_back_to_its_part() -> None:
    driver = press(until("check"), "open:answers-P1", "change:P2")
    driver = press(write(driver, "Always kind"), "next:P2")
    shown = driver.turn.messages[-1]
    assert (driver.response.at, shown.prompt, changes(shown)[0]) == ("check", "check", "P1")
    assert "Always kind" in said(driver)[-1]
    assert press(driver, "send:check").response.at == "done"


def test_after_the_end_and_on_the_way_the_list_to_change_is_a_board_too() -> None:
    driver = press(until("check"), "send:check", "change")
    assert driver.turn.messages[-1].paragraphs[0].text.msgid == asides.BOARD
    piece = opened(driver, "open:answers-P1")
    assert [b.press for b in piece.rows[-2]] == [Command.RESUME]
    assert "P1" in changes(piece)
    assert write(press(driver, "change"), "5").response.changing is not None


def test_a_part_that_is_too_long_for_one_message_is_sent_anew() -> None:
    driver = press(until("check"), "change:P2")
    driver = press(write(driver, "sea " * 1500), "next:P2")
    piece = opened(driver, "open:answers-P2")
    calls = TelegramChannel().repaint(piece, speech("en"), names(driver.response), "7", 12)
    assert {call.method for call in calls} == {"sendMessage"}


@pytest.mark.parametrize("channel", [Channel.PAGE, Channel.TERMINAL])
def test_elsewhere_the_list_stands_whole(channel: Channel) -> None:
    message = message_at(REAL, replace(until("check").response, channel=channel), "check")
    assert [p for p in message.paragraphs if p.role is Role.LISTED]


def test_a_piece_that_is_gone_shows_the_board() -> None:
    assert opened(until("check"), "open:answers-X9").paragraphs[0].text.msgid == asides.BOARD


@pytest.mark.parametrize("language", NAMES)
def test_the_label_of_each_part_is_whole(language: str) -> None:
    driver = until("check")
    for row in driver.turn.messages[-1].rows:
        for button in row:
            assert letters(fill(button.label, speech(language), names(driver.response))) <= MOST_LETTERS[1]


def test_a_short_list_stands_whole_in_a_chat_too() -> None:
    assert changes(press(on(until("P1")), "change").turn.messages[-1])
