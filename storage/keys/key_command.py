"""The keys that a command prints, as one that asks a safe for secrets does. Neither it nor what it prints is ever told."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from contextlib import suppress

from storage.keys.sealing import KeyRing, KeyRingError

PATIENCE_SECONDS = 20.0


class KeyCommandError(KeyRingError):
    """The command gave no keys; one sentence says why."""


def ring_of(command: str, patience: float = PATIENCE_SECONDS) -> KeyRing:
    """Run the command and return the ring that it prints; KeyCommandError if there is none. It has no shell and no input."""
    try:
        return KeyRing.parse(_printed(command, patience))
    except KeyCommandError:
        raise
    except KeyRingError:
        raise _failed("printed no keys: each one must be a line with id:base64 of 32 bytes") from None


def _printed(command: str, patience: float) -> str:
    try:
        started = subprocess.Popen(  # noqa: S603 - it is what the operator has set, and no shell reads it
            shlex.split(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except (OSError, ValueError, IndexError):
        raise _failed("cannot be started: there is no such program here") from None
    with started:
        try:
            printed, _ = started.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
            raise _failed(f"did not end within {patience:g} seconds") from None
    if started.returncode:
        raise _failed(f"failed with exit status {started.returncode}")
    return printed.decode("ascii", errors="replace")


def _failed(how: str) -> KeyCommandError:
    return KeyCommandError(f"The command in INTERVIEW_KEY_COMMAND {how}.")
