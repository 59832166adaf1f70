"""`interview check`: is what families read sound? Every text is filled once in every language, as they would see it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from typer import BadParameter, Exit, Option

from bot.cli import arguments
from bot.cli.wordings import screens_as_read, texts_as_read
from bot.clock import utc_now
from bot.participants import programme
from bot.settings import read_settings
from dialogs import leder, phrases
from dialogs.checks import defects, unreachable
from dialogs.languages import EASY_READ
from dialogs.leder import published
from dialogs.leder.facts import in_force
from dialogs.leder.pictures import faults as picture_faults
from dialogs.leder.pictures import pictures, told
from dialogs.questionnaire import SCREEN_FACTS, Questionnaire
from dialogs.response import People
from dialogs.text import Speech, fill, placeholders, say
from locales import SOURCE, catalogues, naming, patterns, promises, repeating, sheets, signing, speech
from locales.checking import faults as catalogue_faults
from locales.texts import Marked, marked
from locales.wording import EASY_READ_WORDS, PLAIN_WORDS, measures
from locales.wording import faults as wording_faults

SENTENCE_LENGTHS = {SOURCE: PLAIN_WORDS, EASY_READ: EASY_READ_WORDS}
# What the code fills in besides names and the facts of the programme.
FILLED = frozenset(
    {
        "name",
        "invitee",
        "reviewer",
        "link",
        "code",
        "choice",
        "section",
        "number",
        "total",
        "called",
        "day",
        "days",
        "words",
        "count",
        "length",
    }
)
PEOPLE = People(invitee="Ann", person="Margaret", reviewer="Jo")


def check(
    language: Annotated[
        list[str] | None, Option(help="Look at this catalogue only; may be given several times.")
    ] = None,
    sheet: Annotated[
        Path | None, Option(help="Write the texts of this one language to a page to print, for whoever checks it.")
    ] = None,
    checked: Annotated[
        str | None, Option(metavar="LANGUAGE", help="Sign this catalogue as it is: somebody has read every text of it.")
    ] = None,
    by: Annotated[
        str | None, Option(metavar="NAME", help="Who has read it; speaks the language, did not translate.")
    ] = None,
    on: Annotated[str | None, Option(metavar="DAY", help="The day on which that was done, like 2026-11-30.")] = None,
    publish: Annotated[
        bool, Option("--publish", help="When all is sound: from now on this version stays as it is.")
    ] = False,
) -> None:
    """Look for faults in the questionnaire, the texts, the catalogues and the facts of the programme."""
    if checked is not None or by is not None or on is not None:
        _sign(checked, by, on, alone=not (language or sheet or publish))
        return
    programme.adopt(read_settings())
    questionnaire = leder.load()
    spoken = [arguments.language(code, ()) for code in language or sorted(catalogues())]
    texts = marked()
    if sheet:
        _write_sheet(questionnaire, texts, spoken, sheet)
        return
    _refuse(
        [
            *(_of_questionnaire(questionnaire, texts) if not language else ()),
            *(fault for code in spoken for fault in _of_language(questionnaire, texts, code)),
        ]
    )
    _tell(questionnaire, texts, spoken)
    if publish:
        print(f"It is published: {_publish(questionnaire.version)} has a digest of each of its parts.")


def _refuse(faults: list[str]) -> None:
    if not measures():
        print("The reading age was not measured: it needs textstat, which the extra 'check' installs.", file=sys.stderr)
    for line in faults:
        print(line, file=sys.stderr)
    if faults:
        raise Exit(1)


def _tell(questionnaire: Questionnaire, texts: list[Marked], spoken: list[str]) -> None:
    items, languages = len(questionnaire.items), ", ".join(spoken)
    print(f"The questionnaire {questionnaire.version} is sound: {items} items, in {languages}.")
    for line in (line for code in spoken for line in _signed(texts, code)):
        print(line)
    if EASY_READ in spoken:
        print(told(questionnaire, pictures()))


def _of_questionnaire(questionnaire: Questionnaire, texts: list[Marked]) -> Iterator[str]:
    for fault in (*defects(questionnaire), *unreachable(questionnaire)):
        yield f"{leder.file_of(fault.partition(':')[0])}: {fault}"
    for version in published.versions():
        yield from published.changed(version)
    yield from picture_faults(questionnaire, pictures())
    yield from _unknown_placeholders(questionnaire)
    yield from (f"{', '.join(t.places)}: is translated, and no text says it" for t in naming.unused(texts))
    yield from promises.faults(texts)
    yield from repeating.misplaced(questionnaire.items.values(), questionnaire.screens.values(), texts)
    yield from in_force().stale(utc_now().date())


def _write_sheet(questionnaire: Questionnaire, texts: list[Marked], spoken: list[str], path: Path) -> None:
    if len(spoken) != 1 or spoken == [SOURCE]:
        raise BadParameter("A sheet is of one language, and not of English: add --language CODE.", param_hint="--sheet")
    path.write_text(sheets.sheet(questionnaire, texts, spoken[0]), encoding="utf-8")
    print(f"The texts of {spoken[0]} are in {path}.")


def _signed(texts: list[Marked], language: str) -> Iterator[str]:
    signed, how = signing.signature(language), speech(language)
    if signed.by:
        later = sum(t.msgid not in how.checked for t in texts)
        yield f"{language}: {signed.by} checked it on {signed.on}; {later} of {len(texts)} texts are not as they were then."


def _sign(checked: str | None, by: str | None, on: str | None, *, alone: bool) -> None:
    if checked is None or by is None or on is None or not alone:
        raise BadParameter("To sign a catalogue, give --checked LANGUAGE, --by NAME and --on DAY, and nothing else.")
    if (spoken := arguments.language(checked, ())) == SOURCE:
        raise BadParameter("English is what the others are translated from: it is not signed.", param_hint="--checked")
    name = arguments.name(by, "the person who has checked it")
    signing.sign(spoken, name, arguments.day(on, "The day of the check", utc_now()))
    print(f"{name} has checked the catalogue of {spoken}. A text that is changed from now on is signed no more.")


def _publish(version: str) -> Path:
    path = Path(str(files("dialogs.leder"))) / "published" / f"{version}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(published.listing(version), encoding="utf-8")
    return path


def _of_language(questionnaire: Questionnaire, texts: list[Marked], language: str) -> Iterator[str]:
    if language != SOURCE:
        yield from catalogue_faults(language, texts)
        yield from patterns.faults(language, texts)
        yield from naming.faults(language, texts)
        yield from repeating.faults(language, texts)
        yield from (f"{language}: {fault}" for fault in signing.faults(language))
    yield from (f"{language}: {fault}" for fault in _unfillable(questionnaire, speech(language)))
    if longest := SENTENCE_LENGTHS.get(language):
        yield from wording_faults([*texts_as_read(questionnaire, texts, language)], longest)
        yield from wording_faults([*screens_as_read(questionnaire, language)], longest, whole=True)


def _unknown_placeholders(questionnaire: Questionnaire) -> Iterator[str]:
    known = FILLED | {*questionnaire.programme}
    for name, msgid in _phrases().items():
        yield from (f"dialogs/phrases.py: {name}: nothing fills {{{p}}}" for p in sorted(placeholders(msgid) - known))


def _unfillable(questionnaire: Questionnaire, how: Speech) -> Iterator[str]:
    """Whatever can be put before a person, on each channel, must fill."""
    names = {**dict.fromkeys(SCREEN_FACTS, ""), **PEOPLE.names(phrases.YOUR_REVIEWER)}
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
        yield item.link_id, [*filter(None, (item.text, item.hint)), *(o.text for o in item.options)]
    for screen in questionnaire.screens.values():
        yield screen.code, [*screen.paragraphs, screen.button]


def _phrases() -> dict[str, str]:
    return {name: text for name, text in vars(phrases).items() if name.isupper() and isinstance(text, str)}
