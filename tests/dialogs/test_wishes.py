"""What people type when they want to move and do not find the button: whole short messages, in every language."""

from __future__ import annotations

import re

from dialogs.leder import wishes
from dialogs.wishes import Wish, is_no_name, wished
from locales import catalogues, speech
from tests.each import each

UNKNOWN, SKIP, NEXT, DONE = Wish.UNKNOWN, Wish.SKIP, Wish.NEXT, Wish.DONE
FINISHED, REST, SHORT, LONG = Wish.FINISHED, Wish.REST, Wish.SHORT, Wish.LONG
LABELS = {"I do not know": UNKNOWN, "Skip": SKIP, "Next": NEXT, "Rather not say": Wish.DECLINED}
READ = [
    ("I don\u2019t know", UNKNOWN), ("im not really sure", UNKNOWN), ("no idea sorry", UNKNOWN), ("dunno", UNKNOWN),
    ("nie wiem", UNKNOWN), ("nie mam pojęcia", UNKNOWN), ("nu știu", UNKNOWN), ("no lo sé", UNKNOWN), ("boh", UNKNOWN),
    ("مجھے نہیں پتہ", UNKNOWN), ("skip this one please", SKIP), ("pass", SKIP), ("pomiń to", SKIP), ("چھوڑ دیں", SKIP),
    ("next please", NEXT), ("ok lets move on", NEXT), ("let's go on", NEXT), ("idziemy dalej", NEXT), ("آگے چلیں", NEXT),
    ("andiamo avanti", NEXT), ("thats it", DONE), ("that's all", DONE), ("done", DONE), ("finished", DONE),
    ("thats all thank you bye", DONE), ("to wszystko", DONE), ("nada más gracias", DONE), ("I have finished", FINISHED),
    ("ive finished now", FINISHED), ("skończyłem", FINISHED), ("skończyłam", FINISHED), ("ho finito", FINISHED),
    ("am terminat", FINISHED), ("i want to stop now", REST), ("can i stop please", REST),
    ("I am tired can we do it another day", REST), ("not now", REST), ("later please", REST), ("i need a break", REST),
    ("stop it", REST), ("could we come back to this tomorrow?", REST), ("chcę przerwać", REST), ("może później", REST),
    ("ابھی نہیں", REST), ("agora não", REST), ("quiero parar", REST), ("nu acum", REST), ("ddim nawr", REST),
    ("non adesso", REST), ("ليس الآن", REST), ("the short one", SHORT), ("short", SHORT), ("the short one about 11", SHORT),
    ("All the questions", LONG), ("wszystkie pytania", LONG),
]  # fmt: skip
STORIES = [
    "well done", "I wanted them to stop", "he couldn't stop laughing", "we can do it another day was what the doctor said",
    "she was never sure of herself", "they skipped her tablets", "she did not want to stop",
    "when she was done with her tea she sang", "next to the sea", "I don't know how she did it",
    "they told us to come back another day", "no one was sure", "it was all too much for her", "the short walk to the shop",
    "chciałam, żeby przestali", "nie wiem, jak ona to robiła", "Mags", "Poppy", "Not now said the doctor",
    "stop the medicine they said", "",
]  # fmt: skip


@each(("words", "wish"), READ)
def test_a_wish_is_read_and_no_other(words: str, wish: Wish) -> None:
    assert wished(words) == {wish}


@each("words", STORIES)
def test_a_story_wishes_for_nothing(words: str) -> None:
    assert wished(words) == frozenset()


@each("language", sorted(catalogues()))
@each("label", LABELS)
def test_the_labels_of_every_catalogue_are_among_the_words(language: str, label: str) -> None:
    assert LABELS[label] in wished(speech(language).translate(label))


def test_every_wording_has_its_wishes() -> None:
    lists = {one["language"]: one for one in wishes()}
    assert {*lists} == {c.partition("_")[0] for c in catalogues()} | {"en"}
    assert all(one.keys() == {*Wish, "around", "tired", "language", "checked_by"} for one in lists.values())
    patterns = [pattern for one in lists.values() for kind in (*Wish, "around", "tired") for pattern in one[kind]]
    assert all("(" not in re.sub(r"\([^()]*\)", "", pattern) for pattern in patterns), "a group stands in a group"


@each("language", sorted(catalogues()))
def test_what_is_no_name_in_any_wording(language: str) -> None:
    translate = speech(language).translate
    for label in ("I do not know", "Skip", "Next", "Yes", "No"):
        assert is_no_name(translate(label), language), label


@each("words", ["help", "stop", "thank you", "❤\ufe0f", "no idea", "not sure", "not now", "done", "pause", "ok"])
def test_what_asks_or_thanks_is_no_name(words: str) -> None:
    assert is_no_name(words, "en")


@each(
    "words",
    [
        "Mags",
        "Our Ty",
        "Poppy",
        "Nana",
        "Big Jim",
        "Noor",
        "Lee",
        "Donež",
        "ماریہ",
        "Joe",
        "Anna Maria",
    ],
)
def test_a_name_is_a_name(words: str) -> None:
    assert not is_no_name(words, "en")
