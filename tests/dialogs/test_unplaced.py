"""Words written while the next question is being sent wait for what becomes of it; then they join the question above them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.answers import NOTE
from dialogs.inputs import Above, Amend, Media, Say
from dialogs.response import Status
from dialogs.turn import FlagKind
from tests.dialogs.core import SPOKEN, CoreDriver
from tests.dialogs.tiny import chat, choice, known, multiple, opened, press, said, text, until, value, values, write
from tests.each import each

ITEMS = (text("A"), choice("B", unsure=True), multiple("C", "x", "y", "none"), text("D"))
EARLIER = "Saved with your answer to the question before this one."


def waiting(driver: CoreDriver, *messages: str, **changes: Any) -> CoreDriver:
    """The conversation after messages that came while its question was being sent."""
    for words in messages:
        driver.take(driver.words(words, about=driver.response.at, above=Above.SOON, **changes))
    return driver


def placed(driver: CoreDriver, about: str, above: Above = Above.KNOWN) -> CoreDriver:
    """The conversation after it is known which question all that waited belongs to."""
    for one in driver.response.unplaced:
        driver.places(replace(one, about=about, above=above))
    return driver


def test_words_that_wait_are_no_answer_yet() -> None:
    driver = waiting(press(chat(*ITEMS), "skip:A"), "1", "late")
    assert (values(driver), driver.response.at, said(driver)) == ({"A": {"absent": "skipped"}}, "B", [])
    assert [w.words for w in driver.response.unplaced] == ["1", "late"]


@each("words", ["1", "no", "skip", "late", "next", "5 March 2027"])
def test_words_above_the_question_answer_the_one_above_them(words: str) -> None:
    driver = placed(waiting(press(write(chat(*ITEMS), "first"), "next:A"), words), "A")
    assert (values(driver), driver.response.at) == ({"A": {"text": ["first", words]}}, "B")
    assert said(driver) == [EARLIER]
    assert driver.turn.messages[-1].replies_to == driver.place - 1
    assert driver.response.unplaced == ()


def test_the_question_is_open_as_it_was() -> None:
    driver = placed(waiting(press(chat(*ITEMS), "skip:A"), "late"), "A")
    assert values(press(driver, "choose:B:no"))["B"] == {"codes": ["no"]}


def test_words_below_the_question_answer_it_once_that_is_known() -> None:
    driver = placed(waiting(press(chat(*ITEMS), "skip:A"), "1"), "B")
    assert (values(driver)["B"], driver.response.at) == ({"codes": ["yes"]}, "C")


def test_an_open_question_takes_what_stands_below_it_as_always() -> None:
    driver = placed(waiting(chat(*ITEMS), "one", "two"), "A")
    assert values(driver) == {"A": {"text": ["one", "two"]}}


@pytest.mark.parametrize(("words", "kept"), [("1", {"codes": ["yes"]}), ("late", {"text": ["late"]})])
def test_words_between_two_copies_of_a_question_answer_it_as_any_others(words: str, kept: dict[str, Any]) -> None:
    driver = placed(waiting(press(chat(*ITEMS), "skip:A"), words), "B", Above.LIKELY)
    assert values(driver)["B"] == kept


@each("words", ["yes", "1", "no"])
@each("above", [Above.SOON, Above.LIKELY])
def test_nothing_is_agreed_to_before_it_was_seen(words: str, above: Above) -> None:
    driver = opened("choose:W1:en")
    driver.take(driver.words(words, above=above))
    assert (driver.response.at, driver.response.bound, driver.response.unplaced) == ("W2", False, ())
    assert said(driver)[0].startswith("Your answers are saved only after you agree.")


@pytest.mark.parametrize("about", ["W2", "about", ""])
def test_words_above_a_consent_do_not_give_it(about: str) -> None:
    driver = opened("choose:W1:en", "choose:W2:yes", "choose:C1:yes", "yes:about", "choose:C2:yes")
    assert driver.response.at == "C3"
    driver.take(driver.words("yes", about=about))
    assert (driver.response.at, dict(driver.response.decisions).get("C3")) == ("C3", None)


def test_a_name_is_not_agreed_to_by_words_of_which_nobody_knows_where_they_stand() -> None:
    driver = press(write(until("P1"), "Mags"), "next:P1")
    assert driver.response.at == "name"
    placed(waiting(driver, "yes"), "name", Above.LIKELY)
    assert (driver.response.at, driver.response.people.called) == ("name", "")
    assert values(driver)["P1"] == {"text": ["Mags"]}


def test_words_that_wait_can_be_edited() -> None:
    driver = waiting(press(chat(*ITEMS), "skip:A"), "late")
    sent = driver.response.unplaced[0].sent
    driver.take(Amend(words="later", sent=sent))
    assert said(driver) == ["The change to your message is saved."]
    assert values(placed(driver, "A"))["A"] == {"text": ["later"]}


def test_words_that_wait_can_be_edited_while_the_review_waits() -> None:
    driver = waiting(press(chat(*ITEMS), "skip:A"), "late")
    driver.response = replace(driver.response, held=True)
    driver.take(Amend(words="later", sent=driver.response.unplaced[0].sent))
    assert "Your words are saved." in said(driver)[0]
    assert values(placed(driver, "A"))["A"] == {"text": ["later"]}


def test_a_command_that_waits_is_obeyed_at_a_choice_and_kept_at_an_open_question() -> None:
    stopped = placed(waiting(press(chat(*ITEMS), "skip:A"), "stop"), "B")
    assert stopped.response.status is Status.STOPPED
    kept = placed(waiting(press(chat(*ITEMS), "skip:A"), "stop"), "A")
    assert (kept.response.status, values(kept)) == (Status.IN_PROGRESS, {"A": {"text": ["stop"]}})


@pytest.mark.parametrize("command", ["pause", "stop"])
def test_what_was_said_before_a_pause_or_a_stop_is_kept_and_does_not_go_on(command: str) -> None:
    driver = press(waiting(press(write(chat(*ITEMS), "first"), "next:A"), "late"), command)
    status = driver.response.status
    placed(driver, "A")
    assert (values(driver), driver.response.status) == ({"A": {"text": ["first", "late"]}}, status)


def test_what_has_waited_is_gone_after_a_withdrawal() -> None:
    driver = press(waiting(press(chat(*ITEMS), "skip:A"), "late"), "withdraw", "yes:withdraw")
    assert driver.response.unplaced == ()


def test_words_of_distress_do_not_wait() -> None:
    driver = waiting(press(write(chat(*ITEMS), "first"), "next:A"), "late", "I want to die")
    assert (driver.response.halted, driver.turn.flags) == (True, (FlagKind.DISTRESS,))
    assert [w.words for w in driver.response.unplaced] == ["late"]
    placed(driver, "A")
    assert (driver.response.halted, said(driver)) == (True, [])
    assert values(driver)["A"] == {"text": ["first", "late"]}


def test_a_voice_message_waits_too() -> None:
    driver = press(known(), "skip:P1")
    driver.take(driver.words("", attachment=SPOKEN))
    press(driver, "choose:voice:yes", "next:P2")
    driver.take(driver.words("", attachment=SPOKEN, above=Above.SOON))
    assert driver.turn.deposits == ()
    placed(driver, "P2")
    assert (len(driver.turn.deposits), len(driver.counting()["P2"].recordings)) == (1, 2)
    assert said(driver) == ["Your voice message is with your answer to the question before this one."]


def test_the_first_voice_message_asks_once_it_is_placed() -> None:
    driver = press(write(press(known(), "skip:P1"), "first"), "next:P2")
    driver.take(driver.words("", attachment=SPOKEN, above=Above.SOON))
    assert driver.response.at == "P3"
    placed(driver, "P2")
    assert driver.response.at == "voice"
    press(driver, "choose:voice:yes")
    assert len(driver.counting()["P2"].recordings) == 1


def test_a_picture_with_words_says_so_once_it_is_placed() -> None:
    driver = press(write(chat(*ITEMS), "first"), "next:A")
    driver.take(driver.words("late", above=Above.SOON, media=Media.PICTURE))
    placed(driver, "A")
    assert said(driver) == [EARLIER, "We kept your words. We cannot keep pictures or files here."]


REPLIED = [("A", "A?"), ("B", "B?"), ("C", "C?")]


@pytest.mark.parametrize(("about", "question"), REPLIED[:2])
def test_it_is_said_with_which_question_words_were_saved(about: str, question: str) -> None:
    driver = press(chat(*ITEMS), "skip:A", "skip:B", "skip:C")
    driver.take(driver.words("I forgot", about=about, reply_to=1))
    assert said(driver) == [f"Saved with your answer to this question:\n\n{question}"]
    assert value(driver.counting()[about]) == {"text": ["I forgot"]}
    driver.take(Say(words="and this", sent=driver.place + 1, about="C"))
    assert said(driver) == [EARLIER]


def test_a_reply_to_a_choice_chooses_nothing_and_offers_to_change_it() -> None:
    driver = press(chat(*ITEMS), "skip:A", "choose:B:yes", "skip:C")
    driver.take(driver.words("2", about="B", reply_to=1, above=Above.REPLIED))
    assert value(driver.counting()["B"]) == {"codes": ["yes"], "text": ["2"]}
    assert driver.reply.messages[-1].buttons == ("change:B", "resume")


@pytest.mark.parametrize(("above", "expected"), [(Above.REPLIED, "A"), (Above.KNOWN, NOTE)])
def test_after_a_pause_a_reply_to_the_question_itself_is_its_answer(above: Above, expected: str) -> None:
    driver = press(chat(*ITEMS), "pause")
    driver.take(driver.words("She sang.", reply_to=1, above=above))
    assert (values(driver), driver.response.status) == ({expected: {"text": ["She sang."]}}, Status.IN_PROGRESS)


def test_after_a_pause_a_reply_to_another_question_is_that_ones() -> None:
    driver = press(chat(*ITEMS), "skip:A", "pause")
    driver.take(driver.words("She sang.", about="A", reply_to=1, above=Above.REPLIED))
    assert (values(driver), driver.response.status) == ({"A": {"text": ["She sang."]}}, Status.PAUSED)


def test_words_above_every_question_are_a_note() -> None:
    driver = chat(choice("B"))
    driver.take(driver.words("1", about=""))
    assert (values(driver), driver.response.at) == ({NOTE: {"text": ["1"]}}, "B")
