"""Fill a translation as people see it: with no reviewer's name, and with names and days that joints break at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from dialogs import leder, phrases
from dialogs.response import People
from dialogs.text import Speech, fill, isolate, placeholders, say
from locales import speech

# No name, short, long, begins with a vowel, begins with the sound of "and" in Spanish, written from right to left.
NAMES = ("", "Jo", "Bartholomew Fitzwilliam-Cholmondeley", "Olu", "Isa", "مريم")
# Days that change the word before them: "il 1", "l'8", "l'11".
DAYS = (date(2027, 3, 1), date(2027, 3, 8), date(2027, 3, 11))
AS_IT_IS = Speech(translate=str, day=str)
MARKS = {ord(mark): None for mark in isolate("")}


def as_shown(said: str, language: str) -> Iterator[str]:
    """Yield the translation once for each sample that makes a difference to it; without the marks around a name."""
    named = placeholders(said) & {"name", "invitee", "reviewer", "called"}
    dated = placeholders(said) & {"day", "days"}
    for name in NAMES if named else NAMES[:1]:
        for day in DAYS if dated else DAYS[:1]:
            yield _filled(said, language, name, day).translate(MARKS)


def filled(said: str, language: str, name: str) -> str:
    """Return the translation with this name in it, as a channel sends it."""
    return _filled(said, language, name, DAYS[0])


def _filled(said: str, language: str, name: str, day: date) -> str:
    how = speech(language)
    people = People(invitee=name or "Ann", person=name or "Sam", reviewer=name)
    known: defaultdict[str, str] = defaultdict(lambda: "123", _facts(language))
    known |= people.names(how.translate(phrases.YOUR_REVIEWER)) | {"day": how.day(day), "days": how.day(day)}
    return fill(say(said), AS_IT_IS, known) if said else ""


@cache
def _facts(language: str) -> Mapping[str, str]:
    how = speech(language)
    return {name: how.translate(value) for name, value in leder.load().programme.items() if value}
