"""The command line: `interview …`, also `python -m bot`. Every failure is one sentence on standard error and a status."""

from __future__ import annotations

import gc
import io
import os
import resource
import sys
from collections.abc import Sequence

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 done, 1 trouble or a finding, 2 bad input with nothing done."""
    if arguments is None:
        gc.disable()  # until the command is loaded: nothing that an import makes is garbage, and looking for it takes time
    from bot.cli.app import interview
    from bot.cli.visible import guard_terminals

    os.umask(0o077)
    # What a process that dies leaves of its memory would hold words and keys.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    guard_terminals()
    try:
        status = interview().main(args=arguments, prog_name="interview", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - nobody at a command line reads a traceback, and it could show words
        from bot.cli.errors import explain

        status, sentence = explain(error)
        sys.stderr.write(f"{sentence}\n")
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    sys.exit(main())
