"""Facts of the programme that nobody has looked at for a quarter are warned of when the service starts."""

from __future__ import annotations

import os
import signal
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.serving import serve
from bot.clock import utc_now
from bot.settings import Settings
from dialogs import leder
from tests.bot.web.place import make_place

PROGRAMME = Path(leder.__file__).parent / "programme.toml"


def stop(_port: int) -> None:
    """As soon as the service is up it is asked to end."""
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize(("days_later", "warned"), [(0, False), (400, True)])
async def test_old_facts_are_warned_of_at_the_start(
    tmp_path: Path,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    days_later: int,
    warned: bool,
) -> None:
    checked = min(entry["last_checked"] for entry in tomllib.loads(PROGRAMME.read_text(encoding="utf-8"))["entry"])
    start = datetime.combine(checked, utc_now().timetz()) + timedelta(days=days_later)
    monkeypatch.setattr("bot.cli.serving.utc_now", lambda: start)
    place = make_place(tmp_path, sqlite_url)
    await serve(Settings(**place.world.settings), page=True, serving=stop)
    told = "".join(capsys.readouterr())
    assert ("facts of the programme are old" in told) == warned
