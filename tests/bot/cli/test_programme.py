"""The organisation's own facts: from its file, in every text; without them nothing is shown to a family."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.participants.programme import adopt, note, require
from bot.settings import Settings, SettingsError
from bot.telegram.buttons import call_buttons
from dialogs import leder
from dialogs.leder.facts import in_force
from dialogs.numbers import numbers, pieces
from locales import speech
from tests.bot.cli.conftest import Interview
from tests.bot.web.place import make_place
from tests.programme import NAME, PHONE, REPLY, entry, programme

EXAMPLE = Path(__file__).parents[3] / "deploy" / "programme.toml"
WRONG = {
    "not [ TOML": "it is not TOML: .*line 1.*",
    "[entry]\nname = 'phone'": r"write \[\[entry\]\], in two brackets, above each fact",
    "[[entries]]\nname = 'phone'": r"'entries' is not known: write \[\[entry\]\] above each fact",
    "[[entry]]\nvalue = 'x'": "an entry has no name",
    entry("fone", "0191 498 0001"): r"'fone' is not a fact of the programme \(is phone meant\?\)",
    entry("zzz", "1"): "'zzz' is not a fact of the programme",
    entry("phone", "0191 498 0001") * 2: "phone is there twice",
    entry("phone", "0191 498 0001", owner=None): "phone: it has no owner",
    entry("phone", "0191 498 0001", owner="' '"): "phone: it has no owner",
    entry("phone", "0191 498 0001", source=None): "phone: it has no source",
    entry("phone", "0191 498 0001", last_checked=None): "phone: it has no last_checked",
    entry("phone", "0191 498 0001", last_checked="'last week'"): "phone: last_checked must be a day like 2026-11-22",
    entry("phone", "0191 498 0001", last_checked="'2026-02-30'"): "phone: last_checked must be a day like 2026-11-22",
    entry("phone", "0191 498 0001", last_checked="2026-11-22T10:00:00"): "phone: last_checked must be a day like .*",
    entry("phone", "0191 498 0001", last_checked="2026-13-01"): "it is not TOML: .*",
    entry("phone", "0191 498 0001", last_checked="9026-01-01"): "phone: last_checked is still to come: 9026-01-01",
    entry("phone", "0191 498 0001", ownr="'x'"): "phone: 'ownr' is not known there",
    entry("phone", "0191 498 0001", unconfirmed="true"): "phone: it cannot be unconfirmed, because texts need it",
    entry("emergency", "999", unconfirmed="true"): "emergency: it cannot be unconfirmed, because texts need it",
    entry("cruse", "0808 808 1677", unconfirmed="'no'"): "cruse: unconfirmed must be true or false",
    entry("organisation", ""): "organisation: it has no value",
    entry("organisation", "Two\\nlines"): "organisation: it must be words in one line, .*",
    entry("organisation", "The {name} team"): "organisation: it must be words in one line, .*",
    entry("minimum_age", "four"): "minimum_age: it must be a whole number from 0 to 120",
    entry("minimum_age", -1): "minimum_age: it must be a whole number from 0 to 120",
    entry("reminder_days", 0): "reminder_days: it must be a whole number from 1 to 365",
    entry("keep_closed_months", 601): "keep_closed_months: it must be a whole number from 1 to 600",
    entry("keep_links_days", 0): "keep_links_days: it must be a whole number from 1 to 365",
    entry("ask_place_of_death", "perhaps"): 'ask_place_of_death: it must be "yes" or "no"',
}
NO_PHONES = (
    "", " ", "ask at the desk", "0191", "111", "999999999999999999", "0191 498 000O", "1234567890", "0191-498-0001",
    "(0191) 498 0001", "0191  498 0001", "tel:01914980001", "٠١٩١٤٩٨٠٠٠١", 1914980001,
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The organisation's file."""
    return programme(tmp_path)


@pytest.fixture(autouse=True)
def afterwards() -> Iterator[None]:
    """The package's facts are in force again."""
    yield
    adopt(Settings(_env_file=None))


def settings(path: Path) -> Settings:
    """The settings that name a file."""
    return Settings(_env_file=None, programme=path)


def test_each_wrong_file_has_a_sentence_of_its_own(tmp_path: Path) -> None:
    """And leaves what was in force as it was."""
    path, before = tmp_path / "own.toml", leder.programme()
    phones = {
        entry("phone", no_phone): "phone: it (must be a telephone number like .*|has no value)"
        for no_phone in NO_PHONES
    }
    for content, said in {**WRONG, **phones, entry("cruse", "soon"): "cruse: it must be a telephone .*"}.items():
        path.write_text(content, encoding="utf-8")
        with pytest.raises(SettingsError) as refused:
            adopt(settings(path))
        assert re.fullmatch(f"INTERVIEW_PROGRAMME: {path}: {said}\\.", str(refused.value)), (
            content,
            str(refused.value),
        )
    path.write_bytes(b"\xff\xfe")
    for where, said in ((path, "not a text in UTF-8"), (tmp_path, "cannot be read"), (tmp_path / "no", "No such file")):
        with pytest.raises(SettingsError, match=f"^INTERVIEW_PROGRAMME: {where} .*{said}"):
            adopt(settings(where))
    assert leder.programme() is before


def test_the_organisations_facts_take_the_place_of_the_packages(file: Path) -> None:
    before = leder.programme()
    adopt(settings(file))
    now = leder.programme()
    assert (now["organisation"], now["phone"], now["reply_time"], now["minimum_age"]) == (NAME, PHONE, REPLY, "16")
    assert {name for name in now if now[name] != before[name]} == {
        "organisation", "phone", "reply_time", "minimum_age", "hours", "crisis", "cruse", "suicide_bereavement",
        "keep_closed_months",
    }  # fmt: skip
    assert leder.load().programme is now
    assert numbers()["phone"].link == "tel:+441914980777"
    assert (numbers()["crisis"].shown, numbers()["suicide_bereavement"].dial) == ("0800 498 0111", "03001115065")
    assert "cruse" not in numbers()
    assert [n.name for _, n in pieces(f"Phone {PHONE}.") if n] == ["phone"]
    labels = [b["text"] for row in call_buttons(("phone",), speech("en"), "https://x.org") for b in row]
    assert all(PHONE in label for label in labels)
    assert len(labels) == 2
    adopt(Settings(_env_file=None))
    assert leder.programme() == before
    assert [n for _, n in pieces(f"Phone {PHONE}.") if n] == []


@pytest.mark.usefixtures("untouched")
def test_running_without_the_organisations_facts_is_refused(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INTERVIEW_FAMILIES_TOKEN", "111111:" + "F" * 35)
    monkeypatch.setenv("INTERVIEW_TELEGRAM_API", "http://127.0.0.1:1")
    assert interview.refuses("run").startswith(
        "INTERVIEW_PROGRAMME is not set, so families would read what is made up: "
    )
    path = tmp_path / "programme.toml"
    for names in (("organisation",), ("phone",), ("reply_time",), ("organisation", "phone", "reply_time")):
        programme(tmp_path, without=names)
        monkeypatch.setenv("INTERVIEW_PROGRAMME", str(path))
        listed = "organisation, phone and reply_time" if names[1:] else names[0]
        assert interview.refuses("run") == f"INTERVIEW_PROGRAMME: {path} has no entry for {listed}."
    path.write_text(entry("fone", "1"), encoding="utf-8")
    assert "'fone' is not a fact" in interview.refuses("run")
    assert "'fone' is not a fact" in interview.refuses("invitations")


def test_no_command_tells_families_what_is_made_up_where_the_service_does_not(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    """A shell has not the settings of the service by itself. Who only reads may do without."""
    interview.consenting(interview.invited())
    interview.says("review", "hold", "R-1")
    store = interview.store()
    note(store)
    store.close()
    told = interview.refuses("review", "close", "R-1")
    assert told.startswith("INTERVIEW_PROGRAMME is set for the service and not in this shell, ")
    assert interview.listed()[0]["status"] == "held"
    monkeypatch.setenv("INTERVIEW_PROGRAMME", str(file))
    interview.sent()
    interview.says("review", "close", "R-1")
    assert any(PHONE in text for text in interview.texts())


def test_a_rehearsal_says_what_is_made_up(bare: Interview, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """And shows the organisation's own where it is said."""
    script = bare.folder / "script"
    script.write_text("/press choose:W2:yes\nI need help now\n/talk\n/privacy\n", encoding="utf-8")
    told = bare.says("rehearse", "--language", "en", "--script", str(script))
    assert "Made up, to try things out: organisation, phone, reply_time.\n" in told
    assert "0191 498 0264" in told
    monkeypatch.setenv("INTERVIEW_PROGRAMME", str(file))
    told = bare.says("rehearse", "--language", "en", "--script", str(script))
    assert "0191 498 0264" not in told
    assert "Made up" not in told
    assert f"phone\n{PHONE}." in told
    assert "You can phone this number: Monday to Friday, 9am to 5pm." in told
    assert "0800 498 0111" in told


async def test_the_page_shows_the_organisations_facts(tmp_path: Path, sqlite_url: str, file: Path) -> None:
    place = make_place(tmp_path, sqlite_url)
    async with place.served(), place.browser() as visitor:
        first = await visitor.opens("/privacy")
        assert "its reply time are made up" in first.body
        assert 'href="tel:01914980264"' in first.body
        assert "Number of months" not in first.body
    place.world.settings["programme"] = str(file)
    async with place.served(), place.browser() as visitor:
        own = await visitor.opens("/privacy")
        assert "made up" not in own.body
        assert f'href="tel:+441914980777">{PHONE}</a>' in own.body
        assert f"Who does this review: {NAME}." in own.body
        assert "You can phone this number: Monday to Friday, 9am to 5pm." in own.body
        assert "Then we delete them. Number of months: 24." in own.body


def test_an_age_below_the_organisations_minimum_is_refused(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    opening = ("review", "open", "R-1", "--person", "Margaret", "--age", "15", "--confirm", "under-18")
    monkeypatch.setenv("INTERVIEW_PROGRAMME", str(file))
    assert "16" in interview.refuses(*opening)
    monkeypatch.delenv("INTERVIEW_PROGRAMME")
    interview.says(*opening)


def test_what_the_organisation_has_not_looked_at_is_old(file: Path) -> None:
    adopt(settings(file))
    told = in_force().stale(utc_now().date() + timedelta(days=400))
    assert [line for line in told if line.startswith(f"{file}: phone was last checked on ")]
    assert not [line for line in told if line.startswith("dialogs/leder/programme.toml: phone ")]


def test_the_example_waits_for_the_organisations_own_words(tmp_path: Path) -> None:
    """Copied as it is, it is refused; filled in, it is all that is wanted."""
    text = EXAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="organisation: it has no owner"):
        adopt(settings(path))
    path.write_text(text.replace('""', '"0191 498 0001"'), encoding="utf-8")
    require(settings(path))
