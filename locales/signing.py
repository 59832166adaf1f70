"""Sign a catalogue: a person has read it whole, on a day. A text that is changed later is signed no more, and it alone.

`checked.toml` beside the catalogue holds a digest of each text and of its words; `X-Checked-By` in the catalogue has the name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from babel.messages.pofile import read_po

SIGNED = "checked.toml"
NAMED = re.compile(r'^"X-Checked-By: *(.*?) *\\n"$', re.MULTILINE)
HEAD = "# Written by `interview check --checked`: each text by its digest, and the digest of its words on that day.\n"


class State(StrEnum):
    """The state of one text of a catalogue."""

    CHECKED = "checked"
    CHANGED = "changed since it was checked"
    NEW = "new since the rest was checked"
    UNCHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Signature:
    """The person who has read a catalogue, the day, and the words of each text then, as digests."""

    by: str
    on: date
    texts: Mapping[str, str]

    def state(self, msgid: str, said: str, place: str = "") -> State:
        """Return whether these are the words that were signed; `place` is the msgctxt of a text that is said in another way."""
        if (signed := self.texts.get(digest(place, msgid))) is None:
            return State.NEW if self.by else State.UNCHECKED
        return State.CHECKED if signed == digest(said.strip()) else State.CHANGED


NOBODY = Signature("", date.min, {})


def signature(language: str) -> Signature:
    """Return the signature of a catalogue; that of nobody where there is none."""
    path = _folder(language) / SIGNED
    if not path.is_file():
        return NOBODY
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Signature(told["by"], told["on"], told["texts"])


def sign(language: str, by: str, on: date) -> None:
    """Sign every text of a catalogue that is translated, in the words that it has now."""
    path, name = _folder(language) / "messages.po", _quoted(by)
    with path.open("rb") as source:
        told = [m for m in read_po(source) if m.id and m.string and not m.fuzzy]
    said = {digest(m.context or "", str(m.id)): digest(str(m.string).strip()) for m in told}
    texts = "".join(f'{text} = "{words}"\n' for text, words in said.items())
    signed = f'{HEAD}by = "{name}"\non = {on.isoformat()}\n\n[texts]\n{texts}'
    (path.parent / SIGNED).write_text(signed, encoding="utf-8")
    catalogue = path.read_text(encoding="utf-8")
    path.write_text(NAMED.sub(lambda _: f'"X-Checked-By: {name}\\n"', catalogue), encoding="utf-8")


def faults(language: str) -> Iterator[str]:
    """Yield the fault of a catalogue that names somebody who has not signed it."""
    path, by = _folder(language) / "messages.po", signature(language).by
    named = NAMED.search(path.read_text(encoding="utf-8"))
    if (found := named[1] if named else "") != _quoted(by):
        who = by or "nobody"
        yield f"X-Checked-By says {found!r}, and {who} has signed: use interview check --checked {language}"


def digest(*parts: str) -> str:
    """Return the digest of a text."""
    return sha256("\x04".join(parts).encode()).hexdigest()[:32]


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _folder(language: str) -> Path:
    return Path(str(files("locales"))) / language / "LC_MESSAGES"
