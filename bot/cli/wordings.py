"""Put together what a family reads in each language: single texts, and whole screens of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from dialogs.questionnaire import Questionnaire
from dialogs.response import People
from dialogs.text import Speech, fill, isolate, say
from locales import speech
from locales.texts import Marked
from locales.wording import Screen

# Short names: nobody's name is hard to read.
PEOPLE = People(invitee="Ann", person="Sam", reviewer="Jo")
LABELS = ("Buttons:", ", a button", ": button", ": title", "COMMANDS")


def texts_as_read(questionnaire: Questionnaire, texts: list[Marked], language: str) -> Iterator[Screen]:
    """Yield every text by itself, in the language's words."""
    filled = _filled(questionnaire)
    for text in texts:
        said = speech(language).translate(text.msgid)
        label = any(word in place for place in text.places for word in LABELS)
        where = f"{language}: {text.files[0]}: {', '.join(text.places[:3]) or 'text'}"
        yield Screen(where=where, paragraphs=(_fill(said, filled),), msgids=(said,), is_label=label)


def screens_as_read(questionnaire: Questionnaire, language: str) -> Iterator[Screen]:
    """Yield every screen, and every question with its hint, whole."""
    how, filled = speech(language), _filled(questionnaire)

    def whole(where: str, msgids: tuple[str, ...]) -> Screen:
        said = tuple(_fill(how.translate(m), filled) for m in msgids)
        return Screen(where=f"{language}: {where}", paragraphs=said, msgids=())

    for screen in questionnaire.screens.values():
        yield whole(f"screen {screen.code}", screen.paragraphs)
    for item in questionnaire.items.values():
        yield whole(item.link_id, tuple(filter(None, (item.text, item.hint))))


def _filled(questionnaire: Questionnaire) -> Mapping[str, str]:
    # What else is filled in is a person's own, or a number.
    known: defaultdict[str, str] = defaultdict(lambda: "123", questionnaire.programme)
    known |= PEOPLE.names("")
    return known


def _fill(words: str, filled: Mapping[str, str]) -> str:
    as_it_is = Speech(translate=str, day=str)
    return fill(say(words), as_it_is, filled).translate({ord(mark): None for mark in isolate("")})
