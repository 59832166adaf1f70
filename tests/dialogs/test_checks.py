"""What can be wrong with a questionnaire is named, one line each; the published one is sound."""

from __future__ import annotations

import pytest

from dialogs import leder
from dialogs.checks import defects
from dialogs.leder import Table
from dialogs.questionnaire import Questionnaire
from tests.dialogs.tiny import choice, multiple, section, sections, text, tiny, when
from tests.each import each

DEFECTS: list[tuple[str, Questionnaire, list[str]]] = [
    ("sound", tiny(text("A"), choice("B"), multiple("C", "x", "y", "none")), []),
    ("twice in a section", tiny(text("A"), choice("A")), ["A: stands 2 times"]),
    ("twice in two sections", sections(section("T", text("A")), section("U", text("A"))), ["A: stands 2 times"]),
    (
        "unknown place",
        sections(section("T", text("A")), setup=("W9",)),
        ["W9: the set-up names it, but no item or screen has it"],
    ),
    ("no text", tiny({"link_id": "A", "type": "text", "text": ""}), ["A: has no text"]),
    ("unknown placeholder", tiny(text("A", text="Where is {place}, {name}?")), ["A: may not use {place}"]),
    ("placeholder in a hint", tiny(text("A", hint="{Name} {phone}")), ["A: may not use {phone}"]),
    ("placeholder in an option", tiny(choice("A", "{x}", "no")), ["A: may not use {x}"]),
    ("name before identity", tiny(text("W2", text="Did you know {name}, {invitee}?")), ["W2: may not use {name}"]),
    ("reviewer before identity", tiny(text("W1", hint="Ask {reviewer}")), ["W1: may not use {reviewer}"]),
    ("words, several times", tiny(text("A", repeats=True)), ["A: takes several days, but is no question about days"]),
    ("one option", tiny(choice("A", "only")), ["A: offers fewer than two options"]),
    ("one option of many", tiny(multiple("A", "only")), ["A: offers fewer than two options"]),
    ("one code twice", tiny(choice("A", "yes", "yes")), ["A: has two options with one code"]),
    ("longest code", tiny(choice("A", "no", "x" * 54)), []),
    ("code too long", tiny(choice("A", "no", "x" * 55)), [f"A: {'x' * 55}: too long for a button"]),
    (
        "condition on nothing",
        tiny(choice("A"), choice("B", when=when("C", "yes"))),
        ["B: is enabled by C, which is not asked before it"],
    ),
    (
        "condition on a later item",
        tiny(choice("B", when=when("C", "yes")), choice("C")),
        ["B: is enabled by C, which is not asked before it"],
    ),
    (
        "condition on itself",
        tiny(choice("B", when=when("B", "yes"))),
        ["B: is enabled by B, which is not asked before it"],
    ),
    (
        "code that is not offered",
        tiny(choice("A"), text("B", enable_when=[when("A", "si")])),
        ["B: is enabled by A = si, which can't be answered"],
    ),
    (
        "no code at all",
        tiny(choice("A"), text("B", enable_when=[when("A")])),
        ["B: is enabled by A = nothing, which can't be answered"],
    ),
    ("question that must be answered", tiny(text("A", required=True)), ["A: a question that can't be skipped"]),
]


@each(("questionnaire", "expected"), [d[1:] for d in DEFECTS])
def test_every_defect_is_named(questionnaire: Questionnaire, expected: list[str]) -> None:
    assert defects(questionnaire) == expected


def screen(*paragraphs: str) -> Table:
    return {"screen": "about", "button": "Go on", "paragraphs": list(paragraphs)}


@pytest.mark.parametrize("paragraph", ["{name} has died, {nmae}.", "Phone {phone}."])
def test_a_screen_that_nobody_can_fill_is_a_defect(paragraph: str) -> None:
    assert defects(sections(section("T", text("A")), setup=("about",), screens=(screen(paragraph),))) != []


def test_a_screen_with_the_name_before_the_person_is_known_is_a_defect() -> None:
    """Nothing about the person who died is said before W2."""
    welcome = section("W", choice("W1"), choice("W2"))
    order = ("W1", "about", "W2")
    assert defects(sections(welcome, setup=order, screens=(screen("{name} has died."),))) != []


def test_the_published_questionnaire_is_sound() -> None:
    assert defects(leder.load()) == []
