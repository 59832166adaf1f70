"""What the lists hear: sentences of people in danger, of people who see others in danger, and of ordinary grief.

`known.json` and `voices.json` were written together with the lists. The `fresh` ones and the other interviews were written by
people who had not seen them, and were run once before they were used to mend the lists, or to learn the weights: what was
heard then is the honest figure.
The bounds here only keep what was reached from being lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from dialogs.danger import Danger
from dialogs.danger import heard as newly_heard
from dialogs.danger.weights import Weights
from dialogs.leder import danger_lists

HERE = Path(__file__).parent
# The same sentences are asked about by several tests.
heard = cache(newly_heard)
STOPS = {Danger.CLEAR, Danger.OTHERS}


def sentences(kind: str, *names: str) -> list[str]:
    """The sentences of one kind in these collections."""
    return [s for name in names for s in json.loads((HERE / f"{name}.json").read_text()).get(kind, [])]


def share(words: list[str], is_heard: Callable[[frozenset[Danger]], bool]) -> float:
    """The share of the sentences of which this is so."""
    return sum(is_heard(heard(w)) for w in words) / len(words)


KNOWN = ("known", "fresh-1", "fresh-2")


def test_who_is_in_danger_is_heard() -> None:
    words = sentences("oneself", *KNOWN)
    assert share(words, lambda h: Danger.CLEAR in h) >= 0.88
    assert share(words, lambda h: bool(h - {Danger.OTHERS})) >= 0.93


def test_who_may_be_in_danger_is_shown_the_card_and_is_not_stopped() -> None:
    words = sentences("unclear", *KNOWN)
    assert share(words, lambda h: bool(h - {Danger.OTHERS})) >= 0.93
    assert share(words, lambda h: Danger.CLEAR in h) <= 0.1


def test_somebody_else_at_risk_is_heard() -> None:
    assert share(sentences("others", *KNOWN), lambda h: Danger.OTHERS in h) >= 0.9


def test_ordinary_grief_stops_nothing() -> None:
    words = sentences("ordinary", *KNOWN)
    assert share(words, lambda h: bool(h & STOPS)) <= 0.01
    assert share(words, lambda h: Danger.UNCLEAR in h) <= 0.03


def test_of_whole_interviews_of_ordinary_grief_hardly_one_is_stopped() -> None:
    interviews = [i for name in ("known", "fresh") for i in json.loads((HERE / f"interviews-{name}.json").read_text())]
    stopped = [i for i in interviews if any(heard(words) & STOPS for words in i)]
    assert (len(interviews), len(stopped) <= 2) == (50, True)


REACHED = {
    "fresh-3": (0.97, 0.83),
    "fresh-4": (0.97, 0.9),
    "fresh-5": (0.97, 0.94),
    "fresh-6": (0.95, 0.84),
    "fresh-7": (0.97, 0.83),
    "fresh-8": (0.97, 0.9),
    "fresh-9": (0.96, 0.77),
    "fresh-10": (0.93, 0.9),
    "fresh-11": (0.95, 0.85),
    "fresh-12": (0.9, 0.73),
    "fresh-13": (0.9, 0.9),
    # Nothing was mended with it and nothing learned from it: heard at its one run were 0.82 and 0.77.
    "fresh-14": (0.8, 0.7),
}
MENDED_WITH = range(3, 12)
# Of the last nothing was learned either.
INTERVIEWS = range(3, 14)


def test_what_was_reached_in_each_later_collection_is_kept() -> None:
    reached = {
        name: (share(sentences("oneself", name), bool), share(sentences("others", name), lambda h: Danger.OTHERS in h))
        for name in REACHED
    }
    assert {name: now for name, now in reached.items() if now[0] < REACHED[name][0] or now[1] < REACHED[name][1]} == {}
    wrong = {name: [words for words in sentences("ordinary", name) if heard(words) & STOPS] for name in REACHED}
    assert {name: words for name, words in wrong.items() if len(words) > 1} == {}
    assert [words for several in wrong.values() for words in several if Danger.CLEAR in heard(words)] == []


def test_no_later_interview_of_ordinary_grief_is_stopped_or_flagged() -> None:
    interviews = [i for number in INTERVIEWS for i in json.loads((HERE / f"interviews-{number}.json").read_text())]
    assert [words for i in interviews for words in i if heard(words) & STOPS] == []


def test_ordinary_talk_seldom_shows_a_card() -> None:
    """The card that stops nothing may be shown too often rather than too seldom, and is still no companion of grief."""
    for names in (("talk",), KNOWN, tuple(REACHED)):
        assert share(sentences("ordinary", *names), bool) <= 0.04, names


def test_in_interviews_a_card_is_seldom_shown() -> None:
    for name in ("known", "fresh", *MENDED_WITH):
        messages = [words for i in json.loads((HERE / f"interviews-{name}.json").read_text()) for words in i]
        assert share(messages, bool) <= 0.025, name


def test_sentences_in_many_voices_are_heard() -> None:
    """Frightened, blunt, old-fashioned, in Easy Read, in a second language: written while the sets of meaning were made."""
    assert share(sentences("oneself", "voices"), bool) >= 0.95
    assert share(sentences("others", "voices"), lambda h: Danger.OTHERS in h) >= 0.85
    assert share(sentences("ordinary", "voices"), lambda h: bool(h & STOPS)) <= 0.03


def test_ordinary_talk_of_those_who_live_on_is_hardly_ever_taken_for_danger() -> None:
    """What is told of the dead, and of the living who grieve: near the lists in its words, and not in its meaning."""
    words = sentences("ordinary", "talk")
    assert share(words, lambda h: bool(h & STOPS)) <= 0.01
    assert share(sentences("others", "talk"), lambda h: Danger.OTHERS in h) >= 0.78


TOLD = [
    ("They locked him in his room and he cried.", "They lock him in his room and he cries every night."),
    ("Slept more. Lips blue in the cold. She slowed down.", "Her lips are blue and she is not moving."),
    (
        "Staff hit people there. He said they dragged him. He never went back.",
        "Staff hit people there. They drag him down the hall today.",
    ),
    ("He hated being shouted at.", "He is shouted at by the staff every day."),
]


def test_what_was_is_told_from_what_is() -> None:
    """A sentence in past verbs, and a fragment beside it, tells of the one who died."""
    assert [then for then, _ in TOLD if heard(then) & STOPS] == []
    assert [now for _, now in TOLD if Danger.OTHERS not in heard(now)] == []


ACROSS = [
    ("My friend is missing. He is out since Monday. Staff do not care.", Danger.OTHERS),
    ("There is a beam in the barn. I look at it every night.", Danger.UNCLEAR),
]


@pytest.mark.parametrize(("words", "danger"), ACROSS)
def test_what_is_told_over_two_sentences_is_heard(words: str, danger: Danger) -> None:
    apart = [heard(sentence) for sentence in words.split(". ")]
    assert (danger in heard(words), any(danger in h for h in apart)) == (True, False)


WHO = [
    "my nan",
    "the lady next door to her",
    "a lad in there",
    "my friend",
    "our neighbour's little girl",
    "one of the residents",
]
STATES = ["black and blue", "being hit", "locked in her room", "left in wet pads", "skin and bone", "terrified of him"]


NOW = ("is {}", "is still {}", "is {} again", "is {} every night")
LONG_AGO = ("was {} years ago", "used to be {} when I was little", "was {} before he died")


def test_who_and_how_and_now_are_heard_whatever_stands_between() -> None:
    told = [f"{who} {now.format(state)}" for who in WHO for state in STATES for now in NOW]
    assert [words for words in told if Danger.OTHERS not in heard(words)] == []


def test_what_was_long_ago_is_not_taken_for_now() -> None:
    told = [f"{who} {past.format(state)}" for who in WHO for state in STATES for past in LONG_AGO]
    assert [words for words in told if heard(words) & STOPS] == []


def test_who_is_in_danger_beside_somebody_else_is_not_forgotten() -> None:
    assert heard("I want to die and the staff are hitting my sister") == {Danger.CLEAR, Danger.OTHERS}


def test_there_is_a_list_for_every_language_and_nobody_has_checked_it_yet() -> None:
    """Easy Read is English."""
    assert set(danger_lists()) == {"en", "cy", "pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it"}
    assert {table[danger]["checked_by"] for table in danger_lists().values() for danger in Danger} == {""}


SPELLINGS = [
    "I want to kill myself",
    "i WANT to DIE!!!",
    "I can't go on",
    "I cant go on",
    "I can’t go on",
    "I can′t go on",
    "I can´t go on",
    "I can❜t go on",
    "《I want to die》",
    "I cannot go on",
    "I can not go on.",
    "i caaaant go onnn",
    "There is no reason\nto live",
    "I want to... die",
    "I want to … die",
    "i wish i’d died too",
    "i wish i had died too",
    "I do not want to live like this",
    "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
    "I\u200b want\u00a0to\u2060 die",
    "chce umrzec",
    "Chcę umrzeć.",
    "ya no aguanto más",
    "é melhor, quero morrer",
    "vreau sa mor",
    "میں مرنا چاہتا ہوں",
    "مين مرنا چاهتا هوں",
    "أُرِيدُ أن أموت",
    "আমি আর বাঁচতে চাই না।",
    "ਖੁਦਕੁਸੀ ਕਰਨਾ ਚਾਹੁੰਦਾ",
    "ਖ਼ੁਦਕੁਸ਼ੀ ਕਰਨਾ ਚਾਹੁੰਦਾ",
]


def test_words_are_heard_in_any_spelling() -> None:
    assert [words for words in SPELLINGS if heard(words) != {Danger.CLEAR}] == []


def test_what_is_no_sentence_means_nothing() -> None:
    nothing = ["", "?!", "\u200b", "\ud800", "\ufdfa" * 3, "…", "a" * 50_000]
    assert [words[:9] for words in nothing if heard(words)] == []


def test_of_a_very_long_text_the_beginning_and_the_end_are_read() -> None:
    long = "We had a garden. " * 100_000
    assert {heard(f"I want to die. {long}"), heard(f"{long} I want to die.")} == {frozenset({Danger.CLEAR})}


@pytest.mark.parametrize("language", sorted(set(danger_lists()) - {"en"}))
def test_what_was_reached_in_a_draft_is_not_lost(language: str) -> None:
    """Fifty sentences each, written without sight of the lists; these are drafts that nobody has checked."""
    found = json.loads((HERE / "languages.json").read_text())[language]
    assert sum(map(len, found.values())) >= 40
    assert share(found["oneself"], lambda h: bool(h - {Danger.OTHERS})) >= 0.8
    assert share(found["others"], lambda h: Danger.OTHERS in h) >= 0.6
    assert share(found["ordinary"], lambda h: bool(h & STOPS)) <= 0.06


@pytest.mark.parametrize("language", sorted(danger_lists()))
def test_every_list_can_be_read_and_every_line_needs_a_word(language: str) -> None:
    table = danger_lists()[language]
    assert [danger for danger in Danger if not table[danger]["kinds"]] == []
    assert len({line for danger in Danger for kind in table[danger]["kinds"] for line in kind["lines"]}) > 30


def test_the_order_of_words_in_a_set_does_not_decide_what_is_heard() -> None:
    """0.7 + 0.1 is less than 0.8 for a computer, unless the sum is rounded."""
    known = Weights(start=0.0, enough=0.8, least=0.0, words={"a": 0.7, "b": 0.1})
    assert known.of(["a", "b"]) >= known.enough
