"""Hold every sentence that promises something to the list of promises, each of which a test proves.

The list is in dialogs/leder/wording.toml. A test carries the id of the promise that it proves: `@pytest.mark.promise("locked")`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from dialogs.languages import EASY_READ
from locales.checking import translations, where
from locales.texts import Marked
from locales.wording import sentences


def faults(texts: Iterable[Marked]) -> Iterator[str]:
    """Yield the sentences that promise what is on no list, and what is on the list and in no text; English and Easy Read."""
    easy, listed, heard = translations(EASY_READ), frozenset(known()), set[str]()
    for text in texts:
        said = sentences(text.msgid)
        heard.update(said)
        yield from (f"{where(text)}: {fault}" for fault in _new(said, listed))
        # Easy Read says the same in its own words: what the English may promise, it may.
        again = sentences(easy[text.msgid].string) if text.msgid in easy else []
        heard.update(again)
        if not any(promising(s) for s in said):
            yield from (f"{EASY_READ}: {where(text)}: {fault}" for fault in _new(again, listed))
    yield from (f"wording.toml: no text says {s!r} any more: take it out" for s in sorted(listed - heard))
    yield from (f"wording.toml: stands twice: {s!r}" for s, times in Counter([*ids(), *known()]).items() if times > 1)


def promising(sentence: str) -> str:
    """Return the word that makes a promise of a sentence; empty for a question, and where there is none."""
    found = None if sentence.endswith("?") else _words().search(sentence)
    return found[0] if found else ""


def ids() -> list[str]:
    """Return the ids of all promises."""
    return [entry["id"] for entry in _data()["promise"]]


def known() -> list[str]:
    """Return the sentences that are promises, or only sound like one."""
    return [*(s for entry in _data()["promise"] for s in entry["says"]), *(e["text"] for e in _data()["no_promise"])]


def _new(said: Sequence[str], listed: Collection[str]) -> Iterator[str]:
    for sentence in said:
        if sentence not in listed and (word := promising(sentence)):
            yield (
                f"promises something with {word!r}: put it in wording.toml, under a promise that a test proves, "
                f"or say it without: {sentence!r}"
            )


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()['promising']['words'])})\b", re.IGNORECASE)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("dialogs.leder").joinpath("wording.toml").read_text(encoding="utf-8"))
