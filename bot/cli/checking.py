"""`interview check`: is what families read sound? Every text is filled once in every language, as they would see it."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from typing import Annotated

from typer import Exit, Option

from bot.cli.given import catalogues
from bot.clock import utc_now
from dialogs import leder, phrases
from dialogs.questionnaire import Questionnaire, defects
from dialogs.response import People
from dialogs.text import Speech, fill, placeholders, say
from locales import speech

FRESH = timedelta(days=90)
CHANNELS = ("telegram", "page", "terminal")
# What the code fills in besides names and the facts of the programme.
FILLED = frozenset({"name", "invitee", "reviewer", "choice", "section", "number", "total", "called", "day"})
PEOPLE = People(invitee="Ann", person="Margaret", reviewer="Jo")


def check(release: Annotated[bool, Option("--release", help="Old facts are faults too.")] = False) -> None:
    """Look for faults in the questionnaire, the texts, the catalogues and the facts of the programme."""
    questionnaire = leder.load()
    faults = [*defects(questionnaire), *_unknown_placeholders(questionnaire)]
    for language in sorted(catalogues()):
        how = speech(language)
        faults += [f"{language}: {fault}" for fault in (*_unfillable(questionnaire, how), *_mistranslated(how))]
    old = list(_old_facts(utc_now().date()))
    for line in (*faults, *old):
        print(line, file=sys.stderr)
    if faults or (release and old):
        raise Exit(1)
    print(f"The questionnaire {questionnaire.version} is sound: {len(questionnaire.items)} items.")


def _unknown_placeholders(questionnaire: Questionnaire) -> Iterator[str]:
    known = FILLED | {*questionnaire.programme}
    for name, msgid in _phrases().items():
        yield from (f"{name}: nothing fills {{{p}}}" for p in sorted(placeholders(msgid) - known))


def _unfillable(questionnaire: Questionnaire, how: Speech) -> Iterator[str]:
    """Whatever can be put before a person, on each channel, must fill."""
    names = PEOPLE.names(phrases.YOUR_REVIEWER)
    for place, texts in _texts(questionnaire):
        for msgid in dict.fromkeys(texts):
            try:
                fill(say(msgid), how, names)
            except KeyError as missing:
                yield f"{place}: nothing fills {{{missing.args[0]}}}"


def _texts(questionnaire: Questionnaire) -> Iterator[tuple[str, list[str]]]:
    for section in questionnaire.sections:
        yield section.code, [section.title]
    for item in questionnaire.items.values():
        worded = [text for channel in CHANNELS if (text := item.wording(channel))]
        yield item.link_id, [*worded, *(o.text for o in item.options), *([item.hint] if item.hint else [])]
    for screen in questionnaire.screens.values():
        yield screen.code, [*(p for channel in CHANNELS for p in screen.wording(channel)), screen.button]


def _mistranslated(how: Speech) -> Iterator[str]:
    for name, msgid in _phrases().items():
        if placeholders(how.translate(msgid)) - placeholders(msgid):
            yield f"{name}: the translation asks for a value that the text does not have"


def _old_facts(today: date) -> Iterator[str]:
    facts = tomllib.loads(files("dialogs.leder").joinpath("programme.toml").read_text(encoding="utf-8"))
    for entry in facts["entry"]:
        if today - entry["last_checked"] > FRESH:
            yield f"programme.toml: {entry['name']} was last checked on {entry['last_checked']}; {entry['owner']} sees to it"


def _phrases() -> dict[str, str]:
    return {name: text for name, text in vars(phrases).items() if name.isupper() and isinstance(text, str)}
