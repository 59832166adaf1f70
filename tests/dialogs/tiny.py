"""Tiny questionnaires, named for what they show, and conversations that begin in the middle."""

from __future__ import annotations

from typing import Any

from dialogs.answers import Answer
from dialogs.inputs import Begin
from dialogs.leder import Table, parse, programme
from dialogs.questionnaire import Questionnaire
from dialogs.response import Response, Status
from tests.dialogs.core import CoreDriver, fresh
from tests.scenario import Presses, Says

CONSENTED = {"C3": "yes", "C4": "yes"}
AGREEING = (
    "choose:W1:en",
    "choose:W2:yes",
    "choose:C1:yes",
    "yes:about",
    "choose:C2:yes",
    "choose:C3:yes",
    "choose:C4:yes",
    "choose:C5:yes",
)
ABOUT_YOU = ("choose:R1:sibling", "skip:R2", "skip:R3", "skip:R4")


def text(link_id: str, **more: Any) -> Table:
    """An open question."""
    return {"link_id": link_id, "type": "text", "text": f"{link_id}?", **more}


def choice(link_id: str, *codes: str, when: Table | None = None, **more: Any) -> Table:
    """A choice of one; without codes, yes or no."""
    options = [{"code": c, "text": c.capitalize()} for c in codes or ("yes", "no")]
    conditions = {"enable_when": [when]} if when else {}
    return {"link_id": link_id, "type": "choice", "text": f"{link_id}?", "option": options, **conditions, **more}


def multiple(link_id: str, *codes: str, **more: Any) -> Table:
    """A choice of many."""
    return {**choice(link_id, *codes, **more), "type": "multiple"}


def when(question: str, *any_of: str) -> Table:
    """A condition."""
    return {"question": question, "any_of": list(any_of)}


def section(code: str, *items: Table, title: str = "") -> Table:
    """A section."""
    return {"section": code, "title": title or f"Section {code}", "item": list(items)}


def sections(*tables: Table, setup: tuple[str, ...] = (), screens: tuple[Table, ...] = ()) -> Questionnaire:
    """A questionnaire of these sections."""
    named = {t["section"]: t for t in tables}
    head = {"version": "tiny", "setup": setup, "sections": list(named), "screens": screens}
    return parse(head, named.__getitem__, programme())


def tiny(*items: Table) -> Questionnaire:
    """A questionnaire of one section, without a set-up."""
    return sections(section("T", *items))


def consented(questionnaire: Questionnaire, **changes: Any) -> Response:
    """A response whose set-up is behind it, before the first question."""
    return fresh(questionnaire, **{"bound": True, "status": Status.CONSENTED, "decisions": CONSENTED, **changes})


def chat(*items: Table, **changes: Any) -> CoreDriver:
    """A conversation about these items, at the first of them."""
    questionnaire = tiny(*items)
    driver = CoreDriver(questionnaire, consented(questionnaire, **changes))
    driver.take(Begin())
    return driver


def opened(*buttons: str, **changes: Any) -> CoreDriver:
    """The real interview, opened, after these buttons."""
    driver = CoreDriver(response=fresh(**changes))
    driver.take(Begin())
    return press(driver, *buttons)


def agreed(*buttons: str, **changes: Any) -> CoreDriver:
    """The real interview, agreed to, at R1, after these buttons."""
    return opened(*AGREEING, "skip:W3", *buttons, **changes)


def known(*buttons: str, **changes: Any) -> CoreDriver:
    """The real interview, at the first question about the person, after these buttons."""
    return agreed(*ABOUT_YOU, *buttons, **changes)


def press(driver: CoreDriver, *buttons: str) -> CoreDriver:
    """The same conversation, after these buttons."""
    for button in buttons:
        driver.does(Presses(button))
    return driver


def on(driver: CoreDriver) -> CoreDriver:
    """The same conversation, one place further: the question is skipped, the screen is read."""
    at = driver.response.at
    return press(driver, f"skip:{at}" if at in driver.questionnaire.items else f"yes:{at}")


def until(place: str, driver: CoreDriver | None = None) -> CoreDriver:
    """The real interview, everything skipped before this place."""
    driver = driver or agreed()
    for _ in range(200):
        if driver.response.at == place:
            return driver
        on(driver)
    raise AssertionError(f"{place} was not reached")


def write(driver: CoreDriver, *messages: str) -> CoreDriver:
    """The same conversation, after these messages."""
    for message in messages:
        driver.does(Says(message))
    return driver


def value(answer: Answer) -> dict[str, object]:
    """What the answer holds, as the record gives it out."""
    held = {
        "codes": [*answer.codes],
        "text": [w.text for w in answer.text],
        "voice": [r.sent for r in answer.recordings],
        "dates": [d.isoformat() for d in answer.dates],
        "absent": answer.absent,
    }
    return {k: v for k, v in held.items() if v}


def values(driver: CoreDriver) -> dict[str, dict[str, object]]:
    """What is on record for each item and counts, in the order of asking; W1 left out."""
    return {k: value(a) for k, a in driver.counting().items() if k != "W1"}


def revisions(driver: CoreDriver, link_id: str) -> list[tuple[int, dict[str, object], bool]]:
    """Every revision on record for the item: number, value, whether it is superseded."""
    return [(n, value(a), a.superseded) for (k, n), a in sorted(driver.record.items()) if k == link_id]


def said(driver: CoreDriver) -> list[str]:
    """The texts of the last reply."""
    return [m.text for m in driver.reply.messages]
