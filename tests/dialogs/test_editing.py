"""An edited message amends the answer that it gave: in its own revision while that grows, else in the next."""

from __future__ import annotations

import pytest

from dialogs.inputs import Amend
from dialogs.response import Status
from dialogs.turn import NoticeKind
from tests.dialogs.tiny import chat, choice, known, opened, press, revisions, said, text, values, write
from tests.scenario import Person

ITEMS = (text("A"), choice("B"), text("C"))
NOT_SAVED = "That change is not saved. To change an answer, press Change an answer."


def test_while_it_grows_the_answer_keeps_its_revision() -> None:
    driver = write(chat(*ITEMS), "one", "two")
    Person(driver).edits("one", "One").expects("The change to your message is saved.")
    assert revisions(driver, "A") == [(1, {"text": ["One", "two"]}, False)]
    assert driver.response.at == "A"


def test_after_next_the_edit_is_the_next_revision() -> None:
    driver = press(write(chat(*ITEMS), "one", "two"), "next:A")
    Person(driver).edits("two", "Two")
    assert revisions(driver, "A") == [(1, {"text": ["one", "two"]}, True), (2, {"text": ["one", "Two"]}, False)]
    assert driver.response.at == "B"


def test_every_edit_after_next_is_a_revision_of_its_own() -> None:
    driver = press(write(chat(*ITEMS), "one"), "next:A")
    for words in ("One", "Uno"):
        driver.take(Amend(words=words, sent=driver.response.answers["A"].text[0].sent))
    assert [(n, v) for n, v, _ in revisions(driver, "A")] == [
        (1, {"text": ["one"]}),
        (2, {"text": ["One"]}),
        (3, {"text": ["Uno"]}),
    ]


def test_words_beside_a_choice_can_be_edited_and_the_choice_stays() -> None:
    driver = press(write(press(chat(*ITEMS), "skip:A"), "it depends"), "choose:B:no")
    Person(driver).edits("it depends", "it depended")
    assert values(driver)["B"] == {"codes": ["no"], "text": ["it depended"]}


def test_a_note_stays_one_note() -> None:
    driver = write(press(chat(text("A")), "skip:A"), "first", "second")
    Person(driver).edits("first", "First")
    assert revisions(driver, "note") == [(1, {"text": ["First", "second"]}, False)]


def test_after_finishing_an_edit_amends_the_response() -> None:
    driver = press(write(chat(text("A")), "one"), "next:A", "send:check")
    Person(driver).edits("one", "One")
    assert (driver.response.status, driver.turn.notices) == (Status.AMENDED, (NoticeKind.AMENDED,))


def test_what_was_understood_as_an_option_is_changed_by_its_button() -> None:
    driver = write(press(chat(*ITEMS), "skip:A"), "1")
    Person(driver).edits("1", "2").expects(NOT_SAVED).expects_buttons("change", "resume")
    assert values(driver)["B"] == {"codes": ["yes"]}


def test_an_edit_of_an_old_answer_does_not_come_back() -> None:
    """The answer was given anew; the message belongs to the one before."""
    driver = press(write(press(write(chat(*ITEMS), "one"), "next:A", "change:A"), "other words"), "next:A")
    Person(driver).edits("one", "One").expects(NOT_SAVED)
    assert values(driver)["A"] == {"text": ["other words"]}


@pytest.mark.promise("not-saved")
@pytest.mark.parametrize("sent", [0, 999])
def test_an_edit_of_a_message_nobody_knows_changes_nothing(sent: int) -> None:
    driver = write(chat(*ITEMS), "one")
    kept = dict(driver.record)
    driver.take(Amend(words="One", sent=sent))
    assert (said(driver), driver.record) == ([NOT_SAVED], kept)


def test_before_consent_an_edit_is_not_kept_and_the_reply_says_so() -> None:
    driver = write(opened("choose:W1:en"), "Hello")
    Person(driver).edits("Hello", "Hello!").expects(
        "Your answers are saved only after you agree. This message is not saved."
    )
    assert {k for k, _ in driver.record} == {"W1"}


def test_after_stopping_an_edit_is_not_kept_and_the_reply_says_so() -> None:
    driver = press(write(known(), "Mags"), "stop")
    Person(driver).edits("Mags", "Maggie")
    assert "not saved" in said(driver)[0]
    assert values(driver)["P1"] == {"text": ["Mags"]}


def test_editing_the_name_asks_again_what_to_say() -> None:
    driver = press(write(known(), "Mags"), "next:P1", "yes:name")
    Person(driver).edits("Mags", "Maggie")
    assert (driver.response.people.called, press(driver, "skip:P2").response.at) == ("", "name")
    assert press(driver, "yes:name").response.people.called == "Maggie"
