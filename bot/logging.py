"""Logs: our own ids and kinds of things, never words, names, tokens or chat ids.

Only our own loggers speak below WARNING: httpx logs addresses with tokens in them, and both frameworks log whole updates
that they can't read. What others say at WARNING and above has tokens taken out and carries no arguments of theirs.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
OURS = frozenset({
    "event", "level", "timestamp", "logger", "error", "bot", "code", "method", "attempt", "size", "name", "port", "reason",
})  # fmt: skip


def set_up(style: str) -> None:
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
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Quiet()]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


class _Quiet(logging.Handler):
    """Lines of libraries: where and how bad, and of the text only what comes before its first argument."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line through our own logger."""
        text = TOKEN.sub("[token]", str(record.msg)).split("%")[0].splitlines()[0][:80] if record.args else ""
        structlog.get_logger("library").warning("library", name=record.name, reason=text, code=record.levelname)


def _only_ours(_logger: Any, _method: str, fields: Any) -> dict[str, Any]:
    """Fields that nobody has thought about do not leave."""
    return {k: TOKEN.sub("[token]", v) if isinstance(v, str) else v for k, v in fields.items() if k in OURS}
