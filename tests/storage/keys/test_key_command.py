"""Keys that a command prints: read, refused in one sentence that tells nothing, and never waited for too long."""

from __future__ import annotations

import shlex
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from storage.keys.key_command import KeyCommandError, ring_of
from storage.keys.sealing import new_ring_entry
from tests.each import each

SECRET = "hunter2"


def python(code: str) -> str:
    """A command that runs this code."""
    return shlex.join([sys.executable, "-c", code])


def test_what_it_prints_is_the_ring() -> None:
    new, old = new_ring_entry("new"), new_ring_entry("old")
    ring = ring_of(python(f"print({new!r}); print({old!r})"))
    assert [*ring.keys] == ["new", "old"]
    assert ring.again() is ring


REFUSED = {
    "fails": (python(f"print('{SECRET}'); raise SystemExit(3)"), 60, "failed with exit status 3."),
    "dies": (python(f"import os; print('{SECRET}', flush=True); os.abort()"), 60, "failed with exit status -6."),
    "prints nothing": (python("pass"), 60, "printed no keys: each one must be a line with id:base64 of 32 bytes."),
    "prints another thing": (
        python(f"print('{SECRET}')"),
        60,
        "printed no keys: each one must be a line with id:base64",
    ),
    "is nowhere": (f"no-such-program {SECRET}", 60, "cannot be started: there is no such program here."),
    "is nothing": ("   ", 60, "cannot be started: there is no such program here."),
    "has half a quote": (f"cat '{SECRET}", 60, "cannot be started: there is no such program here."),
    "waits for input": (python("raise SystemExit(4 if not input() else 0)"), 60, "failed with exit status 1."),
    "takes too long": ("sleep 600", 0.1, "did not end within 0.1 seconds."),
}


@each("how", REFUSED)
def test_anything_else_is_refused_in_a_sentence(how: str) -> None:
    command, patience, said = REFUSED[how]
    with pytest.raises(KeyCommandError) as refused:
        ring_of(command, patience)
    assert str(refused.value).startswith(f"The command in INTERVIEW_KEY_COMMAND {said}")
    assert SECRET not in str(refused.value)


def test_no_shell_reads_it(tmp_path: Path) -> None:
    made = tmp_path / "made"
    printing = python(f"print({new_ring_entry('k')!r})")
    ring = ring_of(f"{printing} ; touch {made}")
    assert ring.current == "k"
    assert not made.exists()


def test_what_it_has_started_ends_with_it(tmp_path: Path) -> None:
    mark, patience = tmp_path / "pid", 0.2
    while not mark.exists():
        with pytest.raises(KeyCommandError, match="did not end"):
            ring_of(f"sh -c 'sleep 600 & echo $! > {mark}.new && mv {mark}.new {mark}; wait'", patience)
        patience *= 2
    process = Path(f"/proc/{mark.read_text().strip()}/stat")
    with suppress(FileNotFoundError):
        while process.read_text().rpartition(")")[2].split()[0] != "Z":
            """It was told to end, and does."""
