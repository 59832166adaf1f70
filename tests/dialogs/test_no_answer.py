"""A message that is a command and nothing else, or a wish to stop, is no answer unless the person says so."""

from __future__ import annotations

from dialogs import asides, phrases
from dialogs.answers import NOTE
from dialogs.inputs import Amend, Channel
from dialogs.interview import respond
from dialogs.response import Status
from locales import speech, spoken
from tests.dialogs.core import NOW, CoreDriver
from tests.dialogs.tiny import chat, choice, known, multiple, press, said, text, values, write
from tests.each import each

ITEMS = (text("A"), choice("B"), multiple("C", "x", "y"), text("D"))
LANGUAGES = ("en", "en_GB@easyread", "pl", "ur", "cy", "bn")
OFFERED = (phrases.STOP, phrases.CHANGE, phrases.WITHDRAW, phrases.LANGUAGE)
REST = [
    *(
        "stop it I cant",
        "leave me alone",
        "I can't do this",
        "please leave me alone",
        "stop asking me",
        "I cannot do this",
    ),
    *("zostawcie mnie w spokoju", "nie dam rady", "مجھے اکیلا چھوڑ دیں", "یہ نہیں کر سکتی", "gadewch lonydd i mi"),
    *("no puedo hacerlo", "lasciatemi in pace", "আমাকে একা থাকতে দিন", "اتركوني وشأني"),
]


def at_words(channel: Channel = Channel.TELEGRAM, *before: str) -> CoreDriver:
    return write(chat(*ITEMS, channel=channel), *before)


def say(driver: CoreDriver, language: str, words: str) -> CoreDriver:
    """Write as somebody who speaks this language, whose labels are known."""
    turn = respond(driver.questionnaire, driver.response, driver.words(words), now=NOW, spoken=spoken(language))
    driver.place += 1
    driver.turn = turn
    driver._kept()
    return driver


@each("channel", Channel)
@each("language", LANGUAGES)
@each("label", OFFERED)
@each("before", [(), ("Mags",)])
def test_a_command_is_never_part_of_an_answer(
    channel: Channel, language: str, label: str, before: tuple[str, ...]
) -> None:
    driver = say(at_words(channel, *before), language, speech(language).translate(label))
    told = {"A": {"text": [*before]}} if before else {}
    assert {k: v for k, v in values(driver).items() if k != NOTE} == told
    asked = [p.text.msgid for m in driver.turn.messages for p in m.paragraphs]
    assert phrases.DID_YOU_MEAN in asked
    assert driver.turn.unread, "a form does not go on to the next question"
    assert driver.response.at == "A"


@each("channel", Channel)
@each("before", [(), ("Mags",)])
def test_what_was_meant_is_done_and_leaves_nothing(channel: Channel, before: tuple[str, ...]) -> None:
    driver = write(at_words(channel, *before), "stop", "yes")
    assert (driver.response.status, NOTE in values(driver)) == (Status.STOPPED, False)
    driver = press(write(at_words(channel, *before), "Stop"), "stop")
    assert (driver.response.status, NOTE in values(driver), driver.response.offered) == (Status.STOPPED, False, None)


@each("channel", Channel)
@each("words", ["stop", "change an answer", "leave me alone"])
def test_it_is_an_answer_if_the_person_says_so(channel: Channel, words: str) -> None:
    driver = press(write(at_words(channel), words), "yes:words")
    assert values(driver) == {"A": {"text": [words]}}
    driver = press(write(at_words(channel, "Mags"), words), "yes:words")
    assert values(driver) == {"A": {"text": ["Mags", words]}}


@each("words", ["stop", "leave me alone"])
def test_it_can_be_taken_away(words: str) -> None:
    assert values(press(write(at_words(), words), "no:note")) == {}


def test_go_on_asks_the_question_with_the_offer() -> None:
    driver = press(write(at_words(), "stop"), "resume")
    assert (driver.prompts[-1], "yes:words" in driver.reply.messages[-1].buttons) == ("A", True)


@each("channel", Channel)
@each("words", ["help", "help help", "I need help now", "talk to a person", "Pause", "pause please", "HELP!"])
@each("before", [(), ("Mags",)])
def test_a_cry_or_a_pause_alone_is_done_and_not_kept(channel: Channel, words: str, before: tuple[str, ...]) -> None:
    driver = write(at_words(channel, *before), words)
    assert values(driver) == ({"A": {"text": [*before]}} if before else {})


@each("words", ["can someone ring me please", "please ring me on 07700 900123"])
def test_what_is_asked_in_own_words_is_a_note(words: str) -> None:
    assert values(write(at_words(), words)) == {NOTE: {"text": [words]}}


def test_an_answer_that_is_edited_into_a_cry_is_none_any_more() -> None:
    driver = at_words(Channel.TELEGRAM, "Mags")
    driver.take(Amend(words="help", sent=driver.response.answers["A"].text[0].sent))
    assert values(driver) == {}


@each("channel", Channel)
@each("words", REST)
@each("at", ["A", "B", "C"])
def test_a_wish_to_stop_is_offered_pause_and_stop_and_is_no_answer(channel: Channel, words: str, at: str) -> None:
    driver = press(chat(*ITEMS, channel=channel), *{"A": (), "B": ("skip:A",), "C": ("skip:A", "skip:B")}[at])
    before = values(driver)
    write(driver, words)
    assert values(driver) == {**before, NOTE: {"text": [words]}}
    buttons = {b for m in driver.reply.messages for b in m.buttons}
    assert {"pause", "stop"} <= buttons
    assert any(asides.TO_REST in m for m in said(driver))
    assert (driver.response.at, driver.turn.unread) == (at, True)


def test_the_name_that_is_used_is_never_a_command() -> None:
    driver = press(write(known(), "Mags", "stop", "change an answer"), "next:P1")
    assert values(driver)["P1"] == {"text": ["Mags"]}
    assert "Shall I say" in said(driver)[-1]
