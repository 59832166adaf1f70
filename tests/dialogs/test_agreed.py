"""What somebody agreed to is listed with each decision, on asking in words or by a button, and each can be changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.asides import CONSENTS, CONSENTS_NONE
from dialogs.inputs import Channel, data
from dialogs.messages import Role
from locales import speech
from tests.dialogs.tiny import AGREEING, agreed, opened, press, said, until, values, write

ASKING = ["What did I agree to?", "what i agreed to", "what have i agreed to please"]


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.TERMINAL])
@pytest.mark.parametrize("how", ASKING)
def test_who_asks_sees_each_decision_with_a_way_to_change_it(how: str, channel: Channel) -> None:
    driver = agreed()
    driver.response = replace(driver.response, channel=channel)
    driver = write(driver, how)
    message = driver.turn.messages[-1]
    listed = [p for p in message.paragraphs if p.role is Role.LISTED]
    assert [p.number for p in listed] == [1, 2, 3, 4, 5, 6][: len(listed)]
    assert {"C1", "C3", "C4", "C5"} <= {*driver.response.decisions}
    assert len(listed) == len([d for d in driver.response.decisions if d in driver.questionnaire.items])
    changes = [data(p.press) for p in listed if p.press]
    assert [b for b in driver.reply.messages[-1].buttons if b.startswith("change:")] == changes
    assert ("change:C2" in changes) == (channel is Channel.TELEGRAM)
    assert "Yes" in said(driver)[-1]
    assert press(driver, "change:C5").response.at == "C5"
    assert [v for v in values(driver).values() if "text" in v] == []


def test_what_was_not_asked_there_is_not_in_the_list() -> None:
    """On a page nobody is asked about Telegram; who goes on in Telegram is, and finds it in its place then."""
    driver = opened(*(b for b in AGREEING if "C2" not in b), "skip:W3", channel=Channel.PAGE)
    press(driver, "open:consents")
    assert (driver.reply.messages[-1].text.count("?"), "Telegram" in said(driver)[-1]) == (4, False)
    driver.response = replace(driver.response, channel=Channel.TELEGRAM)
    press(driver, "resume", "choose:C2:yes", "open:consents")
    assert [p.number for p in driver.turn.messages[-1].paragraphs if p.role is Role.LISTED] == [1, 2, 3, 4, 5]
    assert "Telegram" in said(driver)[-1]


def test_at_an_open_question_the_words_are_kept_and_the_list_is_offered() -> None:
    driver = write(until("P2"), "What did I agree to?")
    assert (values(driver)["P2"], "open:consents" in driver.reply.messages[-1].buttons) == (
        {"text": ["What did I agree to?"]},
        True,
    )
    assert said(press(driver, "open:consents"))[-1].startswith("What I agreed to")


def test_privacy_leads_there() -> None:
    assert "open:consents" in press(agreed(), "privacy").reply.messages[-1].buttons
    assert "open:consents" not in press(opened(), "privacy").reply.messages[-1].buttons


def test_who_has_decided_nothing_is_told_so_and_nothing_of_the_person() -> None:
    assert said(write(opened(), "What did I agree to?"))[-1].startswith(CONSENTS_NONE)


@pytest.mark.parametrize("language", ["pl", "cy", "ur"])
def test_the_name_of_the_list_asks_for_it_in_every_language(language: str) -> None:
    assert speech(language).translate(CONSENTS) != CONSENTS


def test_nothing_can_be_changed_while_the_review_waits_or_after_the_end() -> None:
    driver = opened(*AGREEING)
    driver.response = replace(driver.response, held=True)
    assert [b for b in press(driver, "open:consents").reply.messages[-1].buttons if b.startswith("change:")] == []
    assert "phone" in said(press(agreed(), "stop", "open:consents"))[-1]
