"""Words belong to the question above them; between consent and the end none are lost, none are taken for a press."""

from __future__ import annotations

import pytest

from dialogs.inputs import Media
from dialogs.response import Status
from dialogs.turn import NoticeKind
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import (
    AGREEING,
    chat,
    choice,
    known,
    multiple,
    opened,
    press,
    revisions,
    said,
    text,
    values,
    write,
)
from tests.each import each
from tests.scenario import Person, Sends

SAVED = "Saved. Write more, or press Next."
ITEMS = (text("A"), choice("B", unsure=True), multiple("C", "x", "y", "none"), text("D"))


def test_an_open_question_takes_messages_until_next() -> None:
    driver = chat(*ITEMS)
    person = Person(driver)
    person.says("One.").expects("Saved. Write more, or press Next.").expects_buttons("next:A", "open:more", "help")
    person.says("Two.").expects(SAVED).says("Three.").expects(SAVED).expects_buttons("next:A", "open:more", "help")
    assert driver.response.at == "A"
    person.presses("next:A")
    assert (driver.response.at, revisions(driver, "A")) == ("B", [(1, {"text": ["One.", "Two.", "Three."]}, False)])


def test_skip_after_words_means_next() -> None:
    assert values(press(write(chat(*ITEMS), "One."), "skip:A"))["A"] == {"text": ["One."]}


def test_next_without_words_asks_for_some() -> None:
    driver = press(chat(*ITEMS), "next:A")
    assert (driver.response.at, driver.record) == ("A", {})


def test_words_before_i_do_not_know_stay() -> None:
    driver = press(write(chat(text("A", unsure=True)), "Maybe"), "unsure:A")
    assert values(driver) == {"A": {"text": ["Maybe"], "absent": "asked-unknown"}}


AT_A_CHOICE: list[tuple[str, dict[str, object]]] = [
    ("1", {"codes": ["yes"]}),
    ("No.", {"codes": ["no"]}),
    ("skip", {"absent": "skipped"}),
    ("I don't know", {"absent": "asked-unknown"}),
    ("it depends", {"text": ["it depends"]}),
    ("99", {"text": ["99"]}),
]


@each(("words", "expected"), AT_A_CHOICE)
def test_words_at_a_choice(words: str, expected: dict[str, object]) -> None:
    assert values(write(press(chat(*ITEMS), "skip:A"), words))["B"] == expected


def test_words_at_a_choice_stay_with_it_and_it_is_asked_once_more() -> None:
    driver = write(press(chat(*ITEMS), "skip:A"), "it depends", "on the day")
    assert (driver.response.at, len(driver.reply.messages)) == ("B", 1)
    assert values(press(driver, "choose:B:no"))["B"] == {"codes": ["no"], "text": ["it depends", "on the day"]}


def test_several_options_can_be_typed_at_once() -> None:
    driver = write(press(chat(*ITEMS), "skip:A", "skip:B"), "1 and 2", "next")
    assert (values(driver)["C"], driver.response.at) == ({"codes": ["x", "y"]}, "D")


@pytest.mark.parametrize("words", ["I do not know", "rather not say"])
def test_words_for_an_absence_that_is_not_offered_are_kept(words: str) -> None:
    driver = write(chat(choice("Q")), words)
    assert values(driver) == {"Q": {"text": [words]}}


LATE: list[tuple[list[str], str, str, dict[str, object]]] = [
    (["skip:A"], "A", "A", {"text": ["late"]}),
    (["skip:A", "choose:B:no"], "B", "B", {"codes": ["no"], "text": ["late"]}),
    (["skip:A", "unsure:B"], "B", "B", {"text": ["late"], "absent": "asked-unknown"}),
    (["skip:A", "skip:B"], "A", "A", {"text": ["late"]}),
    (["skip:A"], "note", "note", {"text": ["late"]}),
    (["skip:A"], "about", "note", {"text": ["late"]}),
    (["skip:A"], "C5", "note", {"text": ["late"]}),
]


@each(("buttons", "about", "where", "expected"), LATE)
def test_words_that_a_button_overtook_join_their_own_question(
    buttons: list[str], about: str, where: str, expected: dict[str, object]
) -> None:
    """The two come in parallel, so Next can overtake the last sentence; what is asked now stays."""
    driver = press(chat(*ITEMS), *buttons)
    at = driver.response.at
    driver.take(driver.words("late", about=about))
    assert (values(driver)[where], driver.response.at) == (expected, at)


def test_words_that_a_change_overtook_join_their_own_question() -> None:
    """They were written below B, before A was asked again."""
    driver = press(chat(*ITEMS), "skip:A", "change:A")
    driver.take(driver.words("it depends", about="B"))
    assert (values(driver).get("B"), driver.response.at) == ({"text": ["it depends"]}, "A")


def test_overtaken_words_take_their_place_among_the_others() -> None:
    driver = write(chat(*ITEMS), "first")
    driver.take(driver.words("third", sent=30))
    press(driver, "next:A").take(driver.words("second", about="A", sent=20))
    assert revisions(driver, "A") == [(1, {"text": ["first", "second", "third"]}, False)]


def test_words_above_the_question_on_the_screen_never_answer_it() -> None:
    driver = press(chat(*ITEMS), "skip:A")
    driver.take(driver.words("1", about="A"))
    assert (values(driver), driver.response.at) == ({"A": {"text": ["1"]}}, "B")


def test_what_belongs_to_no_question_is_one_note() -> None:
    driver = write(press(chat(text("A")), "skip:A"), "First thought.", "Second thought.")
    assert (driver.response.at, revisions(driver, "note")) == (
        "check",
        [(1, {"text": ["First thought.", "Second thought."]}, False)],
    )


def test_words_at_the_last_statement_are_a_note() -> None:
    """C5 comes after the consent that lets words be kept."""
    driver = write(opened(*AGREEING[:-1]), "With pleasure")
    assert (values(driver), driver.response.at) == ({"note": {"text": ["With pleasure"]}}, "C5")


def finished() -> CoreDriver:
    return press(chat(text("A"), choice("B")), "skip:A", "choose:B:no", "send:check")


def test_after_finishing_words_are_a_note_and_the_response_is_amended() -> None:
    driver = finished()
    before = driver.response.status
    notices = [n for words in ("And also", "One more") for n in write(driver, words).turn.notices]
    assert (before, driver.response.status) == (Status.COMPLETED, Status.AMENDED)
    assert (notices, values(driver)["note"]) == ([NoticeKind.AMENDED], {"text": ["And also", "One more"]})


def test_after_finishing_a_change_amends_the_response() -> None:
    driver = press(finished(), "change:B", "choose:B:yes")
    assert (driver.response.status, driver.turn.notices, driver.response.at) == (
        Status.AMENDED,
        (NoticeKind.AMENDED,),
        "done",
    )


def test_after_finishing_looking_changes_nothing() -> None:
    driver = press(write(finished(), "/answers"), "change:B", "next:B", "send:check")
    assert (driver.response.status, driver.response.at) == (Status.COMPLETED, "done")


MEDIA = [
    (Media.VIDEO, "Thank you. We cannot keep videos here. Please tell us in words or in a voice message."),
    (Media.PICTURE, "Thank you. We cannot keep pictures or files here. Please tell us in words."),
    (Media.STICKER, "Thank you. We cannot keep pictures or files here. Please tell us in words."),
    (Media.PLACE, "We do not need to know where anybody is, and we have not kept it. Please tell us in words."),
    (Media.CONTACT, "Thank you. We have not kept this contact. Please tell us in words."),
    (Media.OTHER, "Thank you. We cannot keep pictures or files here. Please tell us in words."),
]


@pytest.mark.promise("not-saved")
@each(("media", "sentence"), MEDIA)
def test_what_is_not_kept_gets_a_kind_sentence(media: Media, sentence: str) -> None:
    driver = chat(*ITEMS)
    Person(driver).sends(media).expects(sentence)
    assert (driver.response.at, driver.record) == ("A", {})


def test_a_caption_is_words() -> None:
    driver = chat(*ITEMS)
    driver.does(Sends(Media.PICTURE, "At the sea"))
    assert values(driver) == {"A": {"text": ["At the sea"]}}
    assert said(driver) == [
        "Saved. Write more, or press Next.\n\nWe kept your words. We cannot keep pictures or files here."
    ]


def test_nobody_is_told_that_words_were_kept_which_were_not() -> None:
    driver = opened("choose:W1:en")
    driver.does(Sends(Media.PICTURE, "That is her"))
    assert [text for text in said(driver) if "We kept your words" in text] == []


TYPED_AT_SCREENS = [
    (["choose:W1:en", "choose:W2:yes", "choose:C1:yes"], "ok", "C2"),
    (["choose:W1:en", "choose:W2:yes", "choose:C1:yes"], "next", "C2"),
    (["choose:W1:en", "choose:W2:yes", "choose:C1:yes"], "1", "C2"),
    (["choose:W1:en", "choose:W2:yes", "choose:C1:yes"], "who are you?", "about"),
    (["choose:W1:en", "choose:W2:yes", "choose:C1:yes", "yes:about"], "Yes", "C3"),
]


@each(("buttons", "words", "place"), TYPED_AT_SCREENS)
def test_a_screen_to_read_can_be_left_in_words(buttons: list[str], words: str, place: str) -> None:
    assert write(opened(*buttons), words).response.at == place


def test_the_label_of_the_way_on_can_be_typed() -> None:
    """The button of the first screen says Go on."""
    assert write(opened("choose:W1:en", "choose:W2:yes", "choose:C1:yes"), "Go on").response.at == "C2"


def test_a_change_can_be_asked_for_in_words_as_the_screen_says() -> None:
    """`Press its button, or write /change and its number.`"""
    driver = press(known("change"), "change:2")
    assert driver.response.at == "R1"


def test_words_at_the_check_screen_end_a_pause() -> None:
    """`To go on, press Go on or write to us here.`"""
    driver = write(press(chat(choice("A")), "choose:A:no", "pause"), "Here I am again")
    assert driver.response.status is Status.IN_PROGRESS


def test_a_question_about_a_day_keeps_the_day() -> None:
    """Dates are typed; `value` holds `dates`."""
    driver = write(chat({"link_id": "D", "type": "date", "text": "When?"}), "5 March 2027")
    assert values(driver)["D"].get("dates") == ["2027-03-05"]
