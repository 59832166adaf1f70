"""A text is translated, then filled once: a value is never a format string, a name keeps its own direction."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.messages import Message, Paragraph, Role, segments, wording
from dialogs.response import People
from dialogs.text import Speech, Text, fill, isolate, placeholders, say, verbatim
from tests.dialogs.core import ENGLISH
from tests.each import each

POLISH = Speech(
    translate={"{name} said {what}": "{what}: {name}", "Yes": "Tak", "{day}": "dnia {day}"}.__getitem__,
    day=lambda day: day.strftime("%d.%m.%Y"),
)
NAMES = {"name": isolate("Mags"), "reviewer": "your reviewer", "invitee": isolate("Ann")}
MEETING = date(2027, 3, 5)

FILLED: list[tuple[Text, Speech, str]] = [
    (say("Yes"), ENGLISH, "Yes"),
    (say("Yes"), POLISH, "Tak"),
    (say("Hello {name}"), ENGLISH, "Hello \u2068Mags\u2069"),
    (say("Hello {name}", name="you"), ENGLISH, "Hello you"),
    (say("{name} said {what}", what=say("Yes")), ENGLISH, "\u2068Mags\u2069 said Yes"),
    (say("{name} said {what}", what=say("Yes")), POLISH, "Tak: \u2068Mags\u2069"),
    (say("{day}", day=MEETING), ENGLISH, "5 March 2027"),
    (say("{day}", day=MEETING), POLISH, "dnia 05.03.2027"),
    (say("{what}", what="{name}"), ENGLISH, "{name}"),
    (say("{what}", what=say("{name}")), ENGLISH, "\u2068Mags\u2069"),
    (say("{what}", what=say("{what}", what="{what}")), ENGLISH, "{what}"),
    (say("{Name} {0} {} %s {{name}}"), ENGLISH, "{Name} {0} {} %s {\u2068Mags\u2069}"),
    (
        say("{reviewer} asked. {reviewer} or {reviewer}?"),
        ENGLISH,
        "Your reviewer asked. Your reviewer or your reviewer?",
    ),
    (say("Ask {reviewer}! {what}", what="your reviewer"), ENGLISH, "Ask your reviewer! your reviewer"),
    (verbatim("{name} \\1 Yes"), POLISH, "{name} \\1 Yes"),
    (verbatim(""), ENGLISH, ""),
]


@each(("text", "speech", "expected"), FILLED)
def test_a_text_is_filled_once(text: Text, speech: Speech, expected: str) -> None:
    assert fill(text, speech, NAMES) == expected


@given(st.text(), st.text())
def test_words_stay_as_they_were_typed(name: str, words: str) -> None:
    shown = fill(say("{name}|{what}|{said}", what=words, said=verbatim(words)), ENGLISH, {"name": isolate(name)})
    assert shown == f"{isolate(name)}|{words}|{words}"


def test_a_placeholder_that_nobody_fills_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill(say("{nmae}"), ENGLISH, NAMES)


def test_placeholders_are_lower_case_names_in_braces() -> None:
    assert placeholders("{name} {reply_time} {Name} {0} {} {na me}") == {"name", "reply_time"}


PEOPLE = [
    (People(invitee="Ann", person="Margaret", reviewer="Jo"), "\u2068Margaret\u2069", "\u2068Jo\u2069"),
    (People(invitee="Ann", person="Margaret", called="Mags"), "\u2068Mags\u2069", "your reviewer"),
    (People(invitee="Ann", person="מרגלית", called="{invitee}"), "\u2068{invitee}\u2069", "your reviewer"),
]


@pytest.mark.parametrize(("people", "name", "reviewer"), PEOPLE)
def test_names_are_isolated_and_a_reviewer_may_be_unknown(people: People, name: str, reviewer: str) -> None:
    names = {"name": name, "invitee": "\u2068Ann\u2069", "reviewer": reviewer}
    assert people.names("your reviewer") == names


def test_the_wording_is_question_hint_and_options() -> None:
    """What is around a question (progress, what was chosen before) is no part of what a decision keeps."""
    message = Message(
        paragraphs=(
            Paragraph(say("You chose: Yes.")),
            Paragraph(say("Health: question 1 of about 4"), Role.PROGRESS),
            Paragraph(verbatim("my own words"), Role.WORDS),
            Paragraph(say("Was {name} well?"), Role.QUESTION),
            Paragraph(say("Most of the time."), Role.HINT),
        ),
        options=(say("Yes"), say("Not {name}")),
    )
    shown = segments(message, ENGLISH, NAMES)
    assert [role for _, role in shown] == [Role.PLAIN, Role.PROGRESS, Role.WORDS, *wording_roles()]
    assert (
        wording(message, ENGLISH, NAMES)
        == "Was \u2068Mags\u2069 well?\n\nMost of the time.\n\n1. Yes\n2. Not \u2068Mags\u2069"
    )


def wording_roles() -> tuple[Role, ...]:
    return (Role.QUESTION, Role.HINT, Role.OPTIONS)
