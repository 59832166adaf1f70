"""Who says that Easy Read would help them gets it from the next question on."""

from __future__ import annotations

import pytest

from dialogs.inputs import Begin
from dialogs.languages import EASY_READ
from locales import speech
from tests.dialogs.core import CoreDriver, fresh
from tests.dialogs.tiny import AGREEING, press, said

BOTH = ("en", EASY_READ)


def at_access(language: str = "en", languages: tuple[str, ...] = BOTH) -> CoreDriver:
    """The real interview at "What would help you take part?"."""
    begun = fresh(language=language, languages=languages, passed=frozenset({"W1"}))
    driver = CoreDriver(response=begun, speech=speech)
    driver.take(Begin())
    return press(driver, *AGREEING[1:])


def test_easy_read_is_spoken_from_the_next_question_on() -> None:
    driver = press(at_access(), "toggle:W3:easy-read", "next:W3")
    assert driver.response.language == EASY_READ
    assert "We use Easy Read from now on." in said(driver)[-1]
    assert press(driver, "skip:R1").response.language == EASY_READ


def test_it_can_be_changed_back() -> None:
    driver = press(at_access(), "toggle:W3:easy-read", "next:W3", "lang:en")
    assert driver.response.language == "en"


@pytest.mark.parametrize(
    ("language", "languages", "code"),
    [
        ("en", ("en",), "easy-read"),
        ("en", BOTH, "phone"),
        ("pl", ("pl", *BOTH), "easy-read"),
        (EASY_READ, BOTH, "easy-read"),
    ],
)
def test_nothing_is_said_where_it_is_not_asked_for_or_not_on_offer(
    language: str, languages: tuple[str, ...], code: str
) -> None:
    driver = press(at_access(language, languages), f"toggle:W3:{code}", "next:W3")
    assert (driver.response.language, "from now on" in said(driver)[-1]) == (language, False)


def test_who_reads_easy_read_is_not_asked_whether_it_would_help() -> None:
    """Who has chosen it just now can still take it back."""
    driver = at_access(EASY_READ)
    assert "toggle:W3:easy-read" not in driver.reply.messages[-1].buttons
    assert "toggle:W3:voice" in driver.reply.messages[-1].buttons
    driver = press(at_access(), "toggle:W3:easy-read", f"lang:{EASY_READ}")
    assert "toggle:W3:-easy-read" in driver.reply.messages[-1].buttons
