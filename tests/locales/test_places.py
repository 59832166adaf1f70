"""A language may say an answer by the verb of its question: Welsh has no one word for yes."""

from __future__ import annotations

from datetime import date

import pytest

from bot.telegram.rendering import send_message
from dialogs import leder, phrases
from dialogs.answers import Chosen, understand
from dialogs.own_words import guessed
from dialogs.screens import message_at
from dialogs.text import fill, say
from locales import checking, speech
from tests.dialogs.core import fresh, names

SAID = [
    ("S3", "Oedd", "Nac oedd"),
    ("C3", "Hoffwn", "Na hoffwn"),
    ("C4", "Caiff", "Na chaiff"),
    ("H3-pain", "Do", "Naddo"),
    ("C1", "Ydw", "Nac ydw"),
    ("W2", "Ie", "Na"),
]


@pytest.mark.parametrize(("place", "yes", "no"), SAID)
def test_welsh_answers_with_the_verb_of_the_question(place: str, yes: str, no: str) -> None:
    """On the buttons and among the options; a language that says nothing of its own there says what it always says."""
    questionnaire, response = leder.load(), fresh(language="cy")
    sent = send_message(message_at(questionnaire, response, place), speech("cy"), names(response), 1)[0]
    shown = [b["text"].partition(". ")[2] for row in sent["reply_markup"]["inline_keyboard"] for b in row]
    assert {yes, no} <= {*shown}
    assert fill(say(phrases.YES).at(place), speech("pl"), {}) == "Tak"
    assert fill(say(phrases.YES).at(place), speech("en"), {}) == "Yes"


def test_every_question_that_welsh_answers_otherwise_is_asked() -> None:
    """Each entry with a msgctxt stands where the question has that answer, and none answers with a bare Ie but to Ai?"""
    assert not [f for f in checking.faults("cy", ()) if "another way" not in f]
    how, at = speech("cy"), checking.at_places("cy")
    asked = [i for i in leder.load().items.values() if phrases.YES in {o.text for o in i.options}]
    bare = [i.link_id for i in asked if (i.link_id, phrases.YES) not in at]
    assert all(how.translate(leder.load().items[place].text).startswith("Ai ") for place in bare), bare


@pytest.mark.parametrize(("place", "yes", "no"), SAID)
def test_what_stands_on_the_button_can_be_typed(place: str, yes: str, no: str) -> None:
    item, wording = leder.load().items[place], "\n".join(f"{n}. {shown}" for n, shown in enumerate(_shown(place), 1))
    assert understand(item, yes, today=date(2026, 11, 30), wording=wording, language="cy") == Chosen(("yes",))
    assert understand(item, no.lower(), today=date(2026, 11, 30), wording=wording, language="cy") == Chosen(("no",))
    for words, code in ((yes, "yes"), (no, "no"), ("Ie", "yes"), ("Na", "no")):
        response = fresh(language="cy")
        assert (guess := guessed(item, words, response)) is not None, words
        assert guess.code == code, words


def _shown(place: str) -> list[str]:
    """The options of a question as they stand before a person in Welsh."""
    options = message_at(leder.load(), fresh(language="cy"), place).options
    return [fill(option, speech("cy"), names(fresh(language="cy"))) for option in options]
