"""Every catalogue is current and sound: nothing missing or fuzzy, placeholders kept, lengths that fit."""

from __future__ import annotations

import unicodedata
from datetime import date

import polib
import pytest

from bot.telegram.rendering import send_message
from dialogs import leder
from dialogs.days import parse_date
from dialogs.languages import EASY_READ
from dialogs.screens import message_at
from dialogs.text import Text, fill, say
from locales import SOURCE, catalogue_file, catalogues, is_draft, is_right_to_left, speech
from locales.checking import faults, too_long
from locales.texts import Marked, marked
from locales.updating import LANGUAGES, TEMPLATE, TERMS, extracted
from tests.dialogs.core import fresh, names
from tests.each import each

TEXTS = marked()


def test_there_are_thirteen_wordings() -> None:
    assert catalogues() == {SOURCE, *LANGUAGES}
    assert len(catalogues()) == 13


def test_the_template_is_current() -> None:
    """`make catalogues` was run after the last change of a text."""
    assert TEMPLATE.read_text(encoding="utf-8") == f"{extracted()}"


@each("language", LANGUAGES)
def test_a_catalogue_is_current(language: str) -> None:
    """A catalogue has exactly the texts of the template, each with its places."""
    catalogue = polib.pofile(str(catalogue_file(language)))
    assert [_known(e) for e in catalogue if not e.obsolete and not e.msgctxt] == [_known(e) for e in extracted()]


@each("language", LANGUAGES)
def test_a_catalogue_is_sound(language: str) -> None:
    assert [*faults(language, TEXTS)] == []


def test_a_draft_has_english_beside_it() -> None:
    assert speech("en").english is None
    assert speech("en_GB@easyread").english is None
    assert [(speech(x).english is not None) == is_draft(x) for x in LANGUAGES if x != "en_GB@easyread"] == [True] * 11


@each("language", LANGUAGES)
def test_every_glossary_is_filled(language: str) -> None:
    """It stands in the comments above the catalogue; Easy Read has none, since it is English."""
    head = polib.pofile(str(catalogue_file(language))).header
    terms = dict(line.strip().split(" = ", 1) for line in head.splitlines() if " = " in line and "Glossary" not in line)
    assert language == EASY_READ or [term for term in TERMS if not terms.get(term, "").strip()] == []


SCRIPTS = {"pa": "GURMUKHI", "bn": "BENGALI", "gu": "GUJARATI", "ar": "ARABIC", "ur": "ARABIC"}
OF_INDIA_AND_ARABIA = ("GURMUKHI", "BENGALI", "GUJARATI", "DEVANAGARI", "ARABIC")


@pytest.mark.parametrize(("language", "script"), SCRIPTS.items())
def test_each_language_is_written_in_its_own_script(language: str, script: str) -> None:
    """Panjabi in Gurmukhi. A mark that ends a sentence is common to several."""
    letters = {
        c for e in polib.pofile(str(catalogue_file(language))) if not e.obsolete for c in e.msgstr if c.isalpha()
    }
    found = {unicodedata.name(c).split()[0] for c in letters}
    assert found & {*OF_INDIA_AND_ARABIA} == {script}


def test_who_writes_from_right_to_left() -> None:
    assert {x for x in catalogues() if is_right_to_left(x)} == {"ar", "ur"}


def test_days_and_lists_are_said_as_the_language_does() -> None:
    three = Text("{parts}", {"parts": (say("Yes"), say("No"), say("Next"))})
    assert speech("en").day(date(2027, 3, 5)) == "5 March 2027"
    assert speech("pl").day(date(2027, 3, 5)) == "5 marca 2027"
    assert fill(three, speech("en"), {}) == "Yes, No and Next"


@each("language", sorted(catalogues()))
def test_a_day_can_be_typed_as_the_language_says_it(language: str) -> None:
    days = [date(2027, month, 5) for month in range(1, 13)]
    assert [parse_date(speech(language).day(d), today=date(2026, 11, 23)) for d in days] == days


@each("language", sorted(catalogues()))
@each("channel", ["telegram", "page", "terminal"])
def test_every_place_fits_into_one_message(language: str, channel: str) -> None:
    """Nothing has to be split at Telegram's 4096, not even a draft's consents, and every button is short."""
    questionnaire, how = leder.load(), speech(language)
    for place in (*questionnaire.screens, *questionnaire.items):
        response = fresh(language=language, channel=channel)
        bodies = send_message(message_at(questionnaire, response, place), how, names(response), 1)
        assert len(bodies) == 1, place
        rows = bodies[0]["reply_markup"]["inline_keyboard"]
        assert [b for row in rows for b in row if len(b["text"]) > 64 or len(b["callback_data"].encode()) > 64] == []


@pytest.mark.parametrize(
    ("place", "length", "fits"),
    [("H1: option good, a button", 60, True), ("H1: option good, a button", 61, False), ("H1: question", 999, True)],
)
def test_lengths(place: str, length: int, fits: bool) -> None:
    assert (too_long(Marked("x", ["f"], [place]), "x" * length) == "") == fits


def _known(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgid, entry.comment
