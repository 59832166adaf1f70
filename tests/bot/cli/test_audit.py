"""`interview audit list|verify`: every deed at the command line and in the reviewers' bot is there, and no word."""

from __future__ import annotations

import json

import pytest

from dialogs.inputs import Command, No, Say, Yes
from storage.schema.tables import audit
from tests.bot.cli.conftest import Interview
from tests.storage.people import TOLD

CANARIES = ("Margaret", "Ann", "Jo Carter", "a canary sang")


def test_what_is_done_is_listed(anywhere: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "jane doe")
    assert anywhere.says("audit", "list") == "The audit log is empty.\n"
    reviewer = anywhere.json("reviewer", "add", "Jo Carter")["reviewer"]
    review = anywhere.json("review", "open", "R-1", "--person", "Margaret", "--age", "52", "--reviewer", "Jo Carter")
    invited = anywhere.invite()
    anywhere.consenting(invited, Command.TALK, Say(words="a canary sang", sent=900))
    for command in ("hold", "hold", "resume"):
        anywhere.says("review", command, "R-1")
    (flag,) = anywhere.json("flags")
    anywhere.says("flag", "close", str(flag["flag"]))
    listed = [e for e in anywhere.json("audit", "list") if not e["deed"].startswith(("reviewer.", "invitation."))]
    assert {e["actor"] for e in listed} == {"operator:jane_doe"}
    assert [(e["deed"], e["review"], e["detail"]) for e in listed] == [
        ("review.open", review["review"], {"held": 0, "reviewer": reviewer}),
        ("review.hold", review["review"], {}),
        ("review.resume", review["review"], {}),
        ("flag.close", review["review"], {"flag": flag["flag"]}),
    ]
    table = anywhere.says("audit", "list", "R-1")
    assert "review.hold" in table
    assert "R-1" in table
    assert [word for word in CANARIES if word in table + json.dumps(listed)] == []


def test_a_family_has_entries_of_what_is_their_own_and_none_of_answers(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited, *TOLD, Say(words="a canary sang", sent=900), Command.TALK, Command.PAUSE)
    anywhere.family(invited, Command.ANSWERS, Command.WITHDRAW, No("withdraw"), Command.WITHDRAW, Yes("withdraw"))
    *_, copy, withdrawal = listed = anywhere.json("audit", "list")
    assert [e["deed"] for e in listed] == [
        "review.open",
        "invitation.make",
        "participant.copy",
        "participant.withdraw",
    ]
    whose = invited["invitation"]
    for entry in (copy, withdrawal):
        assert (entry["actor"], entry["invitation"], entry["detail"]) == (f"participant:{whose}", whose, {})
    assert copy["review"] == listed[0]["review"]


def test_a_withdrawal_at_the_command_line_is_the_operators(anywhere: Interview) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited, *TOLD)
    anywhere.says("withdraw", invited["invitation"])
    last = anywhere.json("audit", "list")[-1]
    assert (last["deed"], last["actor"].partition(":")[0]) == ("invitation.withdraw", "operator")


def test_a_look_is_noted_before_anything_is_read(anywhere: Interview) -> None:
    """Also where the reading fails; and what is taken away has another name."""
    anywhere.review()
    anywhere.says("record", "r-1")
    anywhere.says("record", "R-1", "--out", "record.json")
    anywhere.refuses("record", "R-1", "--out", "nowhere/record.json")
    anywhere.refuses("record", "R-9")
    assert [e["deed"] for e in anywhere.json("audit", "list")[1:]] == ["record.look", "record.take", "record.take"]


def test_the_chain_is_verified(anywhere: Interview) -> None:
    assert anywhere.says("audit", "verify").startswith("The audit log holds. Entries: 0.")
    anywhere.review()
    anywhere.says("review", "hold", "R-1")
    entries = anywhere.json("audit", "list")
    holds = anywhere.says("audit", "verify")
    assert holds == f"The audit log holds. Entries: {len(entries)}. Head: {entries[-1]['hash']}\n"
    store = anywhere.store()
    with store.begin() as work:
        work.execute(audit.update().where(audit.c.n == 1).values(actor="operator:nobody"))
        work.commit()
    store.close()
    done = anywhere("audit", "verify")
    assert (done.status, done.out) == (1, "The audit log is broken at entry 1: it was changed. Entries before it: 0.\n")
