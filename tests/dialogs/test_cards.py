"""A card that an answer brings stands alone until the person goes on, on every channel, also after a pause and a restart."""

from __future__ import annotations

import pytest

from dialogs.copies import replace
from dialogs.inputs import Channel
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import press, said, until, values, write


def too_hard(channel: Channel = Channel.TELEGRAM) -> CoreDriver:
    """The last question of all was answered with Too hard."""
    driver = until("N5")
    driver.response = replace(driver.response, channel=channel)
    return press(driver, "choose:N5:too-hard")


@pytest.mark.parametrize("channel", Channel)
def test_after_too_hard_nothing_follows_whom_to_call(channel: Channel) -> None:
    driver = too_hard(channel)
    assert (len(said(driver)), driver.response.at) == (1, "card-support")
    assert "Cruse" in said(driver)[0]
    assert "yes:card-support" in driver.reply.messages[0].buttons
    assert press(driver, "yes:card-support").response.at == "check"


@pytest.mark.parametrize("words", ["go on", "Go on.", "ok", "next"])
def test_going_on_can_be_written(words: str) -> None:
    assert write(too_hard(), words).response.at == "check"


@pytest.mark.parametrize("buttons", [("pause", "resume"), ("talk", "resume"), ("open:more", "back:card-support")])
def test_it_stands_there_again_after_a_pause_and_after_a_look_aside(buttons: tuple[str, ...]) -> None:
    driver = press(too_hard(), *buttons)
    assert driver.response.at == "card-support"
    assert "Cruse" in said(driver)[-1]


def test_words_at_a_card_are_a_note_and_nothing_is_asked() -> None:
    driver = write(too_hard(), "I miss her so much")
    assert values(driver)["note"] == {"text": ["I miss her so much"]}
    assert driver.response.at == "card-support"
    assert "yes:card-support" in driver.reply.messages[-1].buttons


def test_an_old_press_on_a_card_asks_what_is_open() -> None:
    assert press(too_hard(), "yes:card-support", "yes:card-support").response.at == "check"
