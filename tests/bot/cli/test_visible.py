"""No control and no override reaches a terminal; JSON loses nothing, and a file gets every sign as it is."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.visible import as_json, visible
from dialogs.inputs import Say
from tests.bot.cli.conftest import Interview
from tests.each import each

REPOSITORY = Path(__file__).parents[3]
STEERING = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e"]
SILENT = "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"
HOSTILE = "hello \x1b]0;title\x07\x1b[2J\x9b31m\u202eneddih\u2066 \x7f bye"


@each("sign", sorted({*STEERING, *SILENT} - {"\n", "\t"}))
def test_what_steers_is_a_sign_and_nothing_is_lost_in_json(sign: str) -> None:
    shown = visible(f"a{sign}b")
    assert sign not in shown
    assert shown.startswith("a")
    assert shown.endswith("b")
    assert (len(shown) > 2) == (sign not in SILENT)
    written = as_json({"text": f"a{sign}b"})
    assert sign not in written.replace("\n", "")
    assert json.loads(written) == {"text": f"a{sign}b"}


@pytest.mark.parametrize("text", ["two\nlines\tand a tab", "Żółć ਮੈਂ نہیں 👩‍👧 ક્ષ", "“quoted” – dash"])
def test_words_stay_words(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_record_on_a_terminal_cannot_steer_it(interview: Interview, form: str) -> None:
    interview.consenting(interview.invited(), Say(words=HOSTILE, sent=900))
    raw = on_a_terminal("record", "R-1", "--format", form)
    assert "neddih" in raw
    assert not set(raw) & (set(STEERING) | set(SILENT)) - set("\r\n")
    assert HOSTILE in interview.says("record", "R-1", "--format", "csv")


def on_a_terminal(*arguments: str) -> str:
    """What a command writes on a terminal of its own."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.Popen([sys.executable, "-m", "bot", *arguments], env=environment, stdout=theirs, stderr=theirs)
    os.close(theirs)
    written = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    os.close(ours)
    assert done.wait(timeout=60) == 0
    return written.decode()
