"""`interview questionnaire` and `interview check`."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from dialogs import leder, phrases
from locales import catalogues
from tests.bot.cli.conftest import Interview

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
