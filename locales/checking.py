"""Find the faults of one catalogue: a line for each, naming file, place and text. Fuzzy entries are read too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from dialogs import phrases
from dialogs.languages import EASY_READ
from dialogs.route import NAME
from dialogs.side_questions import Kind
from dialogs.text import placeholders
from locales import SOURCE, catalogue_file
from locales.texts import Marked

# What Telegram takes, or shows in one line: the first word that a place names counts.
BOUNDS = (
    ("SHORT_DESCRIPTION", 120),
    ("DESCRIPTION", 512),
    ("COMMANDS", 256),
    ("TOAST", 200),
    ("Buttons:", 60),
    (", a button", 60),
    (": button", 60),
    (": title", 40),
)
SHOWN = 60
# Easy Read says a thing in its own way, and may name somebody where the English does not.
NAMES = frozenset({"name", "reviewer"})
# Questions of ours that are in no questionnaire: the short name, and whether all is to be deleted.
OUR_QUESTIONS = frozenset({(NAME, phrases.YES), (NAME, phrases.NO), (Kind.DELETION.value, phrases.NO)})
_OPTION = re.compile(r"(.+): option ")


@dataclass(frozen=True, slots=True)
class Translation:
    """The translation of a text in a catalogue; empty where there is none."""

    string: str = ""
    fuzzy: bool = False


def faults(language: str, texts: Iterable[Marked]) -> Iterator[str]:
    """Yield what is missing, fuzzy, broken or too long in the catalogue of `language`."""
    known = translations(language)
    texts = list(texts)
    for text in texts:
        said = known.get(text.msgid, Translation())
        free = NAMES if language == EASY_READ and not any(p.startswith("W") for p in text.places) else frozenset()
        yield from (f"{language}: {where(text)}: {fault}" for fault in _faults(text, said, free))
    yield from (f"{language}: {fault}" for fault in _alike(texts, known))
    options = {(option[1], t.msgid) for t in texts for place in t.places if (option := _OPTION.match(place))}
    for place, msgid in sorted(at_places(language).keys() - options - OUR_QUESTIONS):
        yield f"{language}: says {msgid!r} in another way at {place}, where it does not stand"


def translations(language: str) -> dict[str, Translation]:
    """Return the strings of a catalogue, by msgid; nothing for English, which is the source."""
    if language == SOURCE:
        return {}
    return {str(m.id): Translation(str(m.string or "").strip(), m.fuzzy) for m in _read(language) if not m.context}


def at_places(language: str) -> dict[tuple[str, str], str]:
    """Return what a catalogue says in another way at one place, by place (its msgctxt) and msgid."""
    told = [] if language == SOURCE else [m for m in _read(language) if m.context]
    return {(str(m.context), str(m.id)): str(m.string or "").strip() for m in told}


def _read(language: str) -> Catalog:
    with catalogue_file(language).open("rb") as source:
        return read_po(source)


def too_long(text: Marked, string: str) -> str:
    """Say by how much a string is too long for the places of its text; empty if it fits."""
    for place in text.places:
        bound = next((b for word, b in BOUNDS if word in place), None)
        if bound and len(string) > bound:
            return f"has {len(string)} characters, and at most {bound} fit"
    return ""


def where(text: Marked) -> str:
    """Return where a text stands, and how it begins."""
    shown = text.msgid if len(text.msgid) <= SHOWN else f"{text.msgid[:SHOWN]}…"
    return f"{text.files[0]}: {', '.join(text.places[:3]) or 'text'}: {shown!r}"


def _faults(text: Marked, said: Translation, free: frozenset[str]) -> Iterator[str]:
    if not said.string:
        yield "is not translated"
        return
    if said.fuzzy:
        yield "is marked as fuzzy, so it is not used"
    yield from _broken(text, said.string, free)
    if fault := too_long(text, said.string):
        yield fault


def _broken(text: Marked, string: str, free: frozenset[str]) -> Iterator[str]:
    wanted, used = placeholders(text.msgid), placeholders(string)
    yield from (f"lacks the placeholder {{{name}}}" for name in sorted(wanted - used))
    yield from (f"has the placeholder {{{name}}}, which the English has not" for name in sorted(used - wanted - free))
    if string.count("{") + string.count("}") != 2 * len(re.findall(r"\{[a-z_]+\}", string)):
        yield "has a brace that belongs to no placeholder"


def _alike(texts: list[Marked], known: dict[str, Translation]) -> Iterator[str]:
    """Two options of one question must read differently."""
    seen: dict[tuple[str, str], str] = {}
    for text in texts:
        said = known.get(text.msgid, Translation())
        for item in {found[1] for place in text.places if (found := _OPTION.match(place))} if said.string else ():
            if (twin := seen.setdefault((item, said.string), text.msgid)) != text.msgid:
                yield f"{text.files[0]}: {item}: the options {twin!r} and {text.msgid!r} read alike"
