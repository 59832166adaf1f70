"""Somebody who did not want Telegram and comes back to it is asked about it again before a word is taken there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs.inputs import Amend, Begin, Channel
from dialogs.response import Status
from dialogs.turn import FlagKind
from tests.dialogs.core import SPOKEN, CoreDriver
from tests.dialogs.tiny import ABOUT_YOU, AGREEING, opened, press, said, until, values, write
from tests.each import each

NOT_SAVED = "Your answers are saved only after you agree. This message is not saved."
ASKED = "Are you happy to use Telegram for this chat?"
ON_PAGE = ("choose:C3:yes", "choose:C4:yes", "choose:C5:yes", "skip:W3")


def there(driver: CoreDriver, channel: Channel) -> CoreDriver:
    driver.response = replace(driver.response, channel=channel)
    return driver


def on_page(*buttons: str) -> CoreDriver:
    """They said no to Telegram, and answer on the page."""
    driver = there(opened(*AGREEING[:4], "choose:C2:other-way"), Channel.PAGE)
    driver.take(Begin())
    return press(driver, *ON_PAGE, *buttons)


PLACES: dict[str, Callable[[], CoreDriver]] = {
    "choice": on_page,
    "words": lambda: on_page(*ABOUT_YOU),
    "growing": lambda: write(on_page(*ABOUT_YOU), "Mags"),
    "check": lambda: until("check", on_page()),
    "finished": lambda: press(until("check", on_page()), "send:check"),
    "paused": lambda: on_page(*ABOUT_YOU, "pause"),
}


@each("place", PLACES)
@each("comes", ["with a word", "by the link", "by a button"])
def test_nothing_is_taken_before_they_agree(place: str, comes: str) -> None:
    driver = there(PLACES[place](), Channel.TELEGRAM)
    before, status = values(driver), driver.response.status
    match comes:
        case "with a word":
            write(driver, "hi can I come back here")
            assert NOT_SAVED in said(driver)[-1]
        case "by the link":
            driver.take(Begin())
        case _:
            press(driver, "resume")
    assert (ASKED in said(driver)[-1], driver.response.at, values(driver)) == (True, "C2", before)
    write(driver, "she was lovely")
    assert (NOT_SAVED in said(driver)[-1], ASKED in said(driver)[-1], values(driver)) == (True, True, before)
    assert driver.response.status in {status, Status.IN_PROGRESS}
    press(driver, "choose:C2:yes")
    assert (driver.response.decisions["C2"], driver.response.consented) == ("yes", True)
    assert driver.response.at != "C2"


def test_then_words_are_taken_again() -> None:
    driver = write(there(on_page(*ABOUT_YOU), Channel.TELEGRAM), "hello", "yes", "Mags")
    assert values(driver)["P1"] == {"text": ["Mags"]}


def test_nothing_else_is_kept_from_that_chat() -> None:
    driver = write(there(on_page(*ABOUT_YOU), Channel.PAGE), "Mags")
    before = values(there(driver, Channel.TELEGRAM))
    driver.take(Amend(words="Margo", sent=driver.counting()["P1"].text[0].sent))
    assert (NOT_SAVED in said(driver)[-1], values(driver)) == (True, before)
    driver.take(driver.words("Tom said so", forwarded=True))
    driver.take(driver.words("", attachment=SPOKEN))
    driver.take(driver.words("I need help now"))
    assert (values(driver), driver.turn.deposits) == (before, ())


def test_danger_is_heard_there_and_not_kept() -> None:
    driver = there(on_page(*ABOUT_YOU), Channel.TELEGRAM)
    before = values(driver)
    write(driver, "I want to kill myself")
    assert (driver.response.halted, values(driver)) == (True, before)
    assert FlagKind.DISTRESS in driver.turn.flags


def test_who_comes_from_the_page_and_was_never_asked_is_asked_first() -> None:
    driver = CoreDriver()
    there(driver, Channel.PAGE).take(Begin())
    press(driver, *AGREEING[:4], "choose:C3:yes", "choose:C4:yes", "choose:C5:yes", "skip:W3", *ABOUT_YOU)
    there(driver, Channel.TELEGRAM).take(Begin())
    before = values(driver)
    write(driver, "she was lovely")
    assert (driver.response.at, ASKED in said(driver)[-1], values(driver)) == ("C2", True, before)
