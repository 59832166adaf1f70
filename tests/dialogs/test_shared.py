"""A contact is a telephone number where one is asked for, and elsewhere not kept; an album of pictures is refused once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.inputs import Above, Media, Unkept
from tests.dialogs.core import CoreDriver
from tests.dialogs.test_answering import at_number
from tests.dialogs.test_words import ITEMS
from tests.dialogs.tiny import AGREEING, chat, opened, press, said, values, write
from tests.each import each
from tests.scenario import Sends

NUMBER = "+447700900123"
CONTACT = Sends(Media.CONTACT, NUMBER)
NOT_KEPT = "Thank you. We have not kept this contact. Please tell us in words."


def test_where_a_number_is_asked_for_it_is_taken() -> None:
    driver = at_number()
    driver.does(CONTACT)
    assert (values(driver)["N1-what"], said(driver)) == ({"text": [NUMBER]}, ["Saved. Write more, or press Next."])
    assert press(driver, "next:N1-what").response.at == "N1-when"


def test_it_joins_what_was_written_there() -> None:
    driver = write(at_number(), "my mobile")
    driver.does(CONTACT)
    assert values(driver)["N1-what"] == {"text": ["my mobile", NUMBER]}


def test_one_that_next_overtook_joins_its_question() -> None:
    driver = press(write(at_number(), "my mobile"), "next:N1-what")
    driver.take(driver.words(NUMBER, media=Media.CONTACT, about="N1-what"))
    assert (values(driver)["N1-what"], driver.response.at) == ({"text": ["my mobile", NUMBER]}, "N1-when")


def test_a_forwarded_one_is_marked_and_asked_about() -> None:
    driver = at_number()
    driver.take(driver.words(NUMBER, media=Media.CONTACT, forwarded=True))
    assert (values(driver)["N1-what"]["text"], driver.response.forwards != ()) == ([NUMBER], True)


@pytest.mark.promise("not-saved")
@each("forwarded", [False, True])
@each("about", [None, "N1", "N1-when"])
def test_at_another_question_it_is_not_kept(*, forwarded: bool, about: str | None) -> None:
    driver = press(write(at_number(), "07700 900123"), "next:N1-what")
    before = values(driver)
    driver.take(driver.words(NUMBER, media=Media.CONTACT, about=about, forwarded=forwarded))
    assert (said(driver), values(driver), driver.response.at) == ([NOT_KEPT], before, "N1-when")


@each("place", range(1, len(AGREEING)))
def test_before_consent_it_decides_nothing(place: int) -> None:
    """A number may stand for an option: this one does not."""
    driver = opened(*AGREEING[:place])
    at = driver.response.at
    driver.does(Sends(Media.CONTACT, "1"))
    assert (said(driver), driver.response.at) == ([NOT_KEPT], at)


def test_while_a_question_is_on_its_way_it_is_for_that() -> None:
    driver = at_number()
    driver.take(driver.words(NUMBER, media=Media.CONTACT, about=None, above=Above.SOON))
    assert [w.words for w in driver.response.unplaced] == [NUMBER]


def test_after_the_end_it_is_said_that_nothing_is_kept() -> None:
    driver: CoreDriver = press(at_number(), "stop")
    driver.response = replace(driver.response, at="N1-what")
    driver.does(CONTACT)
    assert said(driver)[0].startswith("This chat has ended, so this message is not saved.")


@pytest.mark.parametrize("media", [Media.PICTURE, Media.VIDEO, Media.OTHER])
def test_an_album_is_refused_once(media: Media) -> None:
    """The next one is spoken of again, and so is a picture alone."""
    driver, told = chat(*ITEMS), []
    for album in ("1", "1", "1", "2", "2", "", ""):
        driver.take(Unkept(media, album))
        told.append(len(said(driver)))
    assert told == [1, 0, 0, 1, 0, 1, 1]


def test_words_in_an_album_are_kept_and_answered_wherever_they_stand() -> None:
    driver = chat(*ITEMS)
    driver.take(Unkept(Media.PICTURE, "1"))
    driver.take(driver.words("At the sea", media=Media.PICTURE, album="1"))
    assert (values(driver)["A"], said(driver)) == ({"text": ["At the sea"]}, ["Saved. Write more, or press Next."])
    driver.take(driver.words("With Tom", media=Media.PICTURE, album="2"))
    assert said(driver)[-1] == "We kept your words. We cannot keep pictures or files here."
    driver.take(Unkept(Media.PICTURE, "2"))
    assert (said(driver), values(driver)["A"]) == ([], {"text": ["At the sea", "With Tom"]})


@pytest.mark.parametrize("buttons", [["stop"], ["pause"], ["withdraw", "yes:withdraw"]])
def test_whatever_is_said_to_an_album_is_said_once(buttons: list[str]) -> None:
    driver, told = press(chat(*ITEMS), *buttons), []
    for _ in range(3):
        driver.take(Unkept(Media.PICTURE, "1"))
        told.append(len(said(driver)))
    assert told == [1, 0, 0]
