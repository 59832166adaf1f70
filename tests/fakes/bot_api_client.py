"""A bot that knows nothing but HTTP, for the tests of the fake Bot API."""

from __future__ import annotations

from typing import Any

import aiohttp

from tests.fakes.bot_api import FakeBotApi

TOKEN = "42:families"


class Client:
    """The bot's side of the wire."""

    def __init__(self, api: FakeBotApi, session: aiohttp.ClientSession) -> None:
        self._api = api
        self._session = session

    async def post(self, method: str, *, token: str = TOKEN, **params: Any) -> dict[str, Any]:
        """One call with a JSON body; the whole answer."""
        async with self._session.post(f"{self._api.url}/bot{token}/{method}", json=params) as response:
            body: dict[str, Any] = await response.json()
        assert body["ok"] is (response.status == 200)
        return body

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a call that goes well."""
        body = await self.post(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """Code and description of a call that does not."""
        body = await self.post(method, **params)
        assert not body["ok"], body
        return body["error_code"], body["description"]

    async def updates(self, offset: int = 0, **params: Any) -> list[dict[str, Any]]:
        """getUpdates."""
        found: list[dict[str, Any]] = await self.call("getUpdates", offset=offset, **params)
        return found
