"""Read what a reviewer says at a step: an age, a decision, a choice, one of the reviews."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dialogs.answers import Rejection, named
from dialogs.inputs import Absent, AbsentReason, Choose, Input, No, Say, Yes
from dialogs.phrases import NO as NO_LABEL
from dialogs.phrases import YES as YES_LABEL
from dialogs.questionnaire import AnswerOption, Item, ItemType
from dialogs.review import Review, reference_key
from dialogs.reviewer_bot import particulars, phrases
from dialogs.reviewer_bot.instead import compared
from dialogs.reviewer_bot.look_alikes import as_latin
from dialogs.reviewer_bot.state import Age
from dialogs.typed import folded, plain_words

_OF_REVIEW = re.compile(r"/?invitations?\s+(?:(?:of|for|in)\s+)?(\S.*)", re.IGNORECASE)
_KINSHIP = {
    "parent": "mother father mum mom mam dad stepmother stepfather",
    "sibling": "sibling twin",
    "partner": "husband wife partner spouse fiance fiancee boyfriend girlfriend",
    "child": "son daughter child stepson stepdaughter",
    "family": "aunt auntie uncle niece nephew cousin grandmother grandfather grandson granddaughter gran nan grandad family",
    "friend": "neighbour",
}
YES, NO = frozenset({"yes", "y", "1"}), frozenset({"no", "n", "2"})


def age(said: Input) -> Age | Rejection:
    """An age in whole years, or that it is not known."""
    match said:
        case Absent("age", AbsentReason.UNKNOWN):
            return Age(None)
        case Say(words=words):
            years = particulars.age(words)
            return years if isinstance(years, Rejection) else Age(years)
        case _:
            return Rejection(phrases.OLD_BUTTON)


def decision(said: Input, step: str) -> bool | None:
    """Yes or no to the step that is asked now; None if something else was said."""
    match said:
        case Yes(screen) if screen == step:
            return True
        case No(screen) if screen == step:
            return False
        case Say(words=words):
            word = plain_words(as_latin(words))
            typed = _typed(words, {"y": YES_LABEL, "n": NO_LABEL})
            return True if word in YES or typed == "y" else False if word in NO or typed == "n" else None
        case _:
            return None


def verdict(said: Input, step: str, more: Mapping[str, str]) -> bool | str | None:
    """Return yes, no, or the code of one more option that stands below these two."""
    if isinstance(said, Choose) and said.link_id == step:
        return said.code if said.code in more else None
    other = _typed(said.words, {"y": YES_LABEL, "n": NO_LABEL, **more}) if isinstance(said, Say) else None
    return other if other in more else decision(said, step)


def choice(said: Input, step: str, labels: Mapping[str, str]) -> str | None:
    """The code that was chosen at this step: pressed, or typed by its number or its label."""
    match said:
        case Choose(link_id, code) if link_id == step and code in labels:
            return code
        case Say(words=words):
            return _typed(words, labels)
        case _:
            return None


def kinship(said: Input) -> str | None:
    """Return the code of a relationship that is typed in a word of its own, like mother or aunt."""
    word = compared(said.words) if isinstance(said, Say) else ""
    return next((code for code, words in _KINSHIP.items() if word in words.split()), None)


def first_of(name: str, said: Input) -> str | None:
    """Return the first word of a name, if just that is written where it was asked whether all of it is the first name."""
    first = name.split(maxsplit=1)[0]
    return first if isinstance(said, Say) and plain_words(said.words) == plain_words(first) else None


def of_review(words: str) -> str | None:
    """Return what stands behind a wish to see the invitations of one review: "/invitations LDR-1", "invitations for Ann"."""
    found = _OF_REVIEW.fullmatch(words.strip())
    return found[1] if found else None


def review(said: Input, step: str, reviews: Sequence[Review]) -> Review | None:
    """Return the one review that was chosen: pressed, or typed by its reference, by the number in it or by the first name."""
    match said:
        case Choose(link_id, code) if link_id == step:
            return next((r for r in reviews if r.id == code), None)
        case Say(words=words):
            return _meant(particulars.reference_in(words), reviews)
        case _:
            return None


def _meant(written: str, reviews: Sequence[Review]) -> Review | None:
    """Return the only review that is meant, in the way that is most exact; two that look alike are told apart by capitals."""
    for ways in (_exactly, _by_key, _in_words, _by_number, _by_name):
        if found := [review for review in reviews if ways(review, written)]:
            return found[0] if len(found) == 1 else None
    return None


def _exactly(review: Review, written: str) -> bool:
    return review.reference == written


def _by_key(review: Review, written: str) -> bool:
    return reference_key(review.reference) == reference_key(written)


def _in_words(review: Review, written: str) -> bool:
    reference = folded(review.reference)
    return folded(written) in {reference, f"{reference} {folded(_shown(review))}"}


def _by_number(review: Review, written: str) -> bool:
    last = re.split(r"\D+", review.reference)[-1]
    return written.isdecimal() and last.lstrip("0") == written.lstrip("0") != ""


def _by_name(review: Review, written: str) -> bool:
    return folded(_shown(review)) == folded(written) != ""


def _shown(review: Review) -> str:
    return particulars.first_name_of(review.person)


def _typed(words: str, labels: Mapping[str, str]) -> str | None:
    """Return the one option that is typed, by its number, its label, or both as they are shown."""
    options = tuple(AnswerOption(code=code, text=label) for code, label in labels.items())
    found = named(Item(link_id="", section="", type=ItemType.CHOICE, text="", options=options), as_latin(words), "")
    return found[0] if len(found) == 1 else None
