"""Words beside a choice can be taken out by Change, by the button or its label, and it is said what becomes of them."""

from __future__ import annotations

import pytest

from dialogs import asides
from dialogs.inputs import Channel
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import chat, choice, multiple, press, revisions, said, text, values, write

ITEMS = (choice("A"), multiple("B", "x", "y", "none"), text("C"), text("LAST"))
OUT = "Leave these words out"


def answered(**changes: Channel) -> CoreDriver:
    """A choice with words that belong elsewhere, a multiple choice with words, and an open question."""
    driver = press(write(chat(*ITEMS, **changes), "the dentist was lovely"), "choose:A:no", "toggle:B:x")
    return press(write(write(driver, "and the nurse"), "and more"), "next:B", "skip:C")


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("how", ["no:said", OUT, OUT.lower()])
@pytest.mark.parametrize(("link_id", "left"), [("A", {"codes": ["no"]}), ("B", {"codes": ["x"]})])
def test_words_beside_a_choice_are_taken_out(channel: Channel, how: str, link_id: str, left: dict[str, object]) -> None:
    driver = press(answered(channel=channel), f"change:{link_id}")
    assert "no:said" in driver.reply.messages[-1].buttons
    driver = press(driver, how) if ":" in how else write(driver, how)
    assert asides.WORDS_OUT in said(driver)[-1]
    assert (values(driver)[link_id], driver.response.at) == (left, link_id)
    assert "no:said" not in driver.reply.messages[-1].buttons
    was, now = revisions(driver, link_id)
    assert ("text" in was[1], was[2], "text" in now[1], now[2]) == (True, True, False, False)
    assert press(driver, f"next:{link_id}").response.at == "LAST"
    assert values(driver)[link_id] == left


def test_an_answer_of_words_alone_becomes_a_skip() -> None:
    driver = press(write(chat(*ITEMS), "only words"), "skip:A", "change:A", "no:said")
    assert values(driver)["A"] == {"absent": "skipped"}


@pytest.mark.parametrize("buttons", [("change:C",), ("back:LAST",), ()])
def test_it_is_offered_and_taken_nowhere_else(buttons: tuple[str, ...]) -> None:
    driver = press(answered(), *buttons)
    before = values(driver)
    assert "no:said" not in driver.reply.messages[-1].buttons
    assert values(press(driver, "no:said")) == before
