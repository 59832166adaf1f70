"""The Bot API client: how long a call that failed waits before it is made again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import web

from bot.telegram.client import BotApi, CallFailed, open_session

PAUSES = [(1, None, 1), (2, None, 2), (9, None, 256), (10, None, 300), (5000, None, 300), (5000, 7, 7)]


@pytest.mark.parametrize(("attempts", "asked", "seconds"), PAUSES)
def test_pauses_grow_to_five_minutes_and_stay_there(attempts: int, asked: float | None, seconds: float) -> None:
    """However long the trouble lasts; where Telegram says how long, that counts."""
    assert CallFailed(500, "", asked).pause(attempts, 1.0) == seconds


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def answering(handler: Handler) -> AsyncIterator[BotApi]:
    """A client of a Bot API server that answers everything in this way."""
    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [(_, port)] = runner.addresses
    try:
        async with open_session() as session:
            yield BotApi(session, f"http://127.0.0.1:{port}", "1:token")
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("is_file", [False, True])
async def test_what_has_no_end_is_not_read_to_it(is_file: bool) -> None:
    """Nor is what begins as a small reply and says nothing of its length."""
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        with suppress(ConnectionError):
            for _ in range(100):
                await response.write(b" " * 1024 * 1024)
                sent += 1
        return response

    async with answering(endless) as api:
        with pytest.raises(CallFailed, match="too long"):
            await (api.download("voice/1") if is_file else api.call("getUpdates"))
    assert sent < 60


@pytest.mark.parametrize("is_file", [False, True])
async def test_nobody_sends_us_somewhere_else(is_file: bool) -> None:
    asked = []

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        if request.path == "/elsewhere":
            return web.json_response({"ok": True, "result": {"id": 1}})
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    async with answering(elsewhere) as api:
        with pytest.raises(CallFailed) as failed:
            await (api.download("voice/1") if is_file else api.call("getMe"))
    assert not failed.value.is_final
    assert len(asked) == 1
