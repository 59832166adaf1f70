"""What is said when a command can't be understood or can't be done: one sentence, a status, and never a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import version
from bot.__main__ import main
from bot.cli.app import COMMANDS
from storage.engine.inspection import place
from storage.engine.unit_of_work import address, open_engine
from tests.bot.cli.conftest import Interview
from tests.fakes import postgres_refusing

CONTRACT = (
    "demo", "rehearse", "run", "migrate", "reviewer", "review", "handover", "invite", "invitations", "invitation", "revoke",
    "renew", "letter", "flags", "flag", "record", "export", "withdraw", "erase", "retention", "keys", "audit", "backup",
    "restore", "dead-letters", "questionnaire", "check", "doctor",
)  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nonsense",
        "--nonsense",
        "review",
        "review nonsense R-1",
        "review open",
        "review open R-1",
        "review open R-1 --person Mags --age fifty",
        "review open R-1 --person Mags --age",
        "review hold",
        "invite R-1 --to Ann",
        "invite R-1 --relationship sister",
        "invite R-1 --to Ann --relationship sister --days soon",
        "invitations --csv",
        "invitations R-1 R-2",
        "invitation",
        "revoke",
        "record",
        "record R-1 --format pdf",
        "questionnaire --format fhir",
        "keys",
        "keys old",
        "reviewer add",
    ],
)
def test_what_is_typed_wrong_is_one_sentence(interview: Interview, typed: str) -> None:
    assert interview.refuses(*typed.split()).endswith(".")


@pytest.mark.parametrize(
    "group", ["", "review ", "reviewer ", "invitation ", "keys ", "dead-letters ", "flag ", "audit "]
)
def test_help_is_plain_text(bare: Interview, group: str) -> None:
    shown = bare.says(*f"{group}--help".split())
    assert shown.startswith(f"Usage: interview {group}")
    assert not set("╭│─╰") & set(shown)


def test_every_command_is_there_and_has_help(bare: Interview) -> None:
    assert tuple(COMMANDS) == CONTRACT
    for name in COMMANDS:
        assert bare.says(name, "--help")


@pytest.mark.parametrize(
    "typed", ["invitations", "reviewer add Jo", "record R-1", "review open R-1 --person M --age 50"]
)
def test_without_a_store_nothing_is_made(bare: Interview, typed: str) -> None:
    assert bare.refuses(*typed.split()) == (
        f"There is no record store at {bare.folder}/data/interview.db: check that INTERVIEW_DATA_DIR is the service's own and "
        "that its disk is there, or run interview migrate to make a new one."
    )
    assert not list(bare.folder.iterdir())


def test_an_old_store_is_not_used(bare: Interview, monkeypatch: pytest.MonkeyPatch, empty_url: str) -> None:
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", empty_url)
    if empty_url.startswith("sqlite"):
        Path(empty_url.removeprefix("sqlite:///")).touch()
    where = place(empty_url)
    assert bare.refuses("invitations").startswith(
        f"The record store {where} is empty: if it held a review before, put the"
    )
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
    engine.dispose()
    assert bare.refuses("invitations") == f"The record store {where} is not up to date: run interview migrate."


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("INTERVIEW_PORT", "far", "INTERVIEW_PORT"),
        ("INTERVIEW_PUBLIC_URL", "http://example.org", "https://"),
        ("INTERVIEW_KEYS", "not-a-key", "keys"),
        ("INTERVIEW_DATABASE_URL", "nonsense", "INTERVIEW_DATABASE_URL"),
        ("INTERVIEW_DATABASE_URL", "oracle9://secret-password@there", "INTERVIEW_DATABASE_URL"),
    ],
)
def test_settings_that_cannot_be_used(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    sentence = interview.refuses("invitations")
    assert said in sentence
    assert "secret-password" not in sentence


def test_a_settings_file_counts(bare: Interview) -> None:
    (bare.folder / ".env").write_text("INTERVIEW_PORT=far\n")
    assert "INTERVIEW_PORT" in bare.refuses("invitations")


def test_other_keys_do_not_open_the_store(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    interview.review()
    monkeypatch.setenv("INTERVIEW_KEYS", interview.says("keys", "new").strip())
    assert "keys do not open" in interview.refuses("invitations")


def test_a_store_that_cannot_be_reached(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", "postgresql://nobody:secret-password@127.0.0.1:1/record")
    sentence = interview.refuses("invitations", status=1)
    assert "cannot be reached" in sentence
    assert "secret-password" not in sentence


def test_a_store_that_is_damaged(interview: Interview, monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> None:
    """Nobody is told to try again what cannot be mended so."""
    path = interview.folder / "damaged.db"
    path.write_bytes(b"this was never a database" * 100)
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", f"sqlite:///{path}")
    told = f"The file {path} is not a record store, or is what is left of one: keep it as it is, and put the newest backup in"
    assert interview.refuses("invitations", status=1) == f"{told} its place."
    torn = Path(sqlite_url.removeprefix("sqlite:///"))
    content = torn.read_bytes()
    torn.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", sqlite_url)
    assert "is damaged: keep it as it is" in interview.refuses("invitations", status=1)


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (postgres_refusing.PASSWORD, "does not take the password"),
        (postgres_refusing.NO_ROLE, "does not let in the user"),
        (postgres_refusing.NOT_FROM_HERE, "pg_hba.conf"),
        (postgres_refusing.NO_DATABASE, "there is no database"),
        (postgres_refusing.NO_RIGHT, "lacks a right"),
        (postgres_refusing.FULL, "no connection left"),
    ],
)
def test_a_server_that_lets_nobody_in(
    interview: Interview, monkeypatch: pytest.MonkeyPatch, refusal: tuple[str, str], said: str
) -> None:
    with postgres_refusing.refusing(*refusal) as port:
        monkeypatch.setenv("INTERVIEW_DATABASE_URL", f"postgresql://interview:secret-word@127.0.0.1:{port}/record")
        told = interview.refuses("invitations", status=1)
    assert said in told
    assert f"record at 127.0.0.1:{port}" in told
    assert "secret-word" not in told


@pytest.mark.parametrize(
    "address",
    ["mysql://secret-word@there/record", "postgresql+psycopg2://there/record", "postgresql://there:port/record"],
)
def test_a_database_that_is_none_of_ours(interview: Interview, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", address)
    told = "INTERVIEW_DATABASE_URL is not an address that can be used: it begins with postgresql:// or sqlite:///."
    assert interview.refuses("invitations") == told


def test_a_role_without_rights(bare: Interview, monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE guest LOGIN"))
    engine.dispose()
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", address(postgres_url).set(username="guest").render_as_string())
    assert "lacks a right in the record store" in bare.refuses("invitations", status=1)
    with engine.begin() as connection:
        connection.execute(text("DROP ROLE guest"))
    engine.dispose()


def test_a_store_of_a_newer_version(interview: Interview, sqlite_url: str) -> None:
    """Whoever went back to older code is not sent to migrate, which could not help."""
    engine = open_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for command in ("invitations", "migrate"):
        told = interview.refuses(command)
        assert told.startswith(
            f"The record store {place(sqlite_url)} was brought up to revision 9999 by a newer version"
        )
        assert "interview migrate" not in told
    done = interview("doctor")
    assert done.status == 1
    assert "revision 9999 by a newer version" in done.out


def test_what_nobody_expected_shows_only_its_kind(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError("words of a family")

    monkeypatch.setattr("bot.cli.check.utc_now", broken)
    assert bare.refuses("check", status=1) == "Something went wrong on our side (ZeroDivisionError)."


def test_a_group_of_errors_is_as_bad_as_its_first(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.store import NotReady

    def broken() -> None:
        raise ExceptionGroup("unhandled", [ExceptionGroup("inner", [NotReady("Set a token.")])])

    monkeypatch.setattr("bot.cli.check.utc_now", broken)
    assert bare.refuses("check") == "Set a token."


def test_an_interruption_is_quiet(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.cli.check.utc_now", interrupted)
    done = bare("check")
    assert (done.status, done.out, done.err) == (130, "", "")


@pytest.mark.usefixtures("untouched")
def test_running_needs_a_bot(interview: Interview) -> None:
    assert "INTERVIEW_FAMILIES_TOKEN" in interview.refuses("run")


@pytest.mark.usefixtures("untouched")
def test_running_needs_texts_in_every_language_on_offer(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEW_LANGUAGES", "en,tlh")
    assert interview.refuses("run") == "INTERVIEW_LANGUAGES names what there are no texts for: tlh."


def test_a_script_that_is_not_there(interview: Interview) -> None:
    done = interview("rehearse", "--script", "nowhere.txt")
    assert done.status == 2
    assert done.err == "The file nowhere.txt cannot be used: No such file or directory.\n"


def test_what_was_typed_does_not_break_the_line(interview: Interview) -> None:
    assert interview.refuses("revoke", "one\ntwo") == "There is no invitation one two."


def test_main_gives_a_status(bare: Interview) -> None:
    assert main(["keys", "new"]) == 0


def test_the_version_is_told(bare: Interview) -> None:
    assert bare.says("--version") == f"interview {version()}\n"
    assert re.fullmatch(r"\d+(\.\d+)+", version())
    assert not list(bare.folder.iterdir())
