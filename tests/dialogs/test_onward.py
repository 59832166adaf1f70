"""Always a way on: whatever somebody does, in any state, on any channel, what comes next is in sight."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from dialogs.inputs import (
    Absent,
    AbsentReason,
    Amend,
    Back,
    Begin,
    Change,
    Choose,
    Command,
    Input,
    Language,
    Media,
    Next,
    No,
    Open,
    Say,
    Send,
    Toggle,
    Unkept,
    Yes,
)
from tests.dialogs import laws
from tests.dialogs.core import SPOKEN, CoreDriver
from tests.dialogs.tiny import AGREEING, agreed, known, opened, press, said, until, write
from tests.each import each

SHORT = ("skip:P2", "skip:P3", "skip:P4", "skip:H1", "skip:H7", "skip:H8", "skip:L2", "skip:S2", "skip:G1", "skip:G3")
TO_THE_CHECK = ("open:short", *SHORT, "skip:N1")
STATES: dict[str, Callable[[str], CoreDriver]] = {
    "new": lambda channel: opened(channel=channel),
    "identity": lambda channel: opened("choose:W1:en", channel=channel),
    "consent": lambda channel: opened(*AGREEING[:4], channel=channel),
    "about you": lambda channel: agreed(channel=channel),
    "a question": lambda channel: known("skip:P1", channel=channel),
    "growing": lambda channel: write(known("skip:P1", channel=channel), "She was kind."),
    "name": lambda channel: press(write(known(channel=channel), "Mags"), "next:P1"),
    "end of a part": lambda channel: until("section-P", known(channel=channel)),
    "hub": lambda channel: until("hub", known(channel=channel)),
    "check": lambda channel: known(*TO_THE_CHECK, channel=channel),
    "finished": lambda channel: known(*TO_THE_CHECK, "send:check", channel=channel),
    "paused": lambda channel: known("pause", channel=channel),
    "changing": lambda channel: known("change:R1", channel=channel),
    "halted": lambda channel: write(known(channel=channel), "I want to die"),
    "not now": lambda channel: opened(*AGREEING[:5], "choose:C3:later", channel=channel),
    "another day": lambda channel: write(opened(*AGREEING[:5], "choose:C3:later", channel=channel), "5 March 2030"),
    "declined": lambda channel: opened(*AGREEING[:5], "choose:C3:no", channel=channel),
    "elsewhere": lambda channel: opened(*AGREEING[:3], "choose:C1:no", channel=channel),
    "not them": lambda channel: opened("choose:W1:en", "choose:W2:no", channel=channel),
    "stopped": lambda channel: known("skip:P1", "stop", channel=channel),
    "stopped at once": lambda channel: opened("stop", channel=channel),
    "withdrawn": lambda channel: known("skip:P1", "withdraw", "yes:withdraw", channel=channel),
}
WORDS = ("hello", "yes", "2", "next", "skip", "change 1", "I want to die", "/answers", "5 March 2030")
INPUTS: tuple[Input, ...] = (
    *Command,
    *(
        Yes("withdraw"),
        No("withdraw"),
        No("reminders"),
        Yes("hub"),
        Yes("words"),
        No("words"),
        Yes("name"),
        Yes("gone"),
    ),
    *(Change(), Change("R1"), Change("gone"), Language(), Language("cy"), Language("xx"), Back("gone")),
    *(Open("more"), Open("hub"), Open("short"), Open("all"), Open("P"), Open("gone"), Send(), Send("section-P")),
    *(Choose("R1", "friend"), Choose("C4", "no"), Toggle("R3", "health"), Next("P1"), Next("R1")),
    *(Absent("P1", AbsentReason.SKIPPED), Absent("gone", AbsentReason.UNKNOWN), Begin()),
    *(Unkept(media) for media in Media),
    *(Amend(words=words, sent=sent) for words in ("Other words", "I want to die") for sent in (1, 10_000)),
    *(Say(words=words, sent=10_000, about=about) for words in WORDS for about in (None, "R4", "P1", "gone")),
    *(Say(words="", sent=10_000, attachment=SPOKEN), Say(words="look", sent=10_000, media=Media.PICTURE)),
)
TWICE = {No("withdraw"): Command.WITHDRAW, Yes("withdraw"): Command.WITHDRAW}


@pytest.mark.promise("help-in-sight")
@each("held", [False, True])
@each("channel", ["telegram", "page", "terminal"])
@each("state", STATES)
def test_whatever_comes_in_any_state_a_way_on_is_in_sight(state: str, channel: str, held: bool) -> None:
    made = STATES[state](channel)
    before = replace(made.response, held=held, languages=("en", "cy"))
    for given in INPUTS:
        driver = CoreDriver(response=before)
        driver.place, driver.prompts = made.place, [*made.prompts]
        for one in (TWICE.get(given), given):
            if one is not None:
                driver.take(one)
                laws.every_input_has_a_reply(driver)
                laws.a_way_on_is_in_sight(driver)


def test_stopped_and_not_deleted_says_how_to_come_back() -> None:
    driver = known("skip:P1", "stop", "withdraw", "no:withdraw")
    assert said(driver) == [
        (
            "Nothing is deleted. Your answers are kept.\n\n"
            "To come back, open your link or write your code again. You can also phone 0191 498 0264."
        )
    ]


@each(
    "buttons",
    [
        *(["stop"], ["stop", "withdraw", "no:withdraw"], ["stop", "pause"], ["stop", "resume"]),
        *(["change:C3", "choose:C3:no"], ["change:C4", "choose:C4:no", "pause"]),
    ],
)
@each("words", [(), ("And she sang.",), ("Thank you.",), ("I want to kill myself",)])
@each("channel", ["telegram", "page"])
def test_a_code_is_spoken_of_where_there_is_a_place_for_it(
    buttons: list[str], words: tuple[str, ...], channel: str
) -> None:
    """A page has none: its Go on and the link lead back."""
    driver = write(known("skip:P1", *buttons, channel=channel), *words)
    ways = [way for text in said(driver) for way in re.findall(r"open your link[^.]*|press Go on or open[^.]*", text)]
    slip = ["open your link again"] if "choose:C4:no" in buttons else []
    back = "open your link or write your code again" if channel == "telegram" else "press Go on or open your link again"
    assert ways in ([], [back], slip, [*slip, back], [back, *slip])
    assert ways or words or buttons[-1] != "stop"


def test_words_that_came_late_leave_go_on_below_what_is_said_of_them() -> None:
    driver = write(known(), "Mags")
    press(driver, "next:P1", "no:name")
    driver.take(driver.words("Maggie too", about="P1"))
    assert driver.reply.messages[-1].buttons == ("resume",)
    assert press(driver, "resume").prompts[-1] == driver.response.at


def test_a_page_has_the_open_question_below_and_needs_no_go_on() -> None:
    driver = known("skip:P1", channel="page")
    driver.take(driver.words("late", about="R4"))
    assert driver.reply.messages[-1].buttons == ()


def test_deleted_is_final_and_says_whom_to_phone() -> None:
    driver = known("skip:P1", "withdraw", "yes:withdraw")
    assert "phone 0191 498 0264" in said(driver)[-1]
