"""`interview questionnaire` and `interview check`."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree

import pytest

import locales
from dialogs import leder, phrases
from locales import catalogues, sheets, signing
from locales.sheets import Back
from locales.texts import Marked, marked
from tests.bot.cli.conftest import Interview
from tests.each import each

LATE = datetime(2099, 1, 1, tzinfo=UTC)


def test_every_item_is_printed(bare: Interview) -> None:
    items = json.loads(bare.says("questionnaire", "--format", "json"))
    assert [i["link_id"] for i in items] == list(leder.load().items)
    assert {frozenset(i) for i in items} == {
        frozenset({"link_id", "section", "type", "codes", "text", "required", "repeats", "absent"})
    }
    by_id = {i["link_id"]: i for i in items}
    assert by_id["P2"]["type"] == "text"
    assert by_id["P2"]["codes"] == []
    assert by_id["C4"]["codes"] == ["yes", "no", "talk"]
    assert by_id["C4"]["absent"] == []
    assert "asked-unknown" in by_id["H1"]["absent"]
    assert by_id["H1"]["absent"][0] == "skipped"


def test_every_item_is_printed_for_people(bare: Interview) -> None:
    heads, *lines = bare.says("questionnaire").splitlines()
    assert heads.startswith("Item")
    assert [line.split()[0] for line in lines] == list(leder.load().items)


def test_the_questionnaire_is_sound(bare: Interview) -> None:
    said = bare.says("check")
    assert "is sound" in said
    assert all(language in said for language in catalogues())


def test_old_facts_are_faults(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.check.utc_now", lambda: LATE)
    done = bare("check")
    assert (done.status, done.out) == (1, "")
    assert "programme.toml: phone was last checked on" in done.err


def test_a_new_promise_is_refused(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    new = Marked("Only your reviewer reads this.", ["dialogs/phrases.py"], ["NEW"])
    monkeypatch.setattr("bot.cli.check.marked", lambda: [*marked(), new])
    monkeypatch.setattr("bot.cli.check.catalogues", lambda: {"en"})
    done = bare("check")
    assert (done.status, done.out) == (1, "")
    assert "dialogs/phrases.py: NEW: 'Only your reviewer reads this.': promises something with 'Only'" in done.err


def test_an_unknown_language(bare: Interview) -> None:
    done = bare("check", "--language", "tlh")
    assert (done.status, done.out) == (2, "")
    assert "'tlh' is not known" in done.err


@pytest.mark.parametrize("text", ["Go on, {nobody}", "{choice} {telephone}"])
def test_a_placeholder_that_nothing_fills(bare: Interview, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(phrases, "GO_ON", text)
    done = bare("check")
    assert (done.status, done.out) == (1, "")
    assert "GO_ON: nothing fills" in done.err


def test_a_translation_with_a_placeholder_of_its_own(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    from dialogs.text import Speech
    from locales import speech

    said = Speech(translate=lambda msgid: f"{msgid} {{extra}}", day=speech("en").day)
    monkeypatch.setattr("bot.cli.check.speech", lambda _language: said)
    done = bare("check", "--language", "en")
    assert done.status == 1
    assert "en: P2: nothing fills {extra}" in done.err


def test_a_sheet_for_who_checks_a_language(bare: Interview, tmp_path: Path) -> None:
    """Every text as it appears, in the order of the interview, with the English; a back-translation where there is one."""
    page = tmp_path / "ur.html"
    assert "texts of ur" in bare.says("check", "--language", "ur", "--sheet", str(page))
    shown = page.read_text(encoding="utf-8")
    assert shown.count("<tr><td") == len(marked())
    assert shown.index("Would you like to take part?") < shown.index("like to be called?")
    assert '<td class="said" lang="ur" dir="rtl">کیا آپ حصہ لینا چاہیں گے؟</td>' in shown
    assert '<td class="back">Would you like to take part?</td>' in shown
    assert "{name}" not in shown


def test_a_back_translation_of_other_words_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    taking_part = "Would you like to take part?"
    monkeypatch.setattr(sheets, "back_translations", lambda _: {taking_part: Back("Chcą Państwo?", "Do you want to?")})
    shown = sheets.sheet(leder.load(), marked(), "pl")
    assert "Do you want to?" not in shown
    assert sheets.STALE in shown


@pytest.mark.parametrize("language", [(), ("--language", "en"), ("--language", "pl", "--language", "ro")])
def test_a_sheet_is_of_one_language(bare: Interview, tmp_path: Path, language: tuple[str, ...]) -> None:
    page = tmp_path / "sheet.html"
    done = bare("check", *language, "--sheet", str(page))
    assert (done.status, page.exists()) == (2, False)
    assert "of one language" in done.err


def test_a_catalogue_is_signed(bare: Interview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copytree(Path(locales.__file__).parent / "pl", tmp_path / "pl")
    monkeypatch.setattr(signing, "files", lambda _: tmp_path)
    monkeypatch.setattr("bot.cli.check.utc_now", lambda: datetime(2026, 11, 30, tzinfo=UTC))
    told = bare.says("check", "--checked", "pl", "--by", " Anna  Nowak ", "--on", "30 November 2026")
    assert told.startswith("Anna Nowak has checked the catalogue of pl.")
    assert (signing.signature("pl").by, signing.signature("pl").on) == ("Anna Nowak", date(2026, 11, 30))
    locales.speech.cache_clear()
    try:
        told = bare.says("check", "--language", "pl")
    finally:
        locales.speech.cache_clear()
    assert f"pl: Anna Nowak checked it on 2026-11-30; 0 of {len(marked())} texts are not as they were then." in told


SIGN = "To sign a catalogue, give --checked LANGUAGE, --by NAME and --on DAY, and nothing else."


@each(
    ("typed", "told"),
    [
        (
            ("--checked", "tlh", "--by", "Ann", "--on", "2026-11-01"),
            "The language 'tlh' is not known: it is one of ar,",
        ),
        (("--checked", "en", "--by", "Ann", "--on", "2026-11-01"), "it is not signed"),
        (
            ("--checked", "pl", "--by", "Ann", "--on", "2098-11-01"),
            "The day of the check cannot be used. That day is still to",
        ),
        (("--checked", "pl", "--by", "Ann", "--on", "soon"), "The day of the check cannot be used. That day is not"),
        (
            ("--checked", "pl", "--by", "  ", "--on", "2026-11-01"),
            "The name of the person who has checked it is empty.",
        ),
        (("--checked", "pl", "--on", "2026-11-01"), SIGN),
        (("--checked", "pl", "--by", "Ann"), SIGN),
        (("--by", "Ann"), SIGN),
        (("--checked", "pl", "--by", "Ann", "--on", "2026-11-01", "--publish"), SIGN),
    ],
)
def test_what_signs_nothing_is_one_sentence(bare: Interview, typed: tuple[str, ...], told: str) -> None:
    done = bare("check", *typed)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert told in done.err
    assert signing.signature("pl") == signing.NOBODY
