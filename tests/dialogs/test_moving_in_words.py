"""Skip, Next and the ways through the questions can be wished for in words; ticks and words are never lost by it."""

from __future__ import annotations

import pytest

from dialogs import phrases
from dialogs.inputs import Media
from dialogs.languages import NAMES
from locales import speech
from tests.dialogs.core import CoreDriver
from tests.dialogs.test_orders import in_language
from tests.dialogs.tiny import AGREEING, chat, choice, known, multiple, opened, press, said, text, values, write
from tests.each import each
from tests.scenario import Presses, Sends

TICKED = "Your words are saved. Press Next to go on."
PLEASE_CHOOSE = "Your words are saved. Please choose an answer too, by its number or its button. You can also skip."
DONE = [
    "next please",
    "thats it",
    "that's all thanks",
    "done",
    "all done",
    "finished",
    "dalej",
    "to wszystko",
    "بس",
    "fatto",
    "nada más",
]


def ticked() -> CoreDriver:
    """A multiple choice with two ticks, before an open question."""
    return press(chat(multiple("A", "more", "less", "none"), text("B")), "toggle:A:more", "toggle:A:less")


def test_words_after_ticks_are_told_about_next() -> None:
    driver = write(ticked(), "she liked it quiet")
    assert said(driver)[0].startswith(TICKED)
    assert "You can also skip" not in said(driver)[0]
    assert values(press(driver, "next:A"))["A"] == {"codes": ["more", "less"], "text": ["she liked it quiet"]}


def test_words_without_ticks_are_asked_to_choose() -> None:
    driver = write(chat(multiple("A", "more", "less")), "she liked it quiet")
    assert said(driver)[0].startswith(PLEASE_CHOOSE)
    assert said(write(press(driver, "toggle:A:more", "toggle:A:-more"), "so quiet"))[0].startswith(PLEASE_CHOOSE)


def test_a_voice_message_after_ticks_is_told_about_next() -> None:
    driver = press(opened(*AGREEING), "toggle:W3:more-time")
    driver.does(Sends(Media.VOICE))
    driver.does(Presses("choose:voice:yes"))
    driver.does(Sends(Media.VOICE))
    assert said(driver)[0].startswith("We have your voice message. Say or write more, or press Next.")
    assert values(press(driver, "next:W3"))["W3"]["codes"] == ["more-time"]


@each("words", ["skip", "Skip!", "skip this one please", "pomiń", "pass", "/skip"])
def test_skip_after_ticks_is_next_and_wipes_nothing(words: str) -> None:
    driver = write(ticked(), "more time", words)
    assert (driver.response.at, values(driver)["A"]) == ("B", {"codes": ["more", "less"], "text": ["more time"]})


def test_skip_pressed_after_ticks_is_next_too() -> None:
    assert values(press(ticked(), "skip:A"))["A"] == {"codes": ["more", "less"]}


def test_skip_without_ticks_skips() -> None:
    assert values(press(chat(multiple("A", "more"), text("B")), "skip:A"))["A"] == {"absent": "skipped"}
    assert values(press(ticked(), "toggle:A:-more", "toggle:A:-less", "skip:A"))["A"] == {"absent": "skipped"}


@pytest.mark.parametrize("words", ["I do not know", "not sure", "nie wiem", "rather not say"])
def test_typed_words_take_no_ticks_away(words: str) -> None:
    driver = chat(multiple("A", "more", "less", unsure=True, decline=True), text("B"))
    write(press(driver, "toggle:A:more"), words)
    assert (driver.response.at, values(driver)["A"]) == ("A", {"codes": ["more"], "text": [words]})


def test_the_button_takes_them_away() -> None:
    driver = press(chat(multiple("A", "more", unsure=True)), "toggle:A:more", "unsure:A")
    assert values(driver)["A"] == {"absent": "asked-unknown"}


@each("words", DONE)
def test_having_said_all_is_next_at_a_multiple_choice_with_ticks(words: str) -> None:
    driver = write(ticked(), words)
    assert (driver.response.at, values(driver)["A"]) == ("B", {"codes": ["more", "less"]})


@each("words", DONE)
def test_having_said_all_is_next_at_an_open_question_with_words(words: str) -> None:
    driver = write(chat(text("A"), text("B")), "She sang.", words)
    assert (driver.response.at, values(driver)["A"]) == ("B", {"text": ["She sang."]})


@each("words", ["done", "thats it", "finished"])
@each("item", [text("A"), choice("A"), multiple("A", "more", "less")])
def test_where_nothing_was_said_these_are_words(words: str, item: dict[str, object]) -> None:
    driver = write(chat(item, text("B")), words)
    assert (driver.response.at, values(driver)["A"]) == ("A", {"text": [words]})


@each(
    "words", ["She was done with it", "that's all he ever wanted", "next to her mum", "they finished her off", "I skip"]
)
def test_a_story_goes_nowhere(words: str) -> None:
    driver = write(chat(text("A"), text("B")), "She sang.", words)
    assert (driver.response.at, values(driver)["A"]) == ("A", {"text": ["She sang.", words]})


@each("words", ["next please", "next one", "ok next", "idziemy dalej", "let's move on"])
def test_next_in_other_words_is_next(words: str) -> None:
    driver = write(chat(text("A"), text("B")), words)
    assert said(driver)[0].startswith("There are no words yet.")
    assert write(driver, "She sang.", words).response.at == "B"


@each("words", ["not sure", "no idea", "i dont really know", "nie mam pojęcia", "boh"])
def test_not_to_know_in_other_words_is_its_button_where_there_is_one(words: str) -> None:
    driver = write(chat(choice("A", unsure=True), text("B", unsure=True), text("C")), words, words)
    assert values(driver) == {"A": {"absent": "asked-unknown"}, "B": {"absent": "asked-unknown"}}


@pytest.mark.parametrize("words", ["I don't know", "nie wiem", "no idea", "no sé"])
def test_not_to_know_at_another_open_question_is_kept_and_its_button_offered(words: str) -> None:
    driver = write(chat(text("A"), text("B")), words)
    assert (driver.response.at, values(driver)["A"]) == ("A", {"text": [words]})
    assert {"next:A", "unsure:A"} <= {*driver.reply.messages[0].buttons}
    assert values(press(driver, "unsure:A"))["A"] == {"text": [words], "absent": "asked-unknown"}


@each("words", ["skip it please", "pass", "pomiń to pytanie", "چھوڑ دیں"])
@each("item", [text("A"), choice("A"), multiple("A", "more")])
def test_skip_in_other_words_skips(words: str, item: dict[str, object]) -> None:
    driver = write(chat(item, text("B")), words)
    assert (driver.response.at, values(driver)["A"]) == ("B", {"absent": "skipped"})


SHORT = [
    "About 10 questions",
    "about 10 questions please",
    "the short one",
    "short",
    "The short one about 10",
    "only about 10",
    "fewer questions",
]


@each("words", SHORT)
def test_the_short_form_is_chosen_in_words_where_it_is_offered(words: str) -> None:
    driver = known()
    assert "open:short" in driver.reply.messages[0].buttons
    write(driver, words)
    assert (driver.response.short, "P1" in values(driver)) == (True, False)


@pytest.mark.parametrize("words", ["All the questions", "all questions please", "the long one", "wszystkie pytania"])
def test_all_the_questions_are_chosen_in_words(words: str) -> None:
    driver = write(known(), words)
    assert (driver.response.short, driver.response.at, "P1" in values(driver)) == (False, "P1", False)
    assert said(driver)[0].startswith("That is fine. We will ask all our questions.")


@each("words", SHORT)
def test_the_open_menu_is_on_the_screen(words: str) -> None:
    driver = press(known("skip:P1"), "open:more")
    assert "open:short" in driver.reply.messages[0].buttons
    write(driver, words)
    assert (driver.response.short, "P2" in values(driver)) == (True, False)


@pytest.mark.parametrize(("words", "at"), [("All the parts", "hub"), ("all the parts please", "hub")])
def test_the_other_labels_of_the_open_menu_work_too(words: str, at: str) -> None:
    driver = write(press(known("skip:P1"), "open:more"), words)
    assert (driver.response.at, "P2" in values(driver)) == (at, False)


def test_stop_in_the_open_menu_stops() -> None:
    assert write(press(known("skip:P1"), "open:more"), "Stop").response.status == "stopped"


def test_the_menu_is_closed_once_anything_else_has_come() -> None:
    driver = write(press(known("skip:P1"), "open:more"), "She was kind.", "the short one")
    assert (driver.response.short, values(driver)["P2"]) == (False, {"text": ["She was kind.", "the short one"]})


@pytest.mark.parametrize("label", ["About 10 questions", "All the parts"])
def test_without_the_menu_the_label_is_kept_at_an_open_question_and_offered(label: str) -> None:
    driver = write(known("skip:P1"), label)
    assert values(driver)["P2"] == {"text": [label]}
    assert {"open:short", "open:hub"} & {*driver.reply.messages[0].buttons}


def test_without_the_menu_the_label_works_at_a_choice() -> None:
    driver = known("open:hub", "open:H")
    assert driver.response.at == "H1"
    assert write(driver, "About 10 questions").response.short


@each("language", NAMES)
def test_the_labels_of_the_menu_work_in_every_language(language: str) -> None:
    driver = press(known("skip:P1"), "open:more")
    translate = speech(language).translate
    short = translate(phrases.ABOUT_SO_MANY).replace("{number}", "10")
    assert in_language(driver, language, short).response.short
    assert in_language(driver, language, translate(phrases.ALL_PARTS)).response.at == "hub"
    assert in_language(driver, language, translate(phrases.STOP)).response.status == "stopped"


def test_next_in_other_words_leads_on_from_the_hub() -> None:
    assert write(known("open:hub"), "let's go on").response.at != "hub"


def test_polite_words_beside_a_label_change_nothing() -> None:
    driver = write(chat(text("A"), text("B"), text("C")), "She sang.", "Next please", "please skip")
    assert (driver.response.at, values(driver)["B"]) == ("C", {"absent": "skipped"})
    assert "stop" in write(driver, "stop please").reply.messages[0].buttons


def test_the_real_question_of_what_would_help_keeps_its_ticks() -> None:
    driver = write(
        opened(*AGREEING), "more time i am slow at typing", "3 and 4", "well you know how it is", "next please"
    )
    assert values(driver)["W3"]["codes"] == ["more-time", "someone-with-me"]
    assert driver.response.at == "R1"
