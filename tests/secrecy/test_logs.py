"""With every logger at DEBUG, a whole interview and all the trouble there can be leave no canary in any line."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import text

from bot.logs import OURS
from tests.bot.web.place import agreed, make_place, reaches
from tests.bot.world import FAMILIES, REVIEWERS, SECRET, World, make_world
from tests.fakes.bot_api import FakeBotApi
from tests.secrecy import canaries
from tests.secrecy.canaries import found
from tests.secrecy.story import BROKEN, Story

MODES = [("polling", "sqlite_url", "text"), ("webhook", "postgres_url", "json")]
TROUBLES = ("reset", "502", "500", "429", "effect_without_reply", "reset")


@asynccontextmanager
async def talking(world: World, log: Path, style: str) -> AsyncIterator[None]:
    """The service as a process; all it says goes to `log`."""
    environment = {**os.environ, **world.environment(), "INTERVIEW_LOG": style, "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.secrecy.talkative", env=environment, stdout=PIPE, stderr=out
        )
    try:
        yield
        process.send_signal(signal.SIGTERM)
        assert await _said(process) == b""
        assert process.returncode == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _said(process: Process) -> bytes:
    """What it says to standard output until its end."""
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    return out


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("mode", "database", "style"), MODES, ids=["polling-sqlite-text", "webhook-postgres-json"])
async def test_no_line_tells_anything(
    mode: str, database: str, style: str, api: FakeBotApi, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    world = make_world(api, tmp_path / "data", request.getfixturevalue(database), webhook=mode == "webhook")
    log, story = tmp_path / "log", Story(world, api)
    async with talking(world, log, style):
        await story.invites()
        await story.consents()
        await telegram_breaks(story)
        await story.tells()
        await story.goes_wrong()
        await a_store_that_is_down(story)
        if mode == "webhook":
            await strangers_at_the_door(world)
    written = await asyncio.to_thread(log.read_bytes)
    world.store.close()
    assert found(written, *story.credentials) == []
    lines = written.decode().splitlines()
    said = "\n".join(lines)
    for event in ("running", "stopping", "library", "dead letter", "not sent", "LookupError", "Unreadable"):
        assert event in said
    # Of aiogram only routers are used, and they log nothing.
    for name in ("sqlalchemy", "asyncio", "telegram"):
        assert name in said, f"{name} has said nothing, so this shows nothing"
    if style == "json":
        assert {key for line in lines for key in json.loads(line)} <= OURS


@pytest.mark.timeout(120)
async def test_no_line_tells_anything_of_a_page(tmp_path: Path, sqlite_url: str) -> None:
    """Links, cookies, check words and stories: held, sent wrongly, forged, choked on, and left quickly."""
    place, log = make_place(tmp_path, sqlite_url, languages=("en",)), tmp_path / "log"
    token, words = place.invited()
    async with talking(place.world, log, "text"), place.browser() as ann, place.browser() as eve:
        await serving(place.base)
        await agreed(ann, token)
        await reaches(ann, "P2")
        for said, changes in (
            (canaries.STORY, {}),
            (canaries.POISON, {}),
            (canaries.LONG * 9, {}),
            (canaries.STORY, {"token": "0" * 64}),
            (canaries.STORY, {"version": canaries.MARK, "place": canaries.MARK, "id": canaries.MARK}),
        ):
            await ann.sends("write", words=said, **changes)
            await ann.opens("/chat")
        await eve.starts(token)
        await eve.asks("POST", f"/i/{token}/words", data={"words": canaries.STORY})
        await eve.asks("GET", f"/{canaries.MARK}?{canaries.MARK}", headers={"Cookie": f"interview={canaries.MARK}"})
        await ann.opens("/chat/answers")
        assert canaries.MARK in ann.text
        cookies = [c.value for browser in (ann, eve) for c in browser.session.cookie_jar]
        await ann.asks("POST", "/exit")
    place.world.store.close()
    written = await asyncio.to_thread(log.read_bytes)
    assert found(written, token, words, *cookies) == []
    assert b"dead letter" in written
    assert b"aiohttp" in written or b"asyncio" in written, "nobody has said anything, so this shows nothing"


async def serving(base: str) -> None:
    """Wait until somebody answers there."""
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{base}/healthz") as reply:
                    assert await reply.read()
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


async def telegram_breaks(story: Story) -> None:
    """Every call goes wrong in every way, and words come meanwhile."""
    for kind in TROUBLES:
        for method in ("getUpdates", "sendMessage"):
            story.api.fault(method, kind, 1, retry_after=1)
        await story.does(story.ann, "skip:W3" if kind == "reset" else canaries.POISON)


async def a_store_that_is_down(story: Story) -> None:
    """What every round needs is away for a while."""
    await _rename(story.world, "seen_update", "away")
    story.ann.says(canaries.STORY)
    for body in BROKEN:
        story.api.raw_update(FAMILIES, body)
        story.api.raw_update(REVIEWERS, body)
    await asyncio.sleep(2)
    await _rename(story.world, "away", "seen_update")
    await story.world.settled(story.api)


async def _rename(world: World, old: str, new: str) -> None:
    def rename() -> None:
        with world.store.begin() as work:
            work.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
            work.commit()

    await asyncio.to_thread(rename)


async def strangers_at_the_door(world: World) -> None:
    """Forged and broken requests, with canaries in all their parts."""
    url = f"http://127.0.0.1:{world.settings['port']}"
    header = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with aiohttp.ClientSession() as session:
        for path, headers, body in (
            ("/telegram/families", {}, canaries.STORY),
            ("/telegram/families", header, canaries.STORY),
            ("/telegram/families", header, json.dumps({"update_id": canaries.STORY})),
            ("/telegram/families", header, "[" * 100_000),
            (f"/{canaries.MARK}?{canaries.MARK}", {"Cookie": canaries.MARK}, canaries.STORY),
        ):
            async with session.post(url + path, data=body, headers=headers) as reply:
                assert found(await reply.read()) == []
    reader, writer = await asyncio.open_connection("127.0.0.1", world.settings["port"])
    writer.write(f"BROKEN {canaries.MARK} \x00\r\n{canaries.MARK}\r\n\r\n".encode())
    await writer.drain()
    await reader.read()
    writer.close()
