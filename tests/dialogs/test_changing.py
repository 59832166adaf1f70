"""To change an answer begins with what was said, and replaces it; an answer that still grows is shown as kept, and grows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogs.changing import chosen, grows, in_box, is_changed
from dialogs.messages import Role
from tests.dialogs.core import SPOKEN, CoreDriver, english_day
from tests.dialogs.tiny import agreed, chat, choice, multiple, press, revisions, said, text, value, values, write
from tests.each import each

DAYS = {"link_id": "N", "type": "date", "text": "N?", "repeats": True}
ITEMS = (
    text("A"),
    choice("B", unsure=True),
    multiple("C", "x", "y"),
    DAYS,
    text("D", option=[{"code": "no", "text": "No"}]),
)
CHANGED, GREW = "Your answer now:", "Your answer so far:"
BEGUN: dict[str, Callable[[CoreDriver], CoreDriver]] = {
    "pause": lambda driver: press(driver, "pause", "resume"),
    "help": lambda driver: press(driver, "help", "resume"),
    "menu": lambda driver: press(driver, "open:more", "resume"),
    "distress": lambda driver: press(write(driver, "I want to die"), "yes:distress"),
    "a hold": lambda driver: press(driver, "talk", "resume"),
}


def told(*messages: str, channel: str = "telegram") -> CoreDriver:
    """The question A after these messages, done with, and asked again to be changed."""
    return press(write(chat(*ITEMS, channel=channel), *messages), "next:A", "change:A")


def box(driver: CoreDriver) -> str:
    return in_box(driver.response, driver.questionnaire.items[driver.response.at], english_day)


def picked(driver: CoreDriver) -> list[str]:
    """The buttons that are marked as chosen now."""
    return [data for row in driver.reply.messages[-1].rows for label, data in row if label.startswith("✓")]


def lines(driver: CoreDriver) -> list[str]:
    return [str(p.text.values.get("words")) for p in driver.turn.messages[-1].paragraphs if p.role is Role.WORDS]


def test_the_box_begins_with_the_words_of_the_answer_joined() -> None:
    driver = told("She loved the sea.", "And trains.", channel="page")
    assert box(driver) == "She loved the sea.\n\nAnd trains."
    assert CHANGED not in said(driver)[-1]
    assert "Your answer is in the box." in said(driver)[-1]
    write(driver, "She loved the sea.\n\nAnd buses.")
    assert value(driver.response.answers["A"]) == {"text": ["She loved the sea.\n\nAnd buses."]}
    assert [old for _, _, old in revisions(driver, "A")] == [True, False]


@pytest.mark.parametrize("words", ["She loved the sea.\n\nAnd trains.", " She loved the sea.\nAnd trains. "])
def test_the_same_words_sent_again_are_no_change(words: str) -> None:
    driver = told("She loved the sea.", "And trains.", channel="page")
    press(write(driver, words), "next:A")
    assert revisions(driver, "A") == [(1, {"text": ["She loved the sea.", "And trains."]}, False)]
    assert said(driver)[0].startswith("Your answer stays as it was.")


def test_in_a_chat_the_answer_is_shown_and_what_is_written_takes_its_place() -> None:
    driver = told("old", "older")
    assert (lines(driver), CHANGED in said(driver)[-1]) == (["old", "older"], True)
    assert values(press(write(driver, "new"), "next:A"))["A"] == {"text": ["new"]}


@each("begun", BEGUN)
@each("channel", ["telegram", "page", "terminal"])
def test_an_answer_that_grows_is_shown_as_kept_and_grows(begun: str, channel: str) -> None:
    driver = BEGUN[begun](write(chat(*ITEMS, channel=channel), "One."))
    asked = driver.turn.messages[-1]
    assert (asked.prompt, lines(driver), box(driver)) == ("A", ["One."], "")
    assert (GREW in said(driver)[-1], CHANGED in said(driver)[-1]) == (True, False)
    assert "This is saved. You can write more, or press Next." in said(driver)[-1]
    assert grows(driver.response, driver.questionnaire.items["A"])
    write(driver, "Two.")
    assert values(driver)["A"] == {"text": ["One.", "Two."]}


def test_a_change_that_was_begun_grows_too() -> None:
    driver = press(write(told("old"), "new"), "pause", "resume")
    assert (GREW in said(driver)[-1], lines(driver)) == (True, ["new"])
    assert values(press(write(driver, "more"), "next:A"))["A"] == {"text": ["new", "more"]}


def test_a_change_that_was_not_begun_is_a_change_after_a_pause_too() -> None:
    driver = press(told("old", channel="page"), "pause", "resume")
    assert (box(driver), is_changed(driver.response, driver.questionnaire.items["A"])) == ("old", True)


@pytest.mark.parametrize("channel", ["telegram", "page"])
def test_the_option_of_now_is_marked_and_choosing_it_again_changes_nothing(channel: str) -> None:
    driver = press(chat(*ITEMS, channel=channel), "skip:A", "choose:B:yes", "change:B")
    assert picked(driver) == ["choose:B:yes"]
    assert chosen(driver.response, driver.questionnaire.items["B"]) == {"yes"}
    press(driver, "choose:B:yes")
    assert revisions(driver, "B") == [(1, {"codes": ["yes"]}, False)]
    assert said(driver)[0].startswith("Your answer stays as it was.")


def test_options_of_many_are_marked() -> None:
    driver = press(chat(*ITEMS), "skip:A", "skip:B", "toggle:C:y", "next:C", "change:C")
    assert picked(driver) == ["toggle:C:-y"]


def test_an_option_beside_words_is_marked() -> None:
    driver = press(chat(*ITEMS), "skip:A", "skip:B", "skip:C", "skip:N", "choose:D:no", "change:D")
    assert picked(driver) == ["choose:D:no"]


def test_a_decision_that_is_changed_is_marked_and_the_same_one_is_not_decided_again() -> None:
    driver = agreed("change:C5")
    assert picked(driver) == ["choose:C5:yes"]
    before = len(driver.decisions)
    press(driver, "choose:C5:yes")
    assert (len(driver.decisions), driver.response.changing) == (before, None)
    assert picked(agreed()) == []


def test_the_days_are_listed_in_the_box_and_the_same_ones_are_no_change() -> None:
    driver = write(press(chat(*ITEMS, channel="page"), "skip:A", "skip:B", "skip:C"), "5 March 2027, 6 April 2027")
    press(driver, "next:N", "change:N")
    assert box(driver) == "5 March 2027\n6 April 2027"
    press(write(driver, box(driver)), "next:N")
    assert len(revisions(driver, "N")) == 1
    press(write(press(driver, "change:N"), "5 March 2027\n7 May 2027"), "next:N")
    assert values(driver)["N"] == {"dates": ["2027-03-05", "2027-05-07"]}


@pytest.mark.parametrize("channel", ["telegram", "page"])
def test_voice_messages_stay_in_an_answer_that_is_changed_and_it_is_said(channel: str) -> None:
    driver = chat(*ITEMS, channel=channel, decisions={"C3": "yes", "C4": "yes", "voice": "yes"})
    items = {**driver.questionnaire.items, "voice": driver.questionnaire.items["B"]}
    driver.questionnaire.__dict__["items"] = items
    driver.take(driver.words("", attachment=SPOKEN))
    spoken = values(driver)["A"]["voice"]
    press(write(driver, "old"), "next:A", "change:A")
    assert "Your voice messages stay in your answer." in said(driver)[-1]
    press(write(driver, "new"), "next:A")
    assert values(driver)["A"] == {"text": ["new"], "voice": spoken}
    press(driver, "change:A", "skip:A")
    assert values(driver)["A"] == {"absent": "skipped"}


def test_words_beside_a_choice_stay_when_the_choice_is_changed() -> None:
    driver = press(write(press(chat(*ITEMS), "skip:A"), "it is hard to say"), "choose:B:yes", "change:B", "choose:B:no")
    assert values(driver)["B"] == {"codes": ["no"], "text": ["it is hard to say"]}
