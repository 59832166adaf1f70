"""Somebody who speaks the language has read a catalogue and signs it; a text that is changed later is signed no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copytree

import polib
import pytest

import locales
from dialogs import leder, phrases
from dialogs.languages import NAMES
from dialogs.messages import plain, said_twice, segments
from dialogs.text import say
from locales import signing
from locales.sheets import sheet
from locales.signing import NOBODY, State, sign, signature
from locales.texts import marked
from locales.updating import TEMPLATE, updated
from tests.each import each

BY, ON = 'Anna "Ania" Nowak', date(2026, 11, 28)


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Copies of two catalogues, which may be signed."""
    for language in ("pl", "cy"):
        copytree(Path(locales.__file__).parent / language, tmp_path / language)
    monkeypatch.setattr(signing, "files", lambda _: tmp_path)
    monkeypatch.setattr(locales, "files", lambda _: tmp_path)
    monkeypatch.setattr("locales.sheets.files", lambda _: tmp_path)
    cached = (locales.speech, locales.is_draft)
    for one in cached:
        one.cache_clear()
    yield tmp_path
    for one in cached:
        one.cache_clear()


def changed(folder: Path, language: str, msgid: str, said: str) -> None:
    """A translator says a text in other words."""
    path = str(folder / language / "LC_MESSAGES" / "messages.po")
    catalogue = polib.pofile(path, wrapwidth=0)
    found = [e for e in catalogue if e.msgid == msgid]
    for entry in found:
        entry.msgstr = said
    catalogue.save(path)
    locales.speech.cache_clear()


@each("language", [code for code in NAMES if code != "en"])
def test_nobody_has_signed_anything_yet(language: str) -> None:
    """Until a person does: then this test goes, and what it holds for the other languages with it."""
    assert (signature(language), [*signing.faults(language)], locales.is_draft(language)) == (NOBODY, [], True)


def test_every_text_is_signed_as_it_is(catalogues: Path) -> None:
    sign("pl", BY, ON)
    signed, said = signature("pl"), locales.speech("pl")
    assert (signed.by, signed.on) == (BY, ON)
    assert {signed.state(t.msgid, said.translate(t.msgid)) for t in marked()} == {State.CHECKED}
    assert (locales.is_draft("pl"), said.english, [*signing.faults("pl")]) == (False, None, [])
    catalogue = polib.pofile(str(catalogues / "pl" / "LC_MESSAGES" / "messages.po"))
    assert catalogue.metadata["X-Checked-By"] == BY
    assert signature("cy") == NOBODY


def test_a_change_takes_the_signature_off_that_text_alone(catalogues: Path) -> None:
    """It is then said in English too, where it must be understood exactly."""
    sign("pl", BY, ON)
    changed(catalogues, "pl", phrases.HELP_TITLE, "Pomoc na teraz")
    signed, said = signature("pl"), locales.speech("pl")
    states = {t.msgid: signed.state(t.msgid, said.translate(t.msgid)) for t in marked()}
    assert {msgid: state for msgid, state in states.items() if state is not State.CHECKED} == {
        phrases.HELP_TITLE: State.CHANGED
    }
    card = said_twice(plain(say(phrases.HELP_TITLE), say(phrases.HELP_NOBODY)))
    shown = [text for text, _ in segments(card, said, {})]
    assert shown == ["Pomoc na teraz", said.translate(phrases.HELP_NOBODY), phrases.HELP_TITLE]
    assert not locales.is_draft("pl")


def test_one_answer_that_is_said_in_another_way_is_a_text_too(catalogues: Path) -> None:
    """Welsh has many words for yes: the signature is off where one of them has changed."""
    sign("cy", BY, ON)
    path = catalogues / "cy" / "LC_MESSAGES" / "messages.po"
    catalogue = polib.pofile(str(path), wrapwidth=0)
    one = next(e for e in catalogue if e.msgctxt and e.msgid == phrases.YES)
    assert signature("cy").state(one.msgid, one.msgstr, one.msgctxt) is State.CHECKED
    assert signature("cy").state(one.msgid, f"{one.msgstr}!", one.msgctxt) is State.CHANGED
    one.msgstr += "!"
    catalogue.save(str(path))
    locales.speech.cache_clear()
    assert locales.speech("cy").beside(say(phrases.YES)) is locales.speech("en")
    assert locales.speech("cy").beside(say(phrases.GO_ON)) is None


def test_a_signature_survives_bringing_the_catalogue_up_to_date(catalogues: Path) -> None:
    sign("pl", BY, ON)
    path = str(catalogues / "pl" / "LC_MESSAGES" / "messages.po")
    template = polib.pofile(str(TEMPLATE), wrapwidth=0)
    template.append(polib.POEntry(msgid="Something new."))
    updated(polib.pofile(path, wrapwidth=0), template).save(path)
    assert polib.pofile(path).metadata["X-Checked-By"] == BY
    assert signature("pl").state(phrases.GO_ON, locales.speech("pl").translate(phrases.GO_ON)) is State.CHECKED
    assert signature("pl").state("Something new.", "Coś nowego.") is State.NEW


def test_a_name_in_the_head_that_nobody_has_signed_with_is_a_fault(catalogues: Path) -> None:
    path = catalogues / "pl" / "LC_MESSAGES" / "messages.po"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"X-Checked-By: \\n"', '"X-Checked-By: Jan\\n"'), encoding="utf-8"
    )
    assert [*signing.faults("pl")] == [
        "X-Checked-By says 'Jan', and nobody has signed: use interview check --checked pl"
    ]
    assert locales.is_draft("pl")


def test_the_sheet_says_what_is_signed_and_what_has_changed_since(catalogues: Path) -> None:
    texts = marked()
    assert "Nobody has checked this language yet." in sheet(leder.load(), texts, "pl")
    sign("pl", BY, ON)
    whole = sheet(leder.load(), texts, "pl")
    name = "Anna &quot;Ania&quot; Nowak"
    assert f"{name} checked all texts on 28 November 2026. They are as they were then." in whole
    assert whole.count(f"Checked by {name}, 28 November 2026") == whole.count("<tr><td")
    changed(catalogues, "pl", phrases.HELP_TITLE, "Pomoc na teraz")
    since = sheet(leder.load(), texts, "pl")
    assert "Since then one of them has changed or is new, and is marked." in since
    assert since.count("Changed since it was checked, 28 November 2026.") == 1
    assert since.count(f"Checked by {name}, 28 November 2026") == whole.count("<tr><td") - 1
    assert since.index("Pomoc na teraz") < since.index("Changed since it was checked")
