"""What is for this machine alone is shown to nobody else, and nobody is told of versions."""

from __future__ import annotations

import asyncio

import pytest

from bot.web.private import PASSED_ON
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
async def test_what_is_passed_on_for_somebody_else_finds_nothing(place: Place, ann: Browser, path: str) -> None:
    assert (await ann.asks("GET", path)).status in {200, 503}
    for header in PASSED_ON:
        refused = await ann.asks("GET", path, headers={header: "203.0.113.7"})
        assert (refused.status, refused.body) == (404, "")
    assert (await ann.asks("GET", "/healthz", headers={"X-Forwarded-For": "203.0.113.7"})).status == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /i/x HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /telegram/families HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
        b"no request at all\r\n\r\n",
        b"GET / HTTP/1.1\r\nbad\x00header: x\r\n\r\n",
    ],
)
async def test_nobody_is_told_which_versions_answer(place: Place, sent: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", place.world.settings["port"])
    writer.write(sent)
    async with asyncio.timeout(20):
        head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    [server] = [line for line in head.split(b"\r\n") if line.lower().startswith(b"server:")] or [b""]
    assert server in {b"", b"Server: interview"}
    assert b"aiohttp" not in head.lower()
    assert b"python" not in head.lower()
