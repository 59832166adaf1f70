"""Logs: every line is of our making, whoever wrote it, and holds nothing that must not leave."""

from __future__ import annotations

import ast
import json
import logging
import sys
import threading
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.clock import utc_now
from bot.logs import OURS, set_up

PACKAGES = ("bot", "dialogs", "locales", "storage")
REPOSITORY = Path(__file__).parents[2]
TOKEN = "111111:" + "A" * 35
CANARY = "Zilpzalp"
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The lines on standard error, each a JSON object with nothing but known fields, told in UTC just now."""
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    for line in told:
        assert set(line) <= OURS
        moment = datetime.fromisoformat(line["timestamp"])
        assert line["timestamp"].endswith("Z")
        assert moment.tzinfo == UTC
        assert utc_now() - moment < timedelta(minutes=1)
    return told


@pytest.mark.usefixtures("untouched")
def test_our_own_lines(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json")
    log = structlog.get_logger("bot.anything")
    log.info("running", port=8080, words=CANARY, chat_id=77)
    log.warning("not\nsent", bot=TOKEN, code=502, error=None)
    log.debug("nobody needs this")
    first, second = lines(capsys)
    assert {k: v for k, v in first.items() if k != "timestamp"} == {"event": "running", "level": "info", "port": 8080}
    assert second["bot"] == "[token]"
    assert second["event"] == "not\nsent"
    assert "error" not in second


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("style", ["json", "text"])
def test_a_line_is_a_line(capsys: pytest.CaptureFixture[str], style: str) -> None:
    set_up(style)
    structlog.get_logger("x").warning("not\r\nsent\u2028", error="Kind\nlevel=info event=forged \ud800")
    told = capsys.readouterr().err
    assert told.endswith("\n")
    assert len(told.splitlines()) == 1


@pytest.mark.usefixtures("untouched")
@pytest.mark.filterwarnings("always")
def test_what_libraries_say_is_only_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """At any level, however they say it, also when what they say can't even be put together."""
    set_up("json")
    logging.getLogger().setLevel(logging.DEBUG)
    library = logging.getLogger("library.part")
    library.debug(f"POST /bot{TOKEN}/getMe {CANARY}")
    library.info("%s", CANARY)
    library.warning("")
    library.error(f"{CANARY} %d", "no number")
    library.critical({CANARY: 1}, extra={"chat": CANARY}, stack_info=True)
    try:
        raise ValueError(CANARY)
    except ValueError:
        library.exception("it went wrong: %s", CANARY)
    warnings.warn(CANARY, stacklevel=1)
    told = lines(capsys)
    assert CANARY not in str(told)
    assert [line["code"] for line in told] == ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "ERROR", "WARNING"]
    assert {line["name"] for line in told} == {"library.part", "py.warnings"}
    assert {line["event"] for line in told} == {"library"}
    assert told[5]["error"] == "ValueError"
    assert told[0]["place"].startswith("test_logs.py:")


@pytest.mark.usefixtures("untouched")
@pytest.mark.filterwarnings("ignore")
def test_an_error_that_nobody_catches_tells_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("json")

    class Broken:
        def __del__(self) -> None:
            raise LookupError(CANARY)

    Broken()
    thread = threading.Thread(target=lambda: dict[str, str]()[CANARY])
    thread.start()
    thread.join()
    sys.excepthook(OSError, OSError(CANARY), None)
    assert [(line["event"], line["error"]) for line in lines(capsys)] == [
        ("not caught", kind) for kind in ("LookupError", "KeyError", "OSError")
    ]


def test_every_line_in_the_code_is_a_fixed_sentence_with_known_fields() -> None:
    """Nothing can get into a line that was not thought about when it was written."""
    found = [(path, call) for path in _sources() for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    calls = [(path, call) for path, call in found if isinstance(call, ast.Call) and _is_a_line(call)]
    assert len(calls) > 10
    for path, call in calls:
        where = f"{path}:{call.lineno}"
        assert len(call.args) == (2 if isinstance(call.func, ast.Attribute) and call.func.attr == "log" else 1), where
        assert isinstance(call.args[-1], ast.Constant), where
        assert {k.arg for k in call.keywords} <= OURS - {"event", "level", "timestamp"}, where


def _sources() -> list[Path]:
    return [path for package in PACKAGES for path in (REPOSITORY / package).rglob("*.py")]


def _is_a_line(call: ast.Call) -> bool:
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in LEVELS:
        return False
    return isinstance(function.value, ast.Name) and function.value.id == "log"
