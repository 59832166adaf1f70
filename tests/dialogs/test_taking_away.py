"""Words that wait as a note can be taken away: where they are offered, and from the list; what stays is said."""

from __future__ import annotations

import pytest

from dialogs import asides
from dialogs.answers import NOTE
from dialogs.inputs import Channel
from locales import speech, spoken
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import chat, press, said, text, values, write
from tests.each import each

SECRET = "he still hits me when I say her name, dont tell sam"
LANGUAGES = ("en", "en_GB@easyread", "pl", "ur")
ITEMS = (text("A"), text("B"), text("C"))


def halted(**changes: object) -> CoreDriver:
    return write(chat(*ITEMS, **changes), SECRET)


def offered(channel: Channel = Channel.TELEGRAM) -> CoreDriver:
    return press(halted(channel=channel), "yes:distress")


@each("channel", Channel)
@each("words", ["", "Take my words away", "take my words away."])
def test_where_they_are_offered_they_can_be_taken_away(channel: Channel, words: str) -> None:
    driver = offered(channel)
    assert "no:note" in [b for m in driver.reply.messages for b in m.buttons]
    driver = write(driver, words) if words else press(driver, "no:note")
    assert (values(driver), driver.response.offered, driver.response.at) == ({}, None, "A")
    assert [a.text for a in driver.record.values()] == [()], "nothing of them is left on record"
    assert all(told in said(driver)[-1] for told in ("Your words are taken away.", "holds none of your words"))
    assert "no:note" not in driver.reply.messages[-1].buttons


@each("channel", Channel)
@each("way", ["change:note", "change:1"])
@each("does", ["no:note-1", "Take my words away", "1", "yes"])
def test_a_note_in_the_list_can_be_taken_away(channel: Channel, way: str, does: str) -> None:
    driver = press(offered(channel), "no:words")
    driver = press(driver, "change")
    assert "change:note" in driver.reply.messages[-1].buttons
    sent = driver.response.answers[NOTE].text[0].sent
    driver = press(driver, way)
    assert (SECRET in said(driver)[0], f"no:note-{sent}" in driver.reply.messages[0].buttons) == (True, True)
    does = f"no:note-{sent}" if ":" in does else does
    driver = press(driver, does) if ":" in does else write(driver, does)
    assert (values(driver), driver.response.at, driver.prompts[-1]) == ({}, "A", "A")


def test_go_on_or_no_leaves_the_note() -> None:
    for how in ("resume", "no"):
        driver = press(offered(), "no:words", "change:note")
        driver = press(driver, how) if how == "resume" else write(driver, how)
        assert (values(driver), driver.response.at) == ({NOTE: {"text": [SECRET]}}, "A")


def test_one_of_several_messages_is_taken_away() -> None:
    driver = press(write(halted(), "Second", "Third"), "yes:distress", "no:words", "change:note")
    assert sum(b.startswith("no:note-") for b in driver.reply.messages[0].buttons) == 3
    write(driver, "2")
    assert values(driver) == {NOTE: {"text": [SECRET, "Third"]}}
    assert values(write(press(driver, "change:note"), "9"))[NOTE] == {"text": [SECRET, "Third"]}


def test_an_old_button_takes_nothing_else_away() -> None:
    driver = press(offered(), "no:words")
    assert values(press(driver, "no:note", "no:note-999"))[NOTE] == {"text": [SECRET]}
    assert values(press(driver, "next:A", "skip:A", "no:note"))[NOTE] == {"text": [SECRET]}


def test_nothing_is_taken_away_in_a_pause_of_danger_or_after_the_end() -> None:
    for driver in (halted(), press(offered(), "stop")):
        sent = driver.response.answers[NOTE].text[0].sent
        assert values(press(driver, f"no:note-{sent}"))[NOTE] == {"text": [SECRET]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_label_can_be_typed_in_every_language(language: str) -> None:
    label = speech(language).translate(asides.TAKE_AWAY)
    assert asides.TAKE_AWAY in spoken(language).labels_in(label)
