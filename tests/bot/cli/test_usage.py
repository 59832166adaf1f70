"""What is said when a command can't be understood or can't be done: one sentence, a status, and never a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.app import COMMANDS
from bot.version import version
from tests.bot.cli.conftest import Interview

CONTRACT = (
    "demo", "rehearse", "run", "migrate", "reviewer", "review", "invite", "invitations", "invitation", "revoke", "renew",
    "flags", "flag", "record", "withdraw", "erase", "keys", "dead-letters", "questionnaire", "check", "doctor",
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


@pytest.mark.parametrize("group", ["", "review ", "reviewer ", "invitation ", "keys ", "dead-letters ", "flag "])
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
    assert bare.refuses(*typed.split()) == "There is no record store yet. Run: interview migrate"
    assert not list(bare.folder.iterdir())


def test_an_old_store_is_not_used(bare: Interview, monkeypatch: pytest.MonkeyPatch, empty_url: str) -> None:
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", empty_url)
    if empty_url.startswith("sqlite"):
        Path(empty_url.removeprefix("sqlite:///")).touch()
    assert bare.refuses("invitations") == "The record store is not up to date. Run: interview migrate"


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


def test_a_store_that_is_damaged(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    path = interview.folder / "damaged.db"
    path.write_bytes(b"this was never a database" * 100)
    monkeypatch.setenv("INTERVIEW_DATABASE_URL", f"sqlite:///{path}")
    interview.refuses("invitations", status=1)


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
