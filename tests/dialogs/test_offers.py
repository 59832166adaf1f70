"""What stands before a person at any moment: nothing is offered that would only say that it can't be done."""

from __future__ import annotations

from dataclasses import replace

from dialogs import phrases
from dialogs.inputs import Begin, Change, Command, Language, No, Open, Press, Send, Yes, parse
from dialogs.offers import in_sight, leads_on, works
from dialogs.response import OVER, Status
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import AGREEING
from tests.each import each

ALWAYS = (Command.PAUSE, Change(), Language(), Command.STOP, Command.WITHDRAW, Command.TALK, Command.HELP)
REFUSALS = {
    phrases.OVER.partition("{")[0],
    phrases.WITHDRAWN_OVER.partition("{")[0],
    phrases.HELD,
    phrases.ALREADY_FINISHED,
}
PLACES = {
    "before anybody is known": (),
    "at a consent": AGREEING[:5],
    "at a question": AGREEING,
    "paused": (*AGREEING, "pause"),
    "declined": (*AGREEING[:5], "choose:C3:no"),
    "stopped": (*AGREEING, "stop"),
    "stopped unknown": ("stop",),
    "not them": (AGREEING[0], "choose:W2:no"),
    "deleted": (*AGREEING, "withdraw", "yes:withdraw"),
}


def at(presses: tuple[str, ...], *, held: bool = False) -> CoreDriver:
    """A conversation in which this was pressed."""
    driver = CoreDriver()
    for press in (Begin(), *map(parse, presses)):
        assert press is not None
        driver.take(press)
    driver.response = replace(driver.response, held=held, languages=("en", "cy"))
    return driver


@each("held", [False, True])
@each("place", PLACES)
@each("press", ALWAYS)
def test_what_is_offered_is_not_refused(press: Press, place: str, held: bool) -> None:
    driver = at(PLACES[place], held=held)
    offered = works(driver.response, press)
    driver.take(press)
    refused = any(r in m.text for m in driver.reply.messages for r in REFUSALS)
    assert not (offered and refused)


@each("place", PLACES)
def test_help_and_a_person_are_always_offered(place: str) -> None:
    assert all(works(at(PLACES[place]).response, press) for press in (Command.HELP, Command.TALK))


@each("place", PLACES)
def test_what_is_open_is_in_sight_unless_nothing_is_asked(place: str) -> None:
    driver = at(PLACES[place])
    asked = in_sight(driver.questionnaire, driver.response)
    nothing = driver.response.status in OVER | {Status.PAUSED}
    assert (asked.prompt if asked else None) == (None if nothing else driver.response.at)


@each("press", [Command.RESUME, Yes("hub"), Yes("withdraw"), No("withdraw"), Send(), Open("P")])
def test_a_way_on(press: Press) -> None:
    assert leads_on(press)


@each("press", [Command.HELP, Command.WITHDRAW, Change("P1"), Open("more"), No("reminders"), None])
def test_no_way_on(press: Press | None) -> None:
    assert not leads_on(press)
