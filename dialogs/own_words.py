"""Read words at a closed question that name no option as shown: "I am her mum", "sometimes", "yes please".

The words are data (`leder/options.toml`), and a whole message is compared, so nothing is read into a longer one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dialogs.answers import CONNECTING, labels
from dialogs.leder import ways_of_choosing
from dialogs.meaning import ENGLISH, NO, YES, Guess, base, near_option, without_polite, yes_or_no
from dialogs.phrases import TOLD_RELATIONSHIP
from dialogs.questionnaire import NONE, Item, ItemType
from dialogs.response import Response
from dialogs.typed import folded, plain_words

RELATION, ANSWER = "relation", "answer"
# No option is named in more letters than these, and longer messages are not read here.
LONGEST = 120
# In more words than these an option is not named but told about.
MOST_WORDS = 6
# "None" as people type it, besides a plain no.
_NOTHING = frozenset({"none", "nothing", "none of them", "none of these", "not any", "no thanks"})
_GROUPS = {"R1": RELATION, "W2-who": RELATION}
_TURNED = {"parent": "child", "child": "parent"}
_KIN = frozenset({"parent", "sibling", "partner", "child"})
_COMMAS = re.compile(r"[,;\n\u060c\u061b\u0964]+")


@dataclass(frozen=True, slots=True)
class _List:
    """The words of one language: by what they are for, the code of each."""

    around: frozenset[str]
    mine: frozenset[str]
    codes: Mapping[str, Mapping[str, str]]


def options(item: Item, words: str, response: Response) -> tuple[str, ...]:
    """Return the codes that the words are other words for, several where several may be chosen; nothing if any part is not."""
    if len(words) > LONGEST:
        return ()
    said = plain_words(words)
    if found := _option(item, said, response):
        return (found,)
    if item.type is not ItemType.MULTIPLE:
        return ()
    known = labels(item, response.wording)
    codes = [_labelled(known, part) or _option(item, part, response) for part in _parts(said)]
    return tuple(dict.fromkeys(codes)) if codes and all(codes) else ()


def nothing(item: Item, words: str, response: Response) -> tuple[str, ...]:
    """Return the option that none of them fits, where several may be chosen and the words are a plain no or "none"."""
    if item.type is not ItemType.MULTIPLE or NONE not in item.codes or len(words) > LONGEST:
        return ()
    no = yes_or_no(without_polite(words, response.language), response.language)
    is_no = no is not None and no.code == NO and no.whole
    return (NONE,) if is_no or folded(words) in _NOTHING else ()


def guessed(item: Item, words: str, response: Response) -> Guess | None:
    """Return the option that the words may mean, sure if they are a plain yes or no with nothing but politeness around it."""
    language = response.language
    short = len(words) <= LONGEST and yes_or_no(without_polite(words, language), language)
    yes = short or yes_or_no(words, language)
    code = item.options[0].code if yes and yes.code == YES and item.hint == TOLD_RELATIONSHIP else yes and yes.code
    if yes and code in item.codes:
        return Guess(code, sure=yes.sure, whole=yes.whole)
    if item.type is not ItemType.CHOICE or len(words) > LONGEST or len(words.split()) > MOST_WORDS:
        return None
    return near_option(words, labels(item, response.wording))


def _option(item: Item, said: str, response: Response) -> str:
    own = base(response.language)
    names = frozenset(folded(f"{response.people.person} {response.people.called}").split())
    names |= {f"{name}s" for name in names}
    for known in dict.fromkeys((own, ENGLISH, *_lists())):
        for group in (item.link_id, _GROUPS.get(item.link_id, ANSWER)):
            code = _found(_lists()[known], group, said, names, response.people.relationship)
            code = "family" if code in _KIN and code not in item.codes else code
            if code in item.codes:
                return code
    return ""


def _found(one: _List, group: str, said: str, names: frozenset[str], told: str) -> str:
    """Return the code in this list; whose "my mum" somebody was is their child."""
    words = [word for word in folded(said).split() if word not in names]
    mine = [word for word in words if word in one.mine]
    code = one.codes.get(group, {}).get(_bare(one.around | one.mine, words), "")
    if group != RELATION or code not in _TURNED:
        return code
    alone = words == folded(said).split() and len(words) == 1
    return _TURNED[code] if mine or (alone and told == _TURNED[code]) else code


def _bare(around: frozenset[str], words: Sequence[str]) -> str:
    return " ".join(word for word in words if word not in around) or " ".join(words)


def _labelled(known: Mapping[str, set[str]], part: str) -> str:
    return next((code for code, shown in known.items() if part in shown), "")


def _parts(said: str) -> Iterator[str]:
    """Return the parts between commas and "and"s."""
    for part in _COMMAS.split(said):
        words: list[str] = []
        for word in part.split():
            if word in CONNECTING and words:
                yield " ".join(words)
                words = []
            elif word not in CONNECTING:
                words.append(word)
        if words:
            yield plain_words(" ".join(words))


@cache
def _lists() -> Mapping[str, _List]:
    return {one["language"]: _read(one) for one in ways_of_choosing()}


def _read(one: Mapping[str, object]) -> _List:
    around, mine = (frozenset(map(folded, _texts(one[kind]))) for kind in ("around", "mine"))
    groups = {name: table for name, table in one.items() if isinstance(table, Mapping)}
    codes = {
        name: {_bare(around | mine, folded(each).split()): code for code, said in table.items() for each in said}
        for name, table in groups.items()
    }
    return _List(around, mine, codes)


def _texts(listed: object) -> Sequence[str]:
    return [str(each) for each in listed] if isinstance(listed, list) else []
