"""Catalogues and how a language says things: the loader that turns a locale name into a `Speech`.

A catalogue is read from its .po file when its language is first spoken, and kept: nothing has to be compiled before.
What it lacks, or has marked as fuzzy, is said in English.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dialogs import leder
from dialogs.languages import EASY_READ, NAMES
from dialogs.spoken import Spoken
from dialogs.spoken import spoken as labels
from dialogs.text import Speech

DOMAIN = "messages"
SOURCE = "en"
# Dates and lists as they are in Europe, where a language is spoken in many places.
REGIONS = {"en": "en_GB", "pt": "pt_PT"}
_CHECKED_BY = re.compile(r'^"X-Checked-By: *(.*?) *\\n"$', re.MULTILINE)


@cache
def speech(language: str) -> Speech:
    """Return the way `language` says things; a draft has English beside it."""
    locale = locale_of(language)

    def day(moment: date) -> str:
        return format_date(moment, format="long", locale=locale)

    def listing(parts: Sequence[str]) -> str:
        return format_list(parts, locale=locale)

    words = _catalogue(language)
    beside = speech(SOURCE) if is_draft(language) and locale.language != SOURCE else None
    return Speech(words.gettext, day, listing=listing, english=beside, pictured=language == EASY_READ)


@cache
def spoken(language: str) -> Spoken:
    """Return the labels that typed words can mean, in this language and in English."""
    buttons = (screen.button for screen in leder.load().screens.values())
    return labels(*(speech(code).translate for code in {language, SOURCE}), more=buttons)


@cache
def spoken_by_anybody() -> Spoken:
    """Return the labels that typed words can mean, in any language."""
    return labels(*(speech(code).translate for code in in_order()))


@cache
def catalogues() -> frozenset[str]:
    """The languages that texts exist in; English needs no catalogue."""
    return frozenset({SOURCE, *(f.name for f in files(__name__).iterdir() if catalogue_file(f.name).is_file())})


@cache
def in_order() -> tuple[str, ...]:
    """The languages that texts exist in, in the order in which people pick from them."""
    return tuple(code for code in NAMES if code in catalogues())


@cache
def is_draft(language: str) -> bool:
    """Tell whether nobody who speaks the language has checked its catalogue yet, as its header says."""
    return language != SOURCE and not checked_by(language)


def checked_by(language: str) -> str:
    """Return the name of the person who has checked the catalogue; empty for a draft."""
    path = catalogue_file(language)
    found = _CHECKED_BY.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    return found[1] if found else ""


def is_right_to_left(language: str) -> bool:
    """Tell whether the language is written from right to left."""
    return locale_of(language).text_direction == "rtl"


def locale_of(language: str) -> Locale:
    """The locale whose dates, numbers and lists a language has."""
    plain = language.partition("@")[0].replace("-", "_")
    return Locale.parse(REGIONS.get(plain, plain))


def catalogue_file(language: str) -> Traversable:
    """Return where the catalogue of a language is."""
    return files(__name__).joinpath(language, "LC_MESSAGES", f"{DOMAIN}.po")


def _catalogue(language: str) -> gettext.NullTranslations:
    path = catalogue_file(language)
    if language == SOURCE or not path.is_file():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
