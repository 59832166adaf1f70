"""Words with weights: how much each word, and each two words close together, speaks for a kind of danger.

They are data beside the lists, in one language. They were learned from made-up sentences (tests/dialogs/danger/learning.py
learns them again) and can be read: the heaviest stand first. A message that weighs enough is heard, told in whatever words;
what a list of that language hears is not, where all the other words speak against it. Of clear danger the card is left then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NEAR = 3
_MARKS = frozenset(".,/")


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights for one kind of danger: from `enough` on it is heard, below `least` what a list hears is not believed."""

    start: float
    enough: float
    least: float
    words: Mapping[str, float]

    def of(self, read: Sequence[str]) -> float:
        """Return what a message weighs, read as in reading.py; what stands in it more than once counts once.

        The sum is rounded: the order in which a set is met must not decide what is heard.
        """
        known = self.words
        return round(self.start + sum(known[found] for found in set(near(read)) if found in known), 6)


def weights(table: Mapping[str, Any]) -> Weights:
    """Return the weights that stand in the data, each beside the words that have it."""
    words = {word: float(weight) for weight, several in table["words"].items() for word in several}
    return Weights(start=table["start"], enough=table["enough"], least=table["least"], words=words)


def near(read: Sequence[str]) -> Iterator[str]:
    """Yield each word of a message, and each two of a sentence of which the second comes within three words."""
    sentence: list[str] = []
    for word in read:
        if word == ".":
            sentence = []
        elif word not in _MARKS:
            yield word
            yield from (f"{before} {word}" for before in sentence[-NEAR:])
            sentence.append(word)
