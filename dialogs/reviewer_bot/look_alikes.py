"""Letters of other alphabets that look like Latin ones: a copied text or another keyboard brings them."""

from __future__ import annotations

import unicodedata

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТУХЗаеѕіјкоорсухԁһӏԛԝ", "ABESIJKMHOPCTYX3aesijkoopcyxdhlqw", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινκρυχ", "ABEZHIKMNOPTYXoivkpux", strict=True))
_LOOKS_LIKE = {**_CYRILLIC, **_GREEK}
_AS_LATIN = str.maketrans(_LOOKS_LIKE)


def as_latin(words: str) -> str:
    """Return words with each letter that looks Latin as the Latin one."""
    return words.translate(_AS_LATIN)


def looks_like(sign: str) -> str:
    """Return the Latin letter that a sign of another alphabet looks like; "" if it looks like none."""
    return _LOOKS_LIKE.get(sign, "")


def strangers(word: str) -> list[str]:
    """Return the letters of a Latin word that are from another alphabet; none of a word that is all in another one."""
    others = [c for c in word if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN")]
    return others if len(others) < sum(map(str.isalpha, word)) else []
