"""The package for a reviewer, and the letter to a family: plain, gentle, and silent about who died and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs import letters
from dialogs.messages import Message, segments
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.passing_on import Handover, for_reviewer, forward, letter, picture
from dialogs.text import fill, verbatim
from tests.dialogs.core import ENGLISH
from tests.dialogs.reviewer_bot.desks import FACTS

TELEGRAM, PAGE = "https://t.me/families_bot?start=TOKEN", "https://example.org/i/TOKEN"
MADE = Handover(
    to="Ann",
    reviewer="Jo Carter",
    code="K7M2Q9X4T3AB",
    until=date(2026, 12, 21),
    telegram_link=TELEGRAM,
    page_link=None,
)


def read(message: Message) -> list[str]:
    """The paragraphs as they are shown."""
    return [text for text, _ in segments(message, ENGLISH, {})]


def test_the_reviewer_gets_link_and_code_and_never_the_check_words() -> None:
    assert read(for_reviewer(MADE)) == [
        "The invitation for \u2068Ann\u2069 is ready. It works until 21 December 2026.",
        f"Link: {TELEGRAM}",
        "Code to type: K7M2-Q9X4-T3AB",
        phrases.CHECK_WORDS_ELSEWHERE.replace("{to}", "\u2068Ann\u2069"),
        phrases.ONLY_ONCE,
    ]


def test_what_was_chosen_last_stands_first() -> None:
    assert read(for_reviewer(replace(MADE, chosen=verbatim("Cymraeg"))))[0] == "You chose: Cymraeg."


def test_a_renewal_says_that_the_old_link_is_dead_and_the_answers_are_not() -> None:
    told = read(for_reviewer(replace(MADE, renewed=True, bound=True)))
    assert told[0].startswith("Here is a new invitation for \u2068Ann\u2069.")
    assert told[1].startswith("Nothing is lost")


def test_with_a_page_there_are_two_links() -> None:
    made = replace(MADE, page_link=PAGE)
    assert f"Link without Telegram: {PAGE}" in read(for_reviewer(made))
    assert f"If you do not use Telegram, open this one: {PAGE}" in read(letter(made, FACTS))
    assert made.link == TELEGRAM


def test_with_a_page_alone_it_is_the_link() -> None:
    made = replace(MADE, telegram_link=None, page_link=PAGE)
    assert made.link == PAGE
    assert f"To begin, open this link: {PAGE}" in read(letter(made, FACTS))


def test_without_any_link_there_is_the_code_and_it_says_so() -> None:
    made = replace(MADE, telegram_link=None)
    assert any(line.startswith("There is no link yet") for line in read(for_reviewer(made)))
    assert "Code to type: K7M2-Q9X4-T3AB" in read(for_reviewer(made))
    assert read(forward(made, shares=False)) == [
        "The next message is for \u2068Ann\u2069. You can forward it as it is."
    ]
    assert not any("link:" in line for line in read(letter(made, FACTS)))


def test_the_letter() -> None:
    assert read(letter(MADE, FACTS)) == [
        "Hello \u2068Ann\u2069.",
        letters.ABOUT,
        f"To begin, open this link: {TELEGRAM}",
        "If the chat asks for a code, write: K7M2-Q9X4-T3AB",
        letters.DECLINE.replace("{phone}", FACTS["phone"]),
        "The link is only for you, so please do not pass it on. It works until 21 December 2026.",
        "Kind regards, \u2068Jo Carter\u2069",
    ]


@pytest.mark.parametrize("below_link", [False, True])
def test_the_letter_names_no_reason(below_link: bool) -> None:
    words = " ".join(read(letter(MADE, FACTS, below_link=below_link))).casefold()
    for never in ("died", "death", "disab", "autis", "leder", "review"):
        assert never not in words


def test_a_draft_of_the_letter_is_said_in_english_too() -> None:
    """The shared one is not: an address is only so long."""
    polish = replace(ENGLISH, translate=lambda _: "po polsku", english=ENGLISH)
    lines = [text for text, _ in segments(letter(MADE, FACTS), polish, {})]
    assert lines == ["po polsku"] * 7 + read(letter(MADE, FACTS))
    assert len(segments(letter(MADE, FACTS, below_link=True), polish, {})) == 7


def test_the_shared_letter_stands_below_its_link() -> None:
    shared = read(letter(MADE, FACTS, below_link=True))
    assert letters.LINK_ABOVE in shared
    assert TELEGRAM not in " ".join(shared)


def test_the_picture_says_what_it_is_for() -> None:
    assert fill(picture(MADE), ENGLISH, {}) == "\u2068Ann\u2069 can also point the camera of a phone at this picture."


def test_what_opens_the_door_shows_in_no_repr() -> None:
    assert "K7M2" not in repr(MADE)
    assert "TOKEN" not in repr(MADE)
