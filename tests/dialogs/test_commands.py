"""Pause, change, help, talk, language, privacy, answers, stop and withdraw have their reply in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dialogs.inputs import Begin, Command
from dialogs.leder import facts
from dialogs.response import Status
from dialogs.turn import FlagKind, NoticeKind
from tests.dialogs.core import COMMANDS, CoreDriver
from tests.dialogs.tiny import AGREEING, agreed, chat, choice, known, opened, press, said, text, values, write
from tests.each import each

PHONE = "0191 498 0264"


def held() -> CoreDriver:
    driver = known()
    driver.response = replace(driver.response, held=True)
    return driver


def whole() -> CoreDriver:
    return press(chat(choice("A"), text("B")), "choose:A:yes", "skip:B")


STATES: dict[str, Callable[[], CoreDriver]] = {
    "before": CoreDriver,
    "language": opened,
    "identity": lambda: opened("choose:W1:en"),
    "not them": lambda: opened("choose:W1:en", "choose:W2:no"),
    "about": lambda: opened(*AGREEING[:3]),
    "consent": lambda: opened(*AGREEING[:5]),
    "declined": lambda: opened(*AGREEING[:5], "choose:C3:no"),
    "day": lambda: opened(*AGREEING[:5], "choose:C3:later"),
    "not now": lambda: opened(*AGREEING[:5], "choose:C3:later", "skip:C3-when"),
    "elsewhere": lambda: opened(*AGREEING[:6], "choose:C4:talk"),
    "last consent": lambda: opened(*AGREEING[:7]),
    "choice": agreed,
    "words": known,
    "growing": lambda: write(known(), "Mags"),
    "name": lambda: press(write(known(), "Mags"), "next:P1"),
    "changing": lambda: known("change:R1"),
    "paused": lambda: known("pause"),
    "held": held,
    "check": whole,
    "finished": lambda: press(whole(), "send:check"),
    "amended": lambda: write(press(whole(), "send:check"), "And this"),
    "stopped": lambda: known("stop"),
    "withdrawn": lambda: known("withdraw", "yes:withdraw"),
}
OVER = ("not them", "declined", "elsewhere", "stopped")
UNKNOWN = ("before", "language", "identity", "not them")


@each("state", STATES)
@each("command", COMMANDS)
def test_every_command_has_a_reply_in_every_state(state: str, command: str) -> None:
    assert said(write(STATES[state](), command)) != []


@each("state", [s for s in STATES if s != "withdrawn"])
def test_help_is_the_same_in_every_state(state: str) -> None:
    """The numbers to call; the reviewer hears of it once the visitor is known."""
    driver = press(STATES[state](), "help")
    assert {n for n in ("999", "111", "116 123") if n in said(driver)[0]} == {"999", "111", "116 123"}
    known = ((FlagKind.HELP,), (NoticeKind.RAISED_A_CONCERN,))
    assert (driver.turn.flags, driver.turn.notices) == (((), ()) if state in UNKNOWN else known)


@pytest.mark.parametrize("command", ["/help", "/talk", "/privacy"])
def test_help_talk_and_privacy_work_after_a_withdrawal(command: str) -> None:
    """`I need help now` stands under every old question."""
    driver = known("withdraw", "yes:withdraw")
    assert said(write(driver, command)) != said(write(driver, "hello"))


def test_privacy_says_nothing_of_answers_after_a_withdrawal() -> None:
    """There are none that anybody could read."""
    told = "\n".join(said(write(known("withdraw", "yes:withdraw"), "/privacy")))
    assert ("can read your answers" in told, PHONE in told) == (False, True)


def test_privacy_says_for_how_long_answers_are_kept_where_the_organisation_does() -> None:
    """In the chat; after a withdrawal there are none."""
    assert "Number of months" not in "\n".join(said(write(known(), "/privacy")))
    facts.adopt([{"name": "keep_closed_months", "value": 24}])
    try:
        assert "Then we delete them. Number of months: 24." in "\n".join(said(write(known(), "/privacy")))
        assert "Number of months" not in "\n".join(said(write(known("withdraw", "yes:withdraw"), "/privacy")))
    finally:
        facts.adopt([])


@each("state", [s for s in STATES if s != "withdrawn"])
def test_a_person_to_talk_to_is_offered_in_every_state(state: str) -> None:
    driver = write(STATES[state](), "/talk")
    assert PHONE in said(driver)[0]
    known = ((FlagKind.TALK,), (NoticeKind.ASKED_TO_TALK,))
    assert (driver.turn.flags, driver.turn.notices) == (((), ()) if state in UNKNOWN else known)


@each("state", STATES)
@each("command", ["/help", "/talk", "/privacy", "/answers"])
def test_to_look_is_not_to_move(state: str, command: str) -> None:
    """Asking for help, a person, privacy or the answers leaves everything where it was; that help was needed is noted."""
    driver = STATES[state]()
    before = (driver.response, dict(driver.record))
    write(driver, command)
    left = replace(driver.response, aside=before[0].aside, unsafe=before[0].unsafe)
    assert (left, driver.record) == before


GOES_ON = [s for s in STATES if s not in {*OVER, "withdrawn", "held", "finished", "amended", "day", "not now"}]


@each("state", GOES_ON)
def test_a_pause_keeps_the_place(state: str) -> None:
    driver = STATES[state]()
    at, answers = driver.response.at, values(driver)
    press(driver, "pause")
    assert (driver.response.status, driver.response.at, values(driver)) == (Status.PAUSED, at, answers)
    press(driver, "resume")
    assert driver.response.status is not Status.PAUSED
    assert (driver.response.at, values(driver)) == (at or "W1", answers)


ANSWERS_TO_A_PAUSE: list[tuple[str, str]] = [("choice", "1"), ("words", "Mags"), ("growing", "May"), ("name", "yes")]


@pytest.mark.parametrize(("state", "words"), ANSWERS_TO_A_PAUSE)
def test_words_end_a_pause(state: str, words: str) -> None:
    driver = write(press(STATES[state](), "pause"), words)
    assert driver.response.status is Status.IN_PROGRESS


def test_nothing_is_left_to_pause_after_finishing() -> None:
    assert press(STATES["finished"](), "pause").response.status is Status.COMPLETED


@pytest.mark.parametrize("state", OVER)
def test_a_pause_does_not_open_again_what_has_ended(state: str) -> None:
    """After the end nothing is kept, and only opening the invitation again goes on."""
    driver = STATES[state]()
    status = driver.response.status
    write(driver, "/pause")
    assert driver.response.status is status


@pytest.mark.parametrize("state", ["not them", "declined", "elsewhere"])
def test_a_stop_does_not_rewrite_how_it_ended(state: str) -> None:
    """The status is `not-them`, `declined` or `elsewhere` because of what was decided."""
    driver = STATES[state]()
    status = driver.response.status
    write(driver, "/stop")
    assert driver.response.status is status


@each("state", [s for s in STATES if s not in {*OVER, "withdrawn"}])
def test_a_stop_ends_the_conversation_and_keeps_the_answers(state: str) -> None:
    driver = STATES[state]()
    answers = values(driver)
    write(driver, "/stop", "One more thing")
    assert (driver.response.status, values(driver)) == (Status.STOPPED, answers)
    assert "not saved" in said(driver)[0]


@each("state", ["choice", "words", "growing", "name", "changing", "check", "consent", "finished"])
def test_opening_the_invitation_again_goes_on_after_a_stop(state: str) -> None:
    driver = STATES[state]()
    status = driver.response.status
    press(driver, "stop").take(Begin())
    at = "P1" if state == "changing" else STATES[state]().response.at
    assert (driver.response.status, driver.response.at) == (status, at)


def test_coming_back_after_a_stop_is_told_and_after_a_pause_it_is_not() -> None:
    driver = agreed("pause")
    driver.take(Begin())
    after_a_pause = driver.turn.notices
    press(driver, "stop").take(Begin())
    assert (after_a_pause, driver.turn.notices) == ((), (NoticeKind.CAME_BACK,))


def test_stopping_is_told_once() -> None:
    driver = agreed("stop")
    assert [*driver.turn.notices, *press(driver, "stop").turn.notices] == [NoticeKind.STOPPED]


BARE = [("help", Command.HELP), ("Stop!", Command.STOP), ("PAUSE", Command.PAUSE), ("talk", Command.TALK)]
OFFERED = [
    ("Stop!", "stop"),
    ("Delete my answers", "withdraw"),
    ("change", "change"),
    ("Language", "lang"),
    ("More.", "open:more"),
]


@pytest.mark.parametrize(("words", "command"), BARE, ids=[w for w, _ in BARE])
def test_a_bare_word_is_the_command_where_no_words_are_wanted(words: str, command: Command) -> None:
    typed, pressed = write(agreed(), words), press(agreed(), command.value)
    assert (typed.reply, typed.record) == (pressed.reply, pressed.record)


@each(("words", "command"), OFFERED)
def test_a_command_at_an_open_question_is_the_answer_and_is_offered(words: str, command: str) -> None:
    driver = write(known(), words)
    assert values(driver)["P1"] == {"text": [words]}
    assert driver.reply.messages[0].buttons == ("next:P1", command, "open:more", "help")
    assert driver.response.status is Status.IN_PROGRESS


def test_answers_is_no_bare_word() -> None:
    assert values(write(agreed(), "answers"))["R1"] == {"text": ["answers"]}


def test_the_answers_can_be_read_at_any_time() -> None:
    driver = write(whole(), "/answers")
    assert said(driver) == ["These are your answers.\n\nSection T\n\n1. A?\n\nYes\n\n2. B?\n\n(skipped)"]
    assert driver.reply.messages[0].buttons == ("change:A", "change:B", "resume")


def test_more_opens_what_is_not_on_the_screen() -> None:
    driver = agreed("open:more")
    shown = ("pause", "change", "open:hub", "open:short", "talk", "lang", "stop", "withdraw", "resume")
    assert driver.reply.messages[0].buttons == shown
    assert driver.response.at == "R1"


def test_a_language_on_offer_is_spoken_from_then_on() -> None:
    driver = agreed(languages=("en", "cy"))
    press(driver, "lang:cy", "choose:R1:friend")
    assert [driver.record["R1", 1].language, driver.response.language, driver.response.at] == ["cy", "cy", "R2"]


@each("state", [s for s in GOES_ON if s != "before"])
def test_another_language_keeps_the_place_and_the_answers_and_asks_again(state: str) -> None:
    driver = STATES[state]()
    driver.response = replace(driver.response, languages=("en", "cy"))
    before, record = driver.response, dict(driver.record)
    press(driver, "lang:cy")
    after = driver.response
    assert (after.language, after.at, driver.prompts[-1]) == ("cy", before.at, before.at)
    assert (after.answers, after.decisions, after.passed, after.asked) == (
        before.answers,
        before.decisions,
        before.passed,
        before.asked,
    )
    assert driver.record == record


def test_a_language_that_is_not_on_offer_leads_to_the_phone() -> None:
    driver = agreed("lang:xx")
    assert (driver.response.language, PHONE in said(driver)[0]) == ("en", True)


def test_the_languages_on_offer_are_shown() -> None:
    driver = write(agreed(languages=("en", "cy")), "/language")
    assert {"lang:en", "lang:cy"} <= {*driver.reply.messages[0].buttons}


def test_w1_offers_the_languages_of_the_programme() -> None:
    driver = opened(languages=("en", "cy"))
    assert {"choose:W1:en", "choose:W1:cy", "choose:W1:bsl"} <= {*driver.reply.messages[0].buttons}
