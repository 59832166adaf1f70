"""The rehearsal can be held to the end in each of the thirteen wordings."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.text import fill, say
from locales import catalogues, speech
from tests.bot.cli.conftest import Interview

SCRIPT = "/press choose:W2:yes\n/press yes:about\n/press yes:notice\n1\n1\n1\n1\n1\n/skip\n1\n/skip\n/skip\n/skip\nMags\n/next\n/press yes:name\n"


@pytest.mark.parametrize("language", sorted(catalogues()))
def test_a_rehearsal_in_each_language(bare: Interview, language: str, tmp_path: Path) -> None:
    script = tmp_path / "inputs"
    script.write_text(SCRIPT + "/skip\n" * 80, encoding="utf-8")
    said = bare.says("rehearse", "--language", language, "--script", str(script))
    assert fill(say("Are you {invitee}?"), speech(language), {"invitee": "\u2068Ann\u2069"}) in said
    assert f'"language": "{language}"' in said
    assert '"link_id": "N5"' in said
