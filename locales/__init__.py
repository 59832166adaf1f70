"""Catalogues and how a language says things: the loader that turns a locale name into a `Speech`."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import as_file, files

from babel import Locale
from babel.dates import format_date
from babel.support import Translations

from dialogs.text import Speech

DOMAIN = "messages"
SOURCE = "en"


@cache
def speech(language: str) -> Speech:
    """How `language` says things; what its catalogue lacks is said in English."""
    locale = Locale.parse(language.partition("@")[0].replace("-", "_"))

    def day(moment: date) -> str:
        return format_date(moment, format="d MMMM y", locale=locale)

    return Speech(translate=_translate(language), day=day)


def _translate(language: str) -> Callable[[str], str]:
    with as_file(files(__name__)) as folder:
        catalogue: gettext.NullTranslations = Translations.load(str(folder), [language], DOMAIN)
    return catalogue.gettext
