"""A curious operator without keys: every command there is, on a record with a family's words; what it prints, what it changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.cli.app import interview as whole
from dialogs.inputs import Command
from storage.engine.unit_of_work import open_engine
from storage.keys.sealing import new_ring_entry
from storage.schema.columns import Base
from tests.bot.cli.conftest import Interview
from tests.storage.people import STORY, TOLD

# What each of them is asked, after its name. The demo makes a record of its own, and shows no other.
ASKED = {
    "rehearse": "--script script", "run": "", "migrate": "", "reviewer add": "Eve", "reviewer edit": "Marlow --lead",
    "reviewer code": "Marlow", "reviewer list": "--json", "reviewer remove": "Marlow",
    "review open": "R-2 --person Eve --age 50", "review hold": "R-1", "review resume": "R-1", "review close": "R-1",
    "review reopen": "R-1", "review list": "--json", "review show": "R-1", "review assign": "R-1 --reviewer Marlow",
    "review edit": "R-1 --person Eve", "handover": "Marlow --to Eve", "invite": "R-1 --to Eve --relationship sister",
    "invitations": "--json", "invitation edit": "{invitation} --to Eve", "invitation move": "{invitation} --review R-1",
    "revoke": "{invitation}", "renew": "{invitation} --check-word --unbind", "flags": "--json", "flag close": "1",
    "flag reopen": "1", "record": "R-1", "withdraw": "{invitation}", "erase": "{invitation} --yes", "retention": "--dry-run",
    "keys new": "", "keys rotate": "", "audit list": "--json", "audit verify": "", "backup": "out.age",
    "restore": "out.age --identity identity", "dead-letters list": "--json", "dead-letters retry": "1",
    "export": "--all --out all.csv", "letter": "{invitation} --out letter.pdf", "questionnaire": "", "check": "", "doctor": "",
}  # fmt: skip
# These say what the program itself is, or what is wrong with the installation; of the record nothing.
NEED_NO_KEY = {"rehearse", "keys new", "questionnaire", "check", "doctor"}


def commands(group: Any, *before: str) -> Iterator[str]:
    """Every command, as it is typed."""
    for name in group.list_commands(None):
        one = group.get_command(None, name)
        yield from commands(one, *before, name) if hasattr(one, "list_commands") else [" ".join((*before, name))]


def everything(url: str) -> list[list[Any]]:
    """Every row of the store, as it lies there."""
    engine = open_engine(url)
    with engine.connect() as connection:
        found = [[tuple(row) for row in connection.execute(select(t))] for t in Base.metadata.sorted_tables]
    engine.dispose()
    return found


def test_a_curious_operator_without_keys_reads_and_changes_nothing(
    anywhere: Interview, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    assert {*ASKED, "demo"} == {*commands(whole())}
    anywhere.says("reviewer", "add", "Marlow")
    anywhere.says("review", "open", "R-1", "--person", "Wren", "--age", "52", "--reviewer", "Marlow")
    invited = anywhere.json("invite", "R-1", "--to", "Thistle", "--relationship", "sister")
    anywhere.consenting(invited, *TOLD, Command.HELP)
    before = everything(database_url)
    (anywhere.folder / "script").touch()
    told = ["Wren", "Thistle", "Marlow", "sister", STORY, invited["token"], invited["code"], invited["check_word"]]
    for keys in (new_ring_entry("test"), None):
        monkeypatch.setenv("INTERVIEW_KEYS", keys) if keys else monkeypatch.delenv("INTERVIEW_KEYS")
        for name in ASKED if keys is None else ASKED.keys() - NEED_NO_KEY:
            typed = [part.format(**invited) for part in f"{name} {ASKED[name]}".split()]
            done = anywhere(*typed)
            shown = "" if name in {"rehearse", "questionnaire"} else done.out + done.err
            assert [word for word in told if word in shown and word not in typed] == [], name
            if name not in NEED_NO_KEY:
                assert done.status != 0, name
                assert done.err.count("\n") == 1, name
                assert not done.out, name
    assert everything(database_url) == before
