"""The languages by their own names, as a person picks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

EASY_READ = "en_GB@easyread"

NAMES = {
    "en": "English",
    EASY_READ: "Easy Read English",
    "cy": "Cymraeg",
    "pl": "Polski",
    "ro": "Română",
    "pa": "ਪੰਜਾਬੀ",
    "ur": "اردو",
    "pt": "Português",
    "es": "Español",
    "ar": "العربية",
    "bn": "বাংলা",
    "gu": "ગુજરાતી",
    "it": "Italiano",
}


def first_offered(asked: Iterable[str], offered: Sequence[str]) -> str | None:
    """Return the first language on offer among the codes that a device asks for, such as `pt-br`; None if there is none."""
    wanted = (code.strip().partition("-")[0].lower() for code in asked)
    return next((code for code in wanted if code in offered), None)


def name_of(language: str) -> str:
    """The language's own name; its code if it has none here."""
    return NAMES.get(language, language)
