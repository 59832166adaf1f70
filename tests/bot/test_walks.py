"""The walks of the core, carried by Telegram and by the terminal: a person sees the same there, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from tests.bot.telegram_driver import TelegramDriver
from tests.bot.world import make_world
from tests.dialogs.core import NOW
from tests.fakes.bot_api import Entry, FakeBotApi
from tests.scenario import replay_live

WALKS = {p.stem: p.read_text(encoding="utf-8") for p in sorted((Path(__file__).parent.parent / "walks").glob("*.walk"))}
ANSWERS = frozenset({"choose", "toggle", "next", "skip", "unsure", "decline"})
# Below what has ended: the core knows no invitation by its number, and there the link is the way back.
WAY_BACK = re.compile(r"^\| \[Go on\]\(open:invitation-\d+\)\n", re.MULTILINE)
BUTTON, OPTION = re.compile(r"\| \[(.*?)\]\(\S+\)$"), re.compile(r"\| \d+\. (.*)")
MODES = [("polling", "sqlite_url"), ("webhook", "postgres_url")]


def ticking(start: datetime) -> Callable[[], datetime]:
    """A clock that shows `start` now and goes on from there."""
    began = monotonic()
    return lambda: start + timedelta(seconds=monotonic() - began)


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS.keys())
@pytest.mark.parametrize(("mode", "database"), MODES, ids=["polling-sqlite", "webhook-postgres"])
async def test_telegram(
    walk: str, mode: str, database: str, api: FakeBotApi, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Every reply in Telegram reads as the walk has it; in the end at most one message has buttons that answer."""
    url = request.getfixturevalue(database)
    world = make_world(api, tmp_path, url, webhook=mode == "webhook")
    token = world.invite(world.review())
    async with world.served(ticking(NOW)):
        driver = TelegramDriver(world, api, token)
        seen = await replay_live(walk, driver)
        await world.settled(api)
    world.store.close()
    assert in_a_chat(WAY_BACK.sub("", seen)) == in_a_chat(walk)
    live = [entry for entry in driver.person.received if not entry.deleted and answerable(entry)]
    assert len(live) <= 1
    assert not live or live[-1] in [e for e in driver.person.received if e.current_buttons][-2:]


def answerable(entry: Entry) -> set[str]:
    """The questions that the buttons of a message answer, as they are now."""
    pressed = (str(button.get("callback_data", "")) for row in entry.current_keyboard for button in row)
    return {data.split(":")[1] for data in pressed if data.partition(":")[0] in ANSWERS}


def in_a_chat(walk: str) -> str:
    """The walk as a chat has it: an option that stands on its button does not stand above it, and rows are of any length."""
    lines = re.sub(r"(?<=\)) (?=\[)", "\n| ", without_repaints(walk)).split("\n")
    labels: set[str] = set()
    kept: list[str] = []
    for line in reversed(lines):
        if not line.startswith("|"):
            labels = set()
        elif found := BUTTON.match(line):
            labels.add(found[1])
        option = OPTION.match(line)
        is_said = option and any(option[1] in label for label in labels)
        if not is_said and not (line == "|" and (kept[-1] == "|" or BUTTON.match(kept[-1]))):
            kept.append(line)
    return "\n".join(reversed(kept))


def without_repaints(walk: str) -> str:
    """The walk without the text of questions painted again: in Telegram the message keeps the text it was sent with."""
    return re.sub(r"^~ .*\n(\|(?! \[).*\n|\|\n)*", "~\n", walk, flags=re.MULTILINE)
