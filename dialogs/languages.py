"""The languages by their own names, as a person picks them."""

from __future__ import annotations

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


def name_of(language: str) -> str:
    """The language's own name; its code if it has none here."""
    return NAMES.get(language, language)
