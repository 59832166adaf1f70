"""Words that may mean that somebody is not safe: kept, the questions stop, and nothing goes on before the person says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dialogs.inputs import Above, Amend, Begin, Media, Unkept
from dialogs.response import Status
from dialogs.turn import FlagKind, NoticeKind
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import AGREEING, agreed, chat, choice, multiple, opened, press, said, text, values, write
from tests.each import each
from tests.scenario import Edits, Person

WORDS = "I can’t go on any more."
ITEMS = (text("A"), choice("B"), multiple("C", "x", "y"), text("P1"), text("D"))
PLACES: dict[str, Callable[[], CoreDriver]] = {
    "open question": lambda: chat(*ITEMS),
    "growing": lambda: write(chat(*ITEMS), "One."),
    "choice": lambda: press(chat(*ITEMS), "skip:A"),
    "multiple": lambda: press(chat(*ITEMS), "skip:A", "skip:B", "toggle:C:x"),
    "name": lambda: press(write(press(chat(*ITEMS), "skip:A", "skip:B", "skip:C"), "Mags"), "next:P1"),
    "paused": lambda: press(chat(*ITEMS), "pause"),
    "changing": lambda: press(chat(*ITEMS), "skip:A", "change:A"),
    "check": lambda: press(chat(text("A")), "skip:A"),
    "finished": lambda: press(chat(text("A")), "skip:A", "send:check"),
    "last consent": lambda: opened(*AGREEING[:-1]),
}


@each("place", PLACES)
def test_the_words_are_kept_and_nothing_is_asked(place: str) -> None:
    driver = PLACES[place]()
    at, before = driver.response.at, values(driver)
    write(driver, WORDS)
    assert values(driver) == {**before, "note": {"text": [WORDS]}}
    assert (driver.response.at, driver.response.halted, driver.response.unreminded) == (at, True, True)
    assert [m.prompt for m in driver.turn.messages] == [None]
    assert (driver.turn.flags, NoticeKind.DISTRESS in driver.turn.notices) == ((FlagKind.DISTRESS,), True)


def test_the_card_says_whom_to_call_what_was_kept_and_how_to_go_on() -> None:
    (card,) = said(write(chat(*ITEMS), WORDS))
    assert [n for n in ("999", "111", "116 123", "Your words are saved.", "press Carry on") if n not in card] == []
    Person(write(chat(*ITEMS), WORDS)).says("hello").expects_buttons("yes:distress", "talk")


@each("way_on", ["yes:distress", "resume"])
@each("place", PLACES)
def test_carry_on_asks_what_was_asked_before(place: str, way_on: str) -> None:
    driver = write(PLACES[place](), WORDS)
    at = driver.response.at
    press(driver, way_on)
    assert (driver.response.at, driver.response.halted, driver.prompts[-1]) == (at, False, at)
    assert driver.response.unreminded


@pytest.mark.parametrize(
    "words", ["Carry on", "carry on.", "go on", "Resume", "dalej", "continue", "let us go on", "آگے چلیں"]
)
def test_carry_on_can_be_typed(words: str) -> None:
    driver = write(chat(*ITEMS), WORDS, words)
    assert (driver.response.halted, values(driver)) == (False, {"note": {"text": [WORDS]}})


@pytest.mark.promise("nothing-more-asked")
def test_later_words_are_kept_too_and_nothing_goes_on() -> None:
    driver = write(press(chat(*ITEMS), "skip:A"), WORDS, "1", "I miss them", "skip")
    assert values(driver)["note"] == {"text": [WORDS, "1", "I miss them", "skip"]}
    assert (driver.response.at, driver.response.halted) == ("B", True)
    assert said(driver)[0].startswith("Your words are saved.\n\nNobody is reading this chat right now.")


@pytest.mark.promise("nothing-more-asked")
@each("button", ["next:A", "skip:A", "choose:B:yes", "change:A", "send:check", "yes:about", "back:A"])
def test_no_button_but_carry_on_goes_on(button: str) -> None:
    driver = press(write(chat(*ITEMS), WORDS), button)
    assert (driver.response.at, driver.response.halted, driver.turn.answers) == ("A", True, ())
    (card,) = said(driver)
    assert ("116 123" in card, card.endswith("We will ask nothing more until you press Carry on.")) == (True, True)


@pytest.mark.parametrize("back", [Begin(), Unkept(Media.PICTURE)])
def test_opening_again_or_a_picture_does_not_go_on(back: Begin | Unkept) -> None:
    driver = write(chat(*ITEMS), WORDS)
    driver.take(back)
    assert (driver.response.halted, [m.prompt for m in driver.turn.messages]) == (True, [None])


def test_words_that_come_late_are_not_offered_to_the_question_on_the_screen() -> None:
    driver = press(chat(*ITEMS), "skip:A")
    driver.take(driver.words(WORDS, about="A"))
    skipped = {"A": {"absent": "skipped"}}
    assert (values(driver), driver.response.at) == ({**skipped, "note": {"text": [WORDS]}}, "B")
    press(driver, "yes:distress")
    assert "yes:words" not in [b for m in driver.reply.messages for b in m.buttons]


def test_an_edit_is_read_too() -> None:
    driver = write(chat(*ITEMS), "Fine")
    sent = driver.response.answers["A"].text[0].sent
    driver.take(Amend(words=WORDS, sent=sent))
    kept = {"A": {"text": ["Fine"]}, "note": {"text": [WORDS]}}
    assert (values(driver), driver.response.halted) == (kept, True)
    press(driver, "yes:distress", "yes:words")
    assert values(driver) == {"A": {"text": [WORDS]}}


def test_an_edit_of_an_answer_that_is_done_with_changes_it() -> None:
    driver = press(write(chat(*ITEMS), "Fine"), "next:A")
    driver.take(Amend(words=WORDS, sent=driver.response.answers["A"].text[0].sent))
    assert values(driver) == {"A": {"text": [WORDS]}}
    assert WORDS not in said(press(driver, "yes:distress"))[0]


COMMANDS = [
    ("help", "999"),
    ("talk", "We have told"),
    ("pause", "We have paused"),
    ("/privacy", "can read your answers"),
    ("stop", "stopped"),
]


@each(("command", "reply"), COMMANDS)
def test_help_a_person_pause_and_stop_work_meanwhile(command: str, reply: str) -> None:
    driver = write(chat(*ITEMS), WORDS, command)
    assert reply in said(driver)[0]
    assert values(driver) == {"note": {"text": [WORDS]}}


def test_after_a_pause_it_still_waits() -> None:
    driver = press(write(chat(*ITEMS), WORDS), "pause")
    assert write(driver, "Hello").response.halted
    assert press(driver, "resume").response.status is Status.IN_PROGRESS


def test_whoever_stopped_and_comes_back_carries_on_when_they_say_so() -> None:
    driver = write(chat(*ITEMS), WORDS, "stop")
    driver.take(Begin())
    assert (driver.response.status, driver.response.halted) == (Status.STOPPED, True)
    press(driver, "yes:distress")
    assert (driver.response.status, driver.response.at, driver.response.halted) == (Status.IN_PROGRESS, "A", False)


@pytest.mark.parametrize("above", list(Above))
def test_whoever_says_so_after_they_stopped_goes_on_at_once(above: Above) -> None:
    driver = write(chat(*ITEMS), WORDS, "stop")
    driver.take(driver.words("resume", above=above))
    assert (driver.response.status, driver.response.at, driver.response.halted) == (Status.IN_PROGRESS, "A", False)


def test_the_language_can_be_changed_meanwhile() -> None:
    driver = press(write(chat(*ITEMS, languages=("en", "cy")), WORDS), "lang:cy")
    assert (driver.response.language, driver.response.halted) == ("cy", True)
    assert "116 123" in said(driver)[0]


@pytest.mark.promise("after-consent")
@each("done", range(1, 7))
def test_before_consent_the_card_is_shown_and_nothing_is_kept(done: int) -> None:
    driver = opened(*AGREEING[:done])
    at, before = driver.response.at, dict(driver.record)
    write(driver, WORDS)
    assert ("999" in said(driver)[0], "not saved" in said(driver)[0]) == (True, True)
    known = driver.response.bound
    assert (driver.record, driver.response.at) == (before, at)
    assert (driver.response.halted, driver.response.unreminded) == (known, known)
    assert driver.turn.flags == ((FlagKind.DISTRESS,) if known else ())
    assert press(driver, "yes:distress" if known else "resume").prompts[-1] == at


@pytest.mark.parametrize("words", [WORDS, "I am a burden", "My dad hits my mum", "I want to die. My dad hits my mum."])
def test_before_anybody_is_known_the_card_is_shown_and_nothing_changes(words: str) -> None:
    driver = opened("choose:W1:en")
    before = driver.response
    write(driver, words)
    assert "999" in said(driver)[-1]
    assert (replace(driver.response, aside=None), driver.turn.flags, driver.turn.notices) == (before, (), ())


ENDED: dict[str, Callable[[], CoreDriver]] = {
    "declined": lambda: opened(*AGREEING[:5], "choose:C3:no"),
    "stopped": lambda: agreed("skip:R1", "stop"),
    "withdrawn": lambda: agreed("skip:R1", "withdraw", "yes:withdraw"),
    "not them": lambda: opened("choose:W1:en", "choose:W2:no"),
}


@pytest.mark.parametrize("ended", ENDED)
def test_after_the_end_the_card_is_shown_and_nothing_is_kept(ended: str) -> None:
    driver = ENDED[ended]()
    status, before = driver.response.status, dict(driver.record)
    write(driver, WORDS)
    assert ("116 123" in said(driver)[0], "not saved" in said(driver)[0]) == (True, True)
    assert (driver.response.status, driver.record, driver.response.halted) == (status, before, False)
    assert driver.turn.flags == ((FlagKind.DISTRESS,) if ended in {"declined", "stopped"} else ())


def test_a_held_review_keeps_the_words_and_shows_the_card() -> None:
    driver = agreed("choose:R1:sibling")
    driver.response = replace(driver.response, held=True)
    write(driver, WORDS)
    assert ("999" in said(driver)[0], driver.response.halted) == (True, True)
    assert "The review has to wait" in said(press(driver, "yes:distress"))[0]
    assert not driver.response.halted


def test_after_distress_nobody_is_written_to_on_a_day() -> None:
    driver = write(opened(*AGREEING[:5], "choose:C3:later"), WORDS)
    write(press(driver, "yes:distress", "choose:C3:later"), "5 March 2030")
    assert driver.turn.remind_on is None
    assert said(driver) == [
        "Thank you. We will not write first. When you are ready, press Go on or open your link again."
    ]


def test_an_edit_behind_the_card_amends_an_answer_that_is_done_with() -> None:
    driver = press(write(chat(text("A"), text("B")), "He liked the sea"), "next:A")
    write(driver, "I want to die")
    driver.does(Edits("He liked the sea", "He loved the sea"))
    assert values(driver)["A"] == {"text": ["He loved the sea"]}
    assert driver.response.halted
