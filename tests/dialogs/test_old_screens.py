"""A conversation that stood at the notice, once a screen of its own, goes on; its old button answers nothing by itself."""

from __future__ import annotations

from dataclasses import replace

from dialogs.inputs import Begin, Channel
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import AGREEING, known, opened, press, said, values, write
from tests.each import each
from tests.scenario import Deed, Presses, Says

ABOUT = 3
NEXT = {Channel.TELEGRAM: "C2", Channel.PAGE: "C3", Channel.TERMINAL: "C3"}


def stood_at_notice(channel: Channel) -> CoreDriver:
    """A conversation as it was left then: what it is about was read, the notice was on the screen."""
    driver = opened(*AGREEING[: ABOUT + 1], channel=channel)
    driver.response = replace(driver.response, at="notice", wording="")
    return driver


@each(("channel", "after"), NEXT.items())
@each("deed", [Presses("yes:notice"), Says("ok"), Says("Go on")])
def test_who_stood_at_the_notice_goes_on(channel: Channel, after: str, deed: Deed) -> None:
    driver = stood_at_notice(channel)
    driver.does(deed)
    assert (driver.response.at, driver.response.decisions) == (after, {"C1": "yes"})


@each(("channel", "after"), NEXT.items())
def test_who_comes_back_to_it_is_asked_what_comes_next(channel: Channel, after: str) -> None:
    driver = stood_at_notice(channel)
    shown = driver.in_sight().messages[0]
    assert ("A court or a coroner may ask" in shown.text, shown.buttons[0]) == (True, "yes:notice")
    driver.take(Begin())
    assert (driver.response.at, driver.response.wording != "") == (after, True)
    driver = write(stood_at_notice(channel), "she was lovely")
    assert (driver.response.at, "note" in values(driver)) == (after, False)
    assert "not saved" in said(driver)[-1]


@each("done", range(1, len(AGREEING) + 1))
def test_its_button_answers_nothing_anywhere_else(done: int) -> None:
    driver = opened(*AGREEING[:done])
    at, decided = driver.response.at, dict(driver.response.decisions)
    press(driver, "yes:notice")
    assert (driver.response.at, driver.response.decisions, driver.turn.answers) == (at, decided, ())
    assert "That button is for another question" not in said(driver)[-1]


def test_nor_among_the_questions_nor_after_the_end() -> None:
    for driver in (known("skip:P1"), known("pause"), known("stop"), known("withdraw", "yes:withdraw")):
        status, kept = driver.response.status, values(driver)
        press(driver, "yes:notice")
        assert values(driver) == kept
        assert driver.response.status is status or driver.response.at == "P1"
