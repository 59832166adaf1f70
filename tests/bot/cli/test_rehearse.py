"""The rehearsal can be held to the end in each of the thirteen wordings."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dialogs.text import fill, say
from locales import catalogues, speech
from tests.bot.cli.conftest import Interview

# Every part is skipped through, its end and the list of parts carried on from; what a part does not have is asked again.
PARTS = [["/skip"] * 16 + [f"/press yes:section-{part}", "/press yes:hub"] for part in "PHLSMGN"]
SCRIPT = "\n".join([
    "/press choose:W2:yes", "1", "/press yes:about", "1", "1", "1",
    "/skip", "1", "/skip", "/skip", "/skip", "Mags", "/next", "/press yes:name", *(line for part in PARTS for line in part),
    "/press send:check",
])  # fmt: skip


@pytest.mark.parametrize("language", sorted(catalogues()))
def test_a_rehearsal_in_each_language(bare: Interview, language: str, tmp_path: Path) -> None:
    script = tmp_path / "inputs"
    script.write_text(SCRIPT, encoding="utf-8")
    said = bare.says("rehearse", "--language", language, "--script", str(script))
    assert fill(say("Are you {invitee}?"), speech(language), {"invitee": "\u2068Ann\u2069"}) in said
    assert f'"language": "{language}"' in said
    assert '"link_id": "N5"' in said
    assert '"status": "completed"' in said


def test_where_nobody_can_type_a_script_is_held(bare: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started by a service, there is no standard input at all. Its lines fit the questions of today, to the very end."""
    monkeypatch.setattr(sys, "stdin", None)
    _, _, written = bare.says("rehearse").partition("The record that was saved:")
    [told] = json.loads(written)["participants"]
    said = {answer["link_id"]: answer["value"] for answer in told["answers"]}
    assert (told["status"], said["P1"], said["N5"]) == ("amended", {"text": ["Mags"]}, {"codes": ["fine"]})
    assert said["note"] == {"text": ["Thank you for asking about her life."]}


def test_a_script_that_begins_with_a_byte_order_mark_loses_no_line(bare: Interview, tmp_path: Path) -> None:
    script = tmp_path / "inputs"
    script.write_text("/press choose:W2:yes\n/change " + "9" * 5000 + "\n", encoding="utf-8-sig")
    said = bare.says("rehearse", "--language", "en", "--script", str(script))
    assert "Are you 18 or over?" in said
    assert "The record that was saved:" in said
