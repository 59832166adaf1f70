"""Learn the weights of words again from the made-up sentences: `python -m tests.dialogs.danger.learning`.

Logistic regression with a penalty on large weights, by plain steps in a fixed order: the same sentences give the same
weights. Collections that were kept apart, for an honest figure, are not learned from.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path

from dialogs import leder
from dialogs.danger import Danger, read
from dialogs.danger.weights import near

HERE = Path(__file__).parent
SENTENCES = ("training", "known", "voices", "talk", *(f"fresh-{n}" for n in range(1, 14)))
INTERVIEWS = ("known", "fresh", *range(3, 13))
SELDOM, MOST = 4, 6000
ROUNDS, STEP, PENALTY = 24, 0.5, 1.6e-6
STRIDE = 97
# A word that does not begin a sentence.
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Za-z']+")
CERTAIN = 0.001
# Of a message from the first on the kind is heard; below the second a list is not believed.
BOUNDS = {Danger.OTHERS: (1.1, -2.8), Danger.UNCLEAR: (0.0, -2.8)}
HEAD = """# Words with weights, in English, in the form in which reading.py brings them: how much each, and each two
# close together, speaks for a kind of danger. `python -m tests.dialogs.danger.learning` learns them and writes this file.
# Nobody who works with people in distress has checked them yet.
language = "en"
"""

Found = Sequence[str]
Told = tuple[Found, float]


def main() -> None:
    """Write the weights to their place beside the lists."""
    place = Path(leder.__file__).parent / "danger_weights.toml"
    place.write_text(HEAD + "".join(_table(kind) for kind in BOUNDS), encoding="utf-8")


def told(kind: Danger) -> tuple[list[str], list[str]]:
    """Return the sentences that speak of this kind, and those that do not."""
    yes: list[str] = []
    no = [words for name in INTERVIEWS for one in _collection(f"interviews-{name}") for words in one]
    for name in SENTENCES:
        for of, several in _collection(name).items():
            if of == "others" and kind is Danger.UNCLEAR:
                continue
            (yes if (of == "others") == (kind is Danger.OTHERS) and of != "ordinary" else no).extend(several)
    return yes, no


def learned(yes: Iterable[str], no: Iterable[str]) -> tuple[float, dict[str, float]]:
    """Return what a message weighs in which no word is known, and the weight of each word and pair that is not seldom."""
    several = [*((words, 1.0) for words in yes), *((words, 0.0) for words in no)]
    names = _names(words for words, _ in several)
    messages = [(_features(words, names), y) for words, y in several]
    counts = Counter(f for found, _ in messages for f in found)
    _, weights = _fitted(messages, {f for f, n in counts.items() if n >= SELDOM})
    heaviest = sorted(weights, key=lambda f: (-abs(weights[f]) * math.sqrt(counts[f]), f))[:MOST]
    start, weights = _fitted(messages, set(heaviest))
    return round(start, 1), {f: w for f, exact in weights.items() if (w := round(exact, 1))}


def _features(words: str, names: Set[str]) -> frozenset[str]:
    """Return what may have a weight in a message: no number, and nobody's name."""
    return frozenset(
        f for f in near(read(words)) if not any(c.isdigit() for c in f) and not any(part in names for part in f.split())
    )


def _names(several: Iterable[str]) -> frozenset[str]:
    """Return the words that are only ever written with a capital letter, also within a sentence."""
    seen = {word for words in several for word in _INSIDE.findall(words)}
    capital = {word for word in seen if word.istitle()}
    return _forms(capital) - _forms(seen - capital)


def _forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in read(word))


def _fitted(messages: Sequence[tuple[frozenset[str], float]], known: set[str]) -> tuple[float, dict[str, float]]:
    """Return start and weights after all the rounds, each step smaller the more a weight has moved (AdaGrad)."""
    told = [(sorted(found & known), y) for found, y in messages]
    start, moved = -1.0, 1e-8
    weights, moves = dict.fromkeys(sorted(known), 0.0), dict.fromkeys(known, 1e-8)
    for found, y in _in_order(told):
        slope = _likely(start + sum(weights[f] for f in found)) - y
        if abs(slope) < CERTAIN:
            continue
        moved += slope * slope
        start -= STEP * slope / math.sqrt(moved)
        for f in found:
            down = slope + PENALTY * len(told) * weights[f]
            moves[f] += down * down
            weights[f] -= STEP * down / math.sqrt(moves[f])
    return start, weights


def _in_order(told: Sequence[Told]) -> Iterator[Told]:
    """Yield all messages in each round, the kinds well mixed."""
    mixed = [told[n] for first in range(STRIDE) for n in range(first, len(told), STRIDE)]
    for _ in range(ROUNDS):
        yield from mixed


def _likely(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _table(kind: Danger) -> str:
    start, weights = learned(*told(kind))
    enough, least = BOUNDS[kind]
    by_weight: dict[float, list[str]] = defaultdict(list)
    for word, weight in sorted(weights.items()):
        by_weight[weight].append(word)
    rows = "".join(_row(weight, by_weight[weight]) for weight in sorted(by_weight, reverse=True))
    return f"\n[{kind}]\nstart = {start}\nenough = {enough}\nleast = {least}\n\n[{kind}.words]\n{rows}"


def _row(weight: float, words: Sequence[str]) -> str:
    lines: list[str] = []
    line = "   "
    for word in words:
        if len(line) + len(word) > 125:
            lines, line = [*lines, line], "   "
        line += f" {json.dumps(word, ensure_ascii=False)},"
    return f'"{weight}" = [\n' + "\n".join([*lines, line]) + "\n]\n"


def _collection(name: str) -> Mapping[str, list[str]]:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


if __name__ == "__main__":
    main()
