"""`interview doctor`: a line each, and status 1 when something is wrong. It changes nothing."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.__main__ import main
from bot.clock import utc_now
from bot.telegram.client import BotApi, open_session
from storage.engine.unit_of_work import open_engine
from storage.inbox import dead_letters, throttling
from storage.inbox.throttling import CODES
from storage.schema.tables import data_keys, wrong_words
from storage.schema.vocabulary import Bot
from tests.bot.cli.conftest import Interview
from tests.bot.world import free_port
from tests.fakes.bot_api import FakeBotApi
from tests.programme import usual

pytestmark = pytest.mark.usefixtures("waiting_for_the_disk")

FAMILIES, REVIEWERS = "111111:" + "F" * 35, "222222:" + "R" * 35


def levels(said: str) -> dict[str, set[str]]:
    """The levels by what they are about."""
    found: dict[str, set[str]] = {}
    for line in said.splitlines():
        level, rest = line.split(maxsplit=1)
        found.setdefault(rest.partition(":")[0], set()).add(level)
    return found


def test_a_fresh_machine(bare: Interview) -> None:
    done = bare("doctor")
    assert (done.status, done.err) == (1, "")
    assert levels(done.out)["record store"] == {"fail"}
    assert levels(done.out)["keys"] == {"fail"}
    assert not list(bare.folder.iterdir())


def test_after_migrating(bare: Interview) -> None:
    bare.says("migrate")
    found = levels(bare.says("doctor"))
    assert found["record store"] == {"ok"}
    assert found["keys"] == {"ok", "warn"}
    assert found["families bot"] == found["reviewers bot"] == {"warn"}


def test_keys_apart_from_the_data(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_KEY_FILE", str(bare.folder / "ring"))
    bare.says("migrate")
    assert levels(bare.says("doctor"))["keys"] == {"ok"}


def test_others_can_read(bare: Interview) -> None:
    bare.says("migrate")
    Path("data").chmod(0o755)
    assert levels(bare.says("doctor"))["folder"] == {"warn"}
    Path("data/keys").chmod(0o644)
    done = bare("doctor")
    assert (done.status, levels(done.out)["keys"]) == (1, {"fail"})


def test_files_that_others_can_read(bare: Interview) -> None:
    bare.says("migrate")
    Path(".env").write_text("INTERVIEW_LOG=json\n")
    Path(".env").chmod(0o666)
    Path("data/interview.db").chmod(0o644)
    said = bare.says("doctor")
    assert levels(said)["record store"] == {"ok", "warn"}
    assert {line.rpartition("chmod ")[2] for line in said.splitlines() if "chmod" in line} == {
        "600 data/interview.db",
        "600 .env",
    }
    Path(".env").chmod(0o600)
    Path("data/interview.db").chmod(0o600)
    assert "chmod" not in bare.says("doctor")


def test_what_we_make_is_ours_alone(bare: Interview) -> None:
    """Whatever the mask of the shell was: no file of the data folder can be read by anybody else."""
    before = os.umask(0)
    try:
        bare.says("migrate")
    finally:
        os.umask(before)
    made = [Path("data"), *Path("data").rglob("*")]
    assert {p.name: p.stat().st_mode & 0o077 for p in made} == {p.name: 0 for p in made}
    assert len(made) > 2


def test_what_failed_is_told(interview: Interview) -> None:
    store = interview.store()
    with store.begin() as work:
        dead_letters.keep(work, Bot.FAMILIES, "families:00", 1, "words", "KeyError", utc_now())
        work.commit()
    store.close()
    [line] = [line for line in interview.says("doctor").splitlines() if "dead letters:" in line]
    assert line.startswith("warn  dead letters: 1, the oldest of ")
    assert "kept for 30 days" in line


def test_commits_that_do_not_wait_for_the_disk(
    bare: Interview, monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv("INTERVIEW_KEYS", bare.says("keys", "new").strip())
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", postgres_url)
    bare.says("migrate")
    done = bare("doctor")
    assert done.status == 1
    assert "SHOW fsync is off" in done.out


def test_other_keys_do_not_open_it(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    interview.review()
    monkeypatch.setenv("INTERVIEW_KEYS", interview.says("keys", "new").strip())
    assert "do not open" in interview("doctor").out


def test_nothing_is_written(interview: Interview, sqlite_url: str) -> None:
    assert "it has no keys yet" in interview.says("doctor")
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.execute(data_keys.select()).all() == []
    engine.dispose()


def test_a_store_that_is_not_up_to_date(
    bare: Interview, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str
) -> None:
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", empty_postgres_url)
    assert "is empty: if it held a review before" in bare("doctor").out


def test_a_store_that_is_not_there(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", "postgresql://nobody:secret-password@127.0.0.1:1/record")
    done = interview("doctor")
    assert done.status == 1
    assert "store: The server of the record store record at 127.0.0.1:1 cannot be reached" in done.out
    assert "secret-password" not in done.out


def test_one_mistake_is_one_line(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several looks meet it; it is said once."""
    bare.says("migrate")
    for name, value in (("INTERVIEW_KEYS", "none"), ("INTERVIEW_DATABASE_URL", "mysql://there/record")):
        with monkeypatch.context() as wrong:
            wrong.setenv(name, value)
            done = bare("doctor")
        assert (done.status, done.out.count("fail  ")) == (1, 1), done.out


def test_a_store_that_was_emptied(bare: Interview) -> None:
    """A file of no bytes: neither doctor nor migrate lets it pass for a new one."""
    bare.says("migrate")
    Path("data/interview.db").write_bytes(b"")
    done = bare("doctor")
    assert (done.status, "put the newest backup in its place" in done.out) == (1, True)
    assert "no record store at" in bare.refuses("migrate")


def test_a_host_that_nobody_has(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    bare.says("migrate")
    monkeypatch.setenv("INTERVIEW_HOST", "interveiw")
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    done = bare("doctor")
    assert (done.status, "INTERVIEW_HOST names interveiw, and no machine has that name" in done.out) == (1, True)


def test_settings_and_languages(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_LANGUAGES", "en,tlh")
    assert "no catalogue for tlh" in interview("doctor").out
    monkeypatch.setenv("INTERVIEW_PORT", "far")
    done = interview("doctor")
    assert (done.status, done.err) == (1, "")
    assert levels(done.out) == {"settings": {"fail"}}


async def test_the_bots_are_asked(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    async with FakeBotApi() as api:
        api.add_bot(FAMILIES, username="family_bot")
        monkeypatch.setenv("INTERVIEW_TELEGRAM_API", api.url)
        monkeypatch.setenv("INTERVIEW_FAMILIES_TOKEN", FAMILIES)
        monkeypatch.setenv("INTERVIEW_REVIEWERS_TOKEN", REVIEWERS)
        interview.capsys.readouterr()
        assert await asyncio.to_thread(main, ["doctor"]) == 1
    said = interview.capsys.readouterr().out
    assert "it is @family_bot" in said
    assert levels(said)["reviewers bot"] == {"fail"}
    assert FAMILIES not in said


async def test_one_token_is_not_two(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_TELEGRAM_API", "http://127.0.0.1:1")
    monkeypatch.setenv("INTERVIEW_FAMILIES_TOKEN", FAMILIES)
    monkeypatch.setenv("INTERVIEW_REVIEWERS_TOKEN", FAMILIES)
    interview.capsys.readouterr()
    assert await asyncio.to_thread(main, ["doctor"]) == 1
    assert "both have the same token" in interview.capsys.readouterr().out


async def test_a_webhook_that_was_taken_away(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever polls with the same token has taken it; or somebody has set one of their own."""
    monkeypatch.setenv("INTERVIEW_FAMILIES_TOKEN", FAMILIES)
    async with FakeBotApi() as api:
        api.add_bot(FAMILIES, username="family_bot")
        monkeypatch.setenv("INTERVIEW_TELEGRAM_API", api.url)
        monkeypatch.setenv("INTERVIEW_PROGRAMME", str(usual(interview.folder)))
        assert levels(await asyncio.to_thread(interview.says, "doctor"))["families bot"] == {"ok"}
        public = f"http://127.0.0.1:{free_port()}"
        monkeypatch.setenv("INTERVIEW_PUBLIC_URL", public)
        monkeypatch.setenv("INTERVIEW_WEBHOOK_SECRET", "s" * 32)
        said = await asyncio.to_thread(interview.says, "doctor")
        assert levels(said)["families bot"] == {"ok", "warn"}
        assert "another process with this token takes the webhook away" in said
        async with open_session() as session:
            body = {"url": f"{public}/telegram/families", "secret_token": "s" * 32}
            await BotApi(session, api.url, FAMILIES).call("setWebhook", body)
        assert levels(await asyncio.to_thread(interview.says, "doctor"))["families bot"] == {"ok"}
        monkeypatch.delenv("INTERVIEW_PUBLIC_URL")
        assert "is not set; has somebody else this token?" in await asyncio.to_thread(interview.says, "doctor")


def test_who_guesses_is_named(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    bare.says("migrate")
    invited = bare.invited()
    bare.consenting(invited)
    assert "guesses" not in levels(bare.says("doctor"))
    store = bare.store()
    with store.begin() as work:
        work.execute(insert(wrong_words), [{"invitation_id": invited["invitation"], "tries": 10}])
        for number in range(CODES.each):
            throttling.guessed_wrong(work, CODES, str(number).encode(), utc_now())
        work.commit()
    store.close()
    told = bare.says("doctor")
    assert f"written 10 times for invitation {invited['invitation']}" in told
    assert "10 codes were tried" in told


def test_a_page_without_a_named_proxy(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    bare.says("migrate")
    assert "proxies" not in levels(bare.says("doctor"))
    monkeypatch.setenv("INTERVIEW_PROGRAMME", str(usual(bare.folder)))
    monkeypatch.setenv("INTERVIEW_PUBLIC_URL", f"http://127.0.0.1:{free_port()}")
    assert levels(bare.says("doctor"))["proxies"] == {"warn"}
    monkeypatch.setenv("INTERVIEW_TRUSTED_PROXIES", "127.0.0.1")
    assert "proxies" not in levels(bare.says("doctor"))
