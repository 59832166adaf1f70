"""The pictures of Easy Read as data: which drawing stands beside which words, and what a chat shows instead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dialogs.questionnaire import Item, Questionnaire

FILE = "dialogs/leder/pictures.toml"
_SIGNS = re.compile(r"(?:[0-9A-F]{4,5}[- ]?\b)+")
_OLDER = 4  # digits of a code point that has a plain form too


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Names of drawings, one or several with a blank between: by place, by option, by what a button does, by part,
    by the number of a service.

    `without` says why something has none. `judging`: drawings that would push at a consent. `checked_by` is empty
    until somebody with a learning disability has looked at them.
    """

    question: Mapping[str, str]
    option: Mapping[str, str]
    button: Mapping[str, str]
    part: Mapping[str, str]
    service: Mapping[str, str]
    sign: Mapping[str, str]
    without: Mapping[str, str]
    judging: tuple[str, ...]
    checked_by: str

    def of_option(self, link_id: str, code: str) -> str:
        """Return the drawing of an option: that of its own question, or that of its code; empty if there is none."""
        return self.option.get(f"{link_id}.{code}") or self.option.get(code, "")

    def signs(self, place: str) -> str:
        """Return the characters before a question in a chat; those that may be plain ask for their coloured form."""
        named = self.sign.get(self.question.get(place, ""), "")
        return " ".join("".join(chr(int(p, 16)) for p in one.split("-")) + _coloured(one) for one in named.split())

    @property
    def drawings(self) -> frozenset[str]:
        """Return the names of all drawings that stand beside something."""
        kinds = (self.question, self.option, self.button, self.part, self.service)
        shown = [names for kind in kinds for names in kind.values()]
        return frozenset(name for names in shown for name in names.split())


@cache
def pictures() -> Pictures:
    """Read the pictures once."""
    table = tomllib.loads((files("dialogs.leder") / "pictures.toml").read_text(encoding="utf-8"))
    return Pictures(**{**table, "judging": tuple(table["judging"])})


def faults(questionnaire: Questionnaire, shown: Pictures) -> Iterator[str]:
    """Yield what has no picture, what would push at a consent, and what is named and not there, a line each."""
    options = {(i.link_id, code) for i in questionnaire.items.values() for code in i.codes}
    bare = [place for place in (*questionnaire.items, *questionnaire.screens) if not shown.question.get(place)]
    bare += [f"{place}.{code}" for place, code in sorted(options) if not shown.of_option(place, code)]
    yield from (
        f"{FILE}: {name}: has no picture; draw one, or say why under [without]"
        for name in bare
        if name not in shown.without
    )
    yield from (f"{FILE}: {name}: is under [without], and has a picture" for name in shown.without if name not in bare)
    for item in filter(lambda i: i.is_consent, questionnaire.items.values()):
        yield from (f"{FILE}: {item.link_id}: {name!r} pushes, and this is a consent" for name in _pushing(item, shown))
    known = {*questionnaire.items, *questionnaire.screens}
    yield from (f"{FILE}: {place}: no question has this name" for place in shown.question if place not in known)
    named = {f"{place}.{code}" for place, code in options} | {code for _, code in options}
    parts = {*questionnaire.parts} ^ {*shown.part}
    yield from (f"{FILE}: {code}: is a part without a picture, or a picture without a part" for code in sorted(parts))
    yield from (f"{FILE}: {code}: no option has this name" for code in shown.option if code not in named)
    yield from (f"{FILE}: {name}: {s!r} is no code point" for name, s in shown.sign.items() if not _SIGNS.fullmatch(s))


def told(questionnaire: Questionnaire, shown: Pictures) -> str:
    """Return in one sentence how much has a picture, and who has looked at them."""
    items = questionnaire.items.values()
    asked = sum(bool(shown.question.get(i.link_id)) for i in items)
    offered = [bool(shown.of_option(i.link_id, code)) for i in items for code in i.codes]
    who = (
        f"checked by {shown.checked_by}"
        if shown.checked_by
        else "nobody with a learning disability has checked them yet"
    )
    has = f"{asked} of {len(items)} questions and {sum(offered)} of {len(offered)} options have a picture"
    return f"Easy Read: on the page {has}; {who}."


def _pushing(item: Item, shown: Pictures) -> Iterator[str]:
    names = (shown.question.get(item.link_id, ""), *(shown.of_option(item.link_id, code) for code in item.codes))
    yield from (name for name in " ".join(names).split() if name in shown.judging)


def _coloured(sign: str) -> str:
    return "\ufe0f" if len(sign) == _OLDER else ""
