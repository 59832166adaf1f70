"""Logs: our own ids and kinds of things, never words, names, tokens or chat ids.

Our own lines hold a fixed sentence and fields of the list below. Of a line by anybody else only its place in the code and
the kind of an error are told: httpx logs addresses with tokens in them, both frameworks log whole updates that they can't
read, and asyncio and warnings show values. So nothing leaks at whatever level their loggers are.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any

import structlog

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
OURS = frozenset({
    "event", "level", "timestamp", "error", "bot", "code", "method", "attempt", "size", "name", "port", "place", "count",
    "head",
})  # fmt: skip
log = structlog.get_logger(__name__)


def set_up(style: str, *, least: int = logging.INFO) -> None:
    """Send every log line to standard error, as text or as JSON, with nothing in it that must not leave."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_ours,
            structlog.processors.JSONRenderer()
            if style == "json"
            else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_: _Lines(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Quiet()]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda raised: _told(raised.exc_type)
    sys.unraisablehook = lambda raised: _told(raised.exc_type)


class _Lines(structlog.PrintLogger):
    """Lines in a file; where a full disk has no room for one, the service goes on without it."""

    def msg(self, message: str) -> None:
        """Print a line, if it can be."""
        with suppress(OSError):
            super().msg(message)

    info = warning = error = critical = msg


class _Quiet(logging.Handler):
    """Lines of libraries: whose, how bad, at which place in the code, with what kind of error; never their text."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line through our own logger."""
        kind = record.exc_info[0] if record.exc_info else None
        log.warning(
            "library",
            name=record.name,
            code=record.levelname,
            place=f"{record.filename}:{record.lineno}",
            error=kind.__name__ if kind else None,
        )


def _uncaught(kind: type[BaseException], _error: BaseException, _trace: TracebackType | None) -> None:
    _told(kind)


def _told(kind: type[BaseException]) -> None:
    """An error that nobody caught: its text could hold anything."""
    log.error("not caught", error=kind.__name__)


def _only_ours(_logger: Any, _method: str, fields: Any) -> dict[str, Any]:
    """Fields that nobody has thought about do not leave, and those without a value need not."""
    known = {k: v for k, v in fields.items() if k in OURS and v is not None}
    return {k: TOKEN.sub("[token]", v) if isinstance(v, str) else v for k, v in known.items()}
