"""`python -m locales.updating` (`make catalogues`): take out the texts again and bring every catalogue up to date.

A translation stays, by its exact English; nothing is guessed for what is new. What is gone stays below, marked `#~`.
An entry with a `msgctxt` says the text above it in another way as an answer to that one question; translators add it by hand.
"""

from __future__ import annotations

import sys
from copy import copy
from pathlib import Path

import polib
from babel import Locale
from babel.messages.plurals import get_plural

from dialogs.languages import NAMES
from locales import DOMAIN, SOURCE, locale_of
from locales.texts import HOUSE, marked

HERE = Path(__file__).parent
TEMPLATE = HERE / f"{DOMAIN}.pot"
LANGUAGES = tuple(code for code in NAMES if code != SOURCE)
TERMS = (
    "review", "reviewer", "invitation", "consent", "to take part", "died", "learning disability", "autistic person",
    "carer (unpaid)", "paid carer", "care home", "nursing home", "supported living", "Shared Lives", "day centre",
    "social worker", "GP", "annual health check", "hospital passport", "advocate", "DNACPR", "hospice", "safeguarding",
    "Easy Read", "record", "to skip a question", "to pause", "to withdraw",
    "private", "not safe", "in danger", "do not have to",
)  # fmt: skip
GLOSSARY = "Glossary, to be filled before anything else and kept to: English = this language"


def main() -> None:
    """Write messages.pot and every catalogue."""
    template = extracted()
    _save(template, TEMPLATE)
    for language in LANGUAGES:
        path = HERE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        old = polib.pofile(str(path), wrapwidth=0) if path.is_file() else _begun(language)
        _save(updated(old, template), path)
        missing = len([e for e in polib.pofile(str(path)) if not e.translated() and not e.obsolete])
        sys.stdout.write(f"{language:<15} {len(template) - missing} of {len(template)} texts\n")


def extracted(house: Path = HOUSE) -> polib.POFile:
    """The template: every text that a family can meet, with the places where it stands."""
    template = polib.POFile(wrapwidth=0)
    template.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}
    for text in marked(house):
        where = [(path, "") for path in text.files]
        told = "\n".join(text.places)
        template.append(polib.POEntry(msgid=text.msgid, occurrences=where, comment=told))
    return template


def updated(old: polib.POFile, template: polib.POFile) -> polib.POFile:
    """The catalogue with the texts of the template in its order; a translation stays where the English is the same."""
    fresh = polib.POFile(wrapwidth=0)
    fresh.header, fresh.metadata = old.header, old.metadata
    known = {e.msgid: e for e in old if not e.msgctxt}
    for wanted in template:
        entry, have = copy(wanted), known.pop(wanted.msgid, None)
        if have is not None:
            entry.msgstr, entry.tcomment = have.msgstr, have.tcomment
            entry.flags = [f for f in have.flags if f == "fuzzy"]
        fresh.append(entry)
        fresh.extend(e for e in old if e.msgctxt and e.msgid == wanted.msgid)
    for gone in (e for e in known.values() if e.msgstr):
        gone.obsolete = True
        fresh.append(gone)
    return fresh


def _begun(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=0)
    name = Locale.parse("en").languages[locale_of(language).language]
    catalogue.header = "\n".join((f"{name} ({language})", "", GLOSSARY, *(f"  {term} = " for term in TERMS)))
    catalogue.metadata = {
        "Project-Id-Version": "leder-interview",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": get_plural(SOURCE if language.startswith(SOURCE) else language).plural_forms,
        "X-Checked-By": "",
    }
    return catalogue


def _save(catalogue: polib.POFile, path: Path) -> None:
    catalogue.save(str(path))


if __name__ == "__main__":
    main()
