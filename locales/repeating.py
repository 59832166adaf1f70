"""Find what only shows across texts: a sentence said in two ways, two said in one, a turn again and again, a text out of place.

What may be so all the same stands in patterns.toml, each with its reason.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from dialogs.inputs import Channel
from dialogs.languages import EASY_READ
from dialogs.questionnaire import Item, Screen
from locales.checking import translations
from locales.texts import Marked

# So many texts may say the same two words beside a name: more read like a form.
MOST = 15
PAGE = "bot/web/"
_END = re.compile("(?<=[.?!؟\\u06d4।])\\s+")
_BEFORE = re.compile(r"(?P<turn>[^\W\d_]\S* [^\W\d_]\S*) \{name\}")
_AFTER = re.compile(r"\{name\}\S* (?P<turn>[^\W\d_]\S* [^\W\d_]\S*)")
_THE_PAGE = re.compile(r"\bweb (form|page)\b")


def faults(language: str, texts: Iterable[Marked]) -> Iterator[str]:
    """Yield the sentences that are not said as elsewhere, and the turns that stand beside the name too often."""
    known = translations(language)
    said = [(t.msgid, known[t.msgid].string) for t in texts if t.msgid in known]
    yield from (f"{language}: {fault}" for fault in (*varied(language, said), *turns(s for _, s in said)))
    if language != EASY_READ:
        yield from (f"{language}: {fault}" for fault in merged(said))


def varied(language: str, said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the English sentences that come back, and come back in other words."""
    let = {entry["english"] for entry in _table("varied") if language in entry["languages"]}
    for english, ways in sorted(_sentences(said).items()):
        if len(ways) > 1 and english not in let:
            yield f"says {english!r} in more ways than one: {sorted(ways)}"


def merged(said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the sentences that stand for two English ones: one of those may have grown, or shrunk."""
    let = [{*entry["english"]} for entry in _table("alike")]
    for way, english in sorted(_sentences((s, e) for e, s in said).items()):
        if len(english) > 1 and not any(english <= alike for alike in let):
            yield f"says {way!r} for more than one sentence: {sorted(english)}"


def turns(said: Iterable[str]) -> Iterator[str]:
    """Yield the words that stand beside the name in more texts than a reader can bear."""
    counts: Counter[str] = Counter()
    for text in said:
        counts.update({f["turn"] for pattern in (_BEFORE, _AFTER) for f in pattern.finditer(text)})
    yield from (f"says {turn!r} beside the name in {n} texts" for turn, n in counts.items() if n > MOST)


def misplaced(items: Iterable[Item], screens: Iterable[Screen], texts: Iterable[Marked]) -> Iterator[str]:
    """Yield what the page shows and what offers the page: whoever reads it is there already."""
    let = {entry["text"] for entry in _table("elsewhere")}
    shown = [(t.files[0], t.msgid) for t in texts if any(f.startswith(PAGE) for f in t.files)]
    for item in (i for i in items if i.is_asked_on(Channel.PAGE)):
        shown += [(item.link_id, s) for s in (item.text, item.hint, *(o.text for o in item.options)) if s]
    shown += [(screen.code, s) for screen in screens for s in screen.paragraphs]
    yield from (f"{at}: offers the page on the page: {s!r}" for at, s in shown if s not in let and _THE_PAGE.search(s))


def _sentences(said: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    """Return each sentence with what stands for it, where the two texts have as many sentences."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in said:
        ours, theirs = _END.split(one), _END.split(other)
        if len(ours) == len(theirs):
            for ours_, theirs_ in zip(ours, theirs, strict=True):
                found[ours_].add(theirs_)
    return found


@cache
def _table(name: str) -> tuple[Mapping[str, Any], ...]:
    table = tomllib.loads(files("locales").joinpath("patterns.toml").read_text(encoding="utf-8"))
    return tuple(table[name])
