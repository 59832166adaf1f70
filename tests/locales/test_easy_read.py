"""Easy Read decides nothing else than the English: the options of a consent are the same words, and no fact is turned round."""

from __future__ import annotations

from dialogs import leder, phrases
from dialogs.languages import EASY_READ
from dialogs.questionnaire import Item
from locales import speech
from tests.each import each

ITEMS = leder.load().items
CONSENTS = tuple(i for i in ITEMS.values() if i.is_consent)


def option(place: str, code: str) -> str:
    found = ITEMS[place].option(code)
    assert found
    return found.text


# What a text must still say, in words that a reader of Easy Read knows.
KEPT = {
    phrases.HELP_CRISIS: ("hurt yourself", "cannot cope"),
    phrases.HELP_TEXT: ("If you cannot speak",),
    phrases.HELP_RELAY: ("If you use Relay UK",),
    phrases.PRIVACY_SHARE: ("If someone may not be safe",),
    phrases.CHANGING_WORDS: ("old one",),
    ITEMS["L7a"].text: ("not be safe", "now"),
    ITEMS["M4"].text: ("end of {name}'s life", "what {name} wanted"),
    option("N2", "news"): ("changed",),
    option("R3", "likes-dislikes"): ("liked", "did not like"),
    ITEMS["N4"].text: ("hear from us",),
    ITEMS["N3"].text: ("ask for",),
    ITEMS["P5"].text: ("important",),
}
# What it must not say, because it is something else.
SAID_WRONGLY = {
    phrases.CHANGING_WORDS: "is gone",
    ITEMS["L7a"].text: "danger",
    option("N2", "news"): "better",
}


@each("item", CONSENTS)
def test_the_options_of_a_consent_are_the_english_ones(item: Item) -> None:
    translate = speech(EASY_READ).translate
    assert [translate(o.text) for o in item.options] == [o.text for o in item.options]


@each("text", [*KEPT])
def test_nothing_that_counts_is_lost(text: str) -> None:
    said = speech(EASY_READ).translate(text)
    assert [words for words in KEPT[text] if words not in said] == []
    assert SAID_WRONGLY.get(text, "-") not in said
