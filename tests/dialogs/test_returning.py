"""Who comes back and writes: nothing answers a question that is out of sight; the words are a note, and are offered to it."""

from __future__ import annotations

import pytest

from dialogs import commands
from dialogs.copies import replace
from dialogs.inputs import Begin, Command, Input, Media, Unseen
from dialogs.response import Status
from dialogs.turn import Turn
from tests.dialogs.core import SPOKEN, CoreDriver
from tests.dialogs.tiny import AGREEING, chat, choice, known, multiple, opened, press, said, text, until, values, write
from tests.each import each
from tests.scenario import Sends

ITEMS = (text("A"), choice("B", unsure=True), multiple("C", "x", "y", "none"), text("D"))
WAYS_AWAY = ["pause", "reminder", "silence"]
OFFER = "yes:words"


def away(driver: CoreDriver, how: str) -> CoreDriver:
    """The same conversation after a pause, after a reminder, or before the first words after a long silence."""
    if how == "pause":
        driver.take(Command.PAUSE)
    elif how == "reminder":
        driver.response = commands.reminder(Turn(response=driver.response)).response
    return driver


def comes_back(driver: CoreDriver, how: str, *messages: str) -> CoreDriver:
    """The same conversation after these messages, each below what was said before it."""
    for number, words in enumerate(messages):
        first = Unseen.SILENCE if how == "silence" else None
        driver.take(driver.words(words, unseen=Unseen.IN_A_ROW if number else first))
    return driver


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_the_first_words_are_a_note_and_the_question_comes_back_with_an_offer(how: str) -> None:
    driver = comes_back(away(known(), how), how, "hello")
    assert values(driver)["note"] == {"text": ["hello"]}
    assert ("P1" in values(driver), driver.response.at, driver.response.status) == (False, "P1", Status.IN_PROGRESS)
    [message] = driver.reply.messages
    assert message.text.startswith("Welcome back.\n\n")
    assert "What did" in message.text
    assert {OFFER, "no:words", "skip:P1"} <= {*message.buttons}


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_put_there_by_a_press_they_are_the_answer(how: str) -> None:
    driver = press(comes_back(away(chat(*ITEMS), how), how, "She sang"), OFFER)
    assert (values(driver), driver.response.at) == ({"A": {"text": ["She sang"]}}, "A")


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_the_question_is_asked_once_for_words_in_a_row_which_are_one_note_with_one_offer(how: str) -> None:
    driver, shown = away(chat(*ITEMS), how), []
    for number, words in enumerate(("hello", "it is me", "sorry I was ill", "loud places", "and dogs")):
        first = Unseen.SILENCE if how == "silence" else None
        shown += [*driver.take(driver.words(words, unseen=Unseen.IN_A_ROW if number else first)).messages]
    assert [m.buttons.count(OFFER) for m in shown].count(1) == 1
    assert sum("A?" in m.text for m in shown) == 1
    assert values(driver) == {"note": {"text": ["hello", "it is me", "sorry I was ill", "loud places", "and dogs"]}}
    press(driver, OFFER)
    assert values(driver) == {"A": {"text": ["hello", "it is me", "sorry I was ill", "loud places", "and dogs"]}}


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_words_below_the_question_that_was_asked_again_answer_it(how: str) -> None:
    driver = write(comes_back(away(chat(*ITEMS), how), how, "hello"), "She sang")
    assert values(driver) == {"note": {"text": ["hello"]}, "A": {"text": ["She sang"]}}


@each("how", WAYS_AWAY)
@each("words", ["1", "Yes", "2", "skip", "I do not know", "next", "1 and 2"])
@each("place", ["B", "C"])
def test_a_number_or_a_label_chooses_nothing_that_is_out_of_sight(place: str, words: str, how: str) -> None:
    before = press(chat(*ITEMS), *{"B": ["skip:A"], "C": ["skip:A", "skip:B"]}[place])
    kept = values(before)
    driver = comes_back(away(before, how), how, words)
    assert (values(driver), driver.response.at) == ({**kept, "note": {"text": [words]}}, place)
    assert OFFER in driver.reply.messages[-1].buttons


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_a_number_that_was_put_there_chooses(how: str) -> None:
    driver = press(comes_back(away(press(chat(*ITEMS), "skip:A"), how), how, "2"), OFFER)
    assert (values(driver)["B"], driver.response.at) == ({"codes": ["no"]}, "C")


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_a_day_that_is_out_of_sight_is_not_named(how: str) -> None:
    driver = comes_back(away(until("N4"), how), how, "5 March 2090")
    assert ("N4" in values(driver), driver.turn.flags) == (False, ())


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_a_press_names_its_question_and_is_no_stranger_to_it(how: str) -> None:
    driver = press(away(press(chat(*ITEMS), "skip:A"), how), "choose:B:no")
    assert (values(driver)["B"], driver.response.at) == ({"codes": ["no"]}, "C")
    assert "y" in str(values(write(driver, "2"))["C"])


@pytest.mark.parametrize("how", ["pause", "reminder"])
def test_after_a_tick_the_question_is_in_sight_again(how: str) -> None:
    driver = away(press(chat(*ITEMS), "skip:A", "skip:B"), how)
    assert values(write(press(driver, "toggle:C:x"), "2"))["C"] == {"codes": ["x", "y"]}


@pytest.mark.parametrize("aside", [Command.HELP, Command.TALK, Command.PRIVACY, Command.ANSWERS])
def test_what_opens_aside_does_not_bring_the_question_back(aside: Input) -> None:
    driver = away(chat(*ITEMS), "reminder")
    driver.take(aside)
    assert values(write(driver, "hello")) == {"note": {"text": ["hello"]}}


@each("how", WAYS_AWAY)
@each(("words", "heard"), [("help", "Samaritans"), ("stop", "We have stopped."), ("talk", "would like to talk")])
def test_a_command_is_heard_at_once(words: str, heard: str, how: str) -> None:
    assert heard in " ".join(said(comes_back(away(chat(*ITEMS), how), how, words)))


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_danger_is_heard_at_once(how: str) -> None:
    driver = comes_back(away(chat(*ITEMS), how), how, "I want to kill myself")
    assert (driver.response.halted, "Samaritans" in said(driver)[0]) == (True, True)


@pytest.mark.promise("after-consent")
@each("how", WAYS_AWAY)
@each("words", ["yes", "1", "hello", "yes please"])
@each("place", range(1, 7))
def test_before_consent_nothing_is_decided_nor_kept(place: int, words: str, how: str) -> None:
    driver = opened(*AGREEING[:place])
    at, decided = driver.response.at, len(driver.decisions)
    comes_back(away(driver, how), how, words)
    assert (driver.response.at, len(driver.decisions), {k for k, _ in driver.record}) == (at, decided, {"W1"})
    assert said(driver)[0].startswith("Welcome back.\n\nThis message is not saved.")
    assert driver.reply.messages[-1].buttons[0].split(":")[1] == at


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_a_consent_that_was_asked_again_can_be_answered_in_words(how: str) -> None:
    driver = write(comes_back(away(opened(*AGREEING[:5]), how), how, "hello"), "yes")
    assert (driver.response.decisions["C3"], driver.response.at) == ("yes", "C4")


@each("how", WAYS_AWAY)
@each(("place", "words"), [("hub", "1"), ("section-P", "2"), ("check", "1"), ("name", "yes")])
def test_at_a_screen_words_choose_nothing_that_is_out_of_sight(place: str, words: str, how: str) -> None:
    driver = press(write(known(), "Maggie"), "next:P1") if place == "name" else until(place)
    comes_back(away(driver, how), how, words)
    assert (values(driver)["note"], driver.response.at) == ({"text": [words]}, place)
    assert said(driver)[0].startswith("Welcome back.\n\nSaved. ")


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_after_the_end_words_are_a_note_as_always(how: str) -> None:
    driver = press(chat(text("A")), "skip:A", "send:check")
    comes_back(away(driver, how) if how != "pause" else driver, how, "I forgot the dog")
    assert (values(driver)["note"], len(driver.reply.messages)) == ({"text": ["I forgot the dog"]}, 1)


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_a_number_does_not_choose_from_a_list_of_long_ago(how: str) -> None:
    driver = press(write(chat(*ITEMS), "x"), "next:A", "change")
    aside = driver.response.aside
    away(driver, how)
    driver.response = replace(driver.response, aside=aside)
    comes_back(driver, how, "1")
    assert (driver.response.changing, driver.response.at) == (None, "B")


def test_on_the_page_words_stand_under_the_question_that_is_seen() -> None:
    driver = chat(*ITEMS, channel="page")
    driver.take(Command.PAUSE)
    assert values(write(driver, "She sang")) == {"A": {"text": ["She sang"]}}


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_a_voice_message_is_a_note_too_and_can_be_put_there(how: str) -> None:
    driver = known("skip:P1")
    driver.does(Sends(Media.VOICE))
    press(driver, "choose:voice:yes", "next:P2")
    at, unseen = driver.response.at, Unseen.SILENCE if how == "silence" else None
    away(driver, how).take(driver.words("", attachment=SPOKEN, unseen=unseen))
    assert ({*values(driver)["note"]}, at in values(driver), len(driver.turn.deposits)) == ({"voice"}, False, 1)
    assert {*values(press(driver, OFFER))[at]} == {"voice"}


@pytest.mark.parametrize("how", WAYS_AWAY)
def test_a_first_voice_message_asks_whether_it_may_be_kept_and_is_then_offered(how: str) -> None:
    driver = away(known("skip:P1"), how)
    unseen = Unseen.SILENCE if how == "silence" else None
    driver.take(driver.words("", attachment=SPOKEN, unseen=unseen))
    assert (driver.response.at, said(driver)[0].startswith("Welcome back.")) == ("voice", True)
    press(driver, "choose:voice:yes")
    assert ({*values(driver)["note"]}, "P2" in values(driver), driver.response.at) == ({"voice"}, False, "P2")
    assert OFFER in driver.reply.messages[-1].buttons
    assert {*values(press(driver, OFFER))["P2"]} == {"voice"}


def test_a_pause_of_a_first_contact_is_as_before() -> None:
    """Somebody who named a day to come back is asked C3 when they write, and nothing is kept."""
    driver = opened(*AGREEING[:5], "choose:C3:later", "skip:C3-when")
    assert write(driver, "hello").response.at == "C3"


def test_the_day_to_come_back_is_in_sight() -> None:
    driver = write(opened(*AGREEING[:5], "choose:C3:later"), "5 March 2027")
    assert driver.turn.remind_on is not None


def test_what_stood_above_the_question_still_joins_its_own() -> None:
    driver = press(chat(*ITEMS), "skip:A")
    driver.take(Command.PAUSE)
    driver.take(driver.words("late", about="A"))
    assert values(driver)["A"] == {"text": ["late"]}


def test_opening_the_invitation_again_brings_the_question_back() -> None:
    driver = away(chat(*ITEMS), "reminder")
    driver.take(Begin())
    assert values(write(driver, "She sang")) == {"A": {"text": ["She sang"]}}


def test_a_picture_with_words_is_a_note_too() -> None:
    driver = away(chat(*ITEMS), "pause")
    driver.does(Sends(Media.PICTURE, "this is her"))
    assert values(driver) == {"note": {"text": ["this is her"]}}
