"""Catalogues and how a language says things: the loader that turns a locale name into a `Speech`.

A catalogue is read from its .po file when its language is first spoken, and kept: nothing has to be compiled before.
What it lacks, or has marked as fuzzy, is said in English.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
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
from locales.signing import State, signature

DOMAIN = "messages"
SOURCE = "en"
# Dates and lists as they are in Europe, where a language is spoken in many places.
REGIONS = {"en": "en_GB", "pt": "pt_PT"}


@cache
def speech(language: str) -> Speech:
    """Return the way `language` says things; a draft has English beside it."""
    locale = locale_of(language)

    def day(moment: date) -> str:
        return format_date(moment, format="long", locale=locale)

    def listing(parts: Sequence[str]) -> str:
        return format_list(parts, locale=locale)

    words, checked = _catalogue(language)
    beside = None if all(checked.values()) or locale.language == SOURCE else speech(SOURCE)
    signed = frozenset(msgid for msgid, is_so in checked.items() if is_so)
    pictured = language == EASY_READ
    return Speech(words.gettext, day, listing=listing, english=beside, checked=signed, pictured=pictured)


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
    """Tell whether nobody who speaks the language has checked its catalogue yet."""
    return language != SOURCE and not signature(language).by


def tag(language: str) -> str:
    """Return the language as documents and pages name it (BCP 47), without its wording."""
    return language.partition("@")[0].replace("_", "-")


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


def _catalogue(language: str) -> tuple[gettext.NullTranslations, Mapping[str, bool]]:
    """Return the translations, and of each msgid whether somebody has checked all its words."""
    path, checked = catalogue_file(language), dict[str, bool]()
    if language == SOURCE or not path.is_file():
        return gettext.NullTranslations(), checked
    compiled, signed = BytesIO(), signature(language)
    with path.open("rb") as source:
        catalogue = read_po(source)
    write_mo(compiled, catalogue)
    compiled.seek(0)
    for m in (m for m in catalogue if m.id):
        is_so = signed.state(str(m.id), str(m.string), m.context or "") is State.CHECKED
        checked[str(m.id)] = checked.get(str(m.id), True) and is_so
    return gettext.GNUTranslations(compiled), checked
