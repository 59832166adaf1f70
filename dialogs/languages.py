"""The languages by their own names, as a person picks them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dialogs.typed import folded, plain_words

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

# As people name them who do not know the language's own name; English also as each of the languages on offer calls it.
ALSO = {
    "en": (
        "saesneg",
        "angielski",
        "po angielsku",
        "engleza",
        "ingles",
        "inglese",
        "ਅੰਗਰੇਜ਼ੀ",
        "انگریزی",
        "الإنجليزية",
        "إنجليزي",
        "ইংরেজি",
        "અંગ્રેજી",
    ),
    EASY_READ: ("easy read", "easy english", "easyread"),
    "cy": ("welsh", "gymraeg"),
    "pl": ("polish", "po polsku"),
    "ro": ("romanian", "limba romana"),
    "pa": ("punjabi", "panjabi"),
    "ur": ("urdu",),
    "pt": ("portuguese",),
    "es": ("spanish", "castellano"),
    "ar": ("arabic", "عربي"),
    "bn": ("bengali", "bangla", "bangali"),
    "gu": ("gujarati", "gujrati"),
    "it": ("italian",),
}
_AS_SHOWN = re.compile(r"(\d+)[.)]? (.+)")


def first_offered(asked: Iterable[str], offered: Sequence[str]) -> str | None:
    """Return the first language on offer among the codes that a device asks for, such as `pt-br`; None if there is none."""
    wanted = (code.strip().partition("-")[0].lower() for code in asked)
    return next((code for code in wanted if code in offered), None)


def named_in(words: str, offered: Sequence[str]) -> str | None:
    """Return the language on offer that the words are the number or a name of; None if they are nothing of the kind."""
    said = plain_words(words)
    if shown := _AS_SHOWN.fullmatch(said):
        number, named = shown[1], named_in(shown[2], offered)
        return named if named and offered.index(named) == int(number) - 1 else None
    if said.isdecimal() and len(said) <= len(str(len(NAMES))):
        return offered[int(said) - 1] if 0 < int(said) <= len(offered) else None
    named = folded(words).removeprefix("in ")
    return next((code for code in offered if named in map(folded, (name_of(code), *ALSO.get(code, ())))), None)


def name_in_english(language: str) -> str:
    """Return the language's English name."""
    return NAMES[language] if language in ("en", EASY_READ) else ALSO.get(language, (language,))[0].capitalize()


def name_of(language: str) -> str:
    """The language's own name; its code if it has none here."""
    return NAMES.get(language, language)
