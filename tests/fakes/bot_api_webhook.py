"""Posts a bot's updates to its webhook, again and again until they are taken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from tests.fakes.bot_api_errors import ApiError
from tests.fakes.bot_api_updates import Event, Lane
from tests.fakes.bot_api_wire import Params, read_params
from tests.fakes.bot_api_world import Bot, Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Execute = Callable[[Bot, str, Params], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Retries:
    """How long to wait before an update is posted again; Telegram itself begins at a second or two."""

    first: float = 0.05
    longest: float = 1.0
    timeout: float = 60.0

    def pause(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row."""
        return float(min(self.first * 2 ** min(failures - 1, 30), self.longest))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a post went: nothing wrong, or what, and when the webhook asked to be tried again."""

    problem: str = ""
    retry_after: int = 0
    reply: Params | None = None


class WebhookSender:
    """One bot's webhook as long as it stays set. Each lane is in order; lanes run side by side."""

    def __init__(
        self, world: World, bot: Bot, hook: Webhook, session: aiohttp.ClientSession, retries: Retries, execute: Execute
    ) -> None:
        self.hook = hook
        self._world = world
        self._bot = bot
        self._session = session
        self._retries = retries
        self._execute = execute
        self._places = asyncio.Semaphore(hook.max_connections)
        self._lanes: dict[Lane, asyncio.Task[None]] = {}
        self._closed = False

    def offer(self, lane: Lane) -> None:
        """There is something new in this lane."""
        if lane not in self._lanes and not self._closed:
            self._lanes[lane] = asyncio.create_task(self._drain(lane))

    async def close(self) -> None:
        """Posts nothing any more."""
        self._closed = True
        tasks = list(self._lanes.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _drain(self, lane: Lane) -> None:
        failures = 0
        try:
            while (event := self._head(lane)) is not None:
                async with self._places:
                    outcome = await self._post(event)
                failures = failures + 1 if outcome.problem else 0
                await self._settle(event, outcome, failures)
        finally:
            self._lanes.pop(lane, None)

    def _head(self, lane: Lane) -> Event | None:
        with self._world.lock:
            return self._bot.queue.head(lane)

    async def _settle(self, event: Event, outcome: Outcome, failures: int) -> None:
        if outcome.problem:
            self.hook.last_error = outcome.problem
            self.hook.last_error_date = self._world.clock.unix()
            await asyncio.sleep(outcome.retry_after or self._retries.pause(failures))
            return
        with self._world.lock:
            self._bot.queue.forget(event)
        self._world.changes.tell()
        if outcome.reply is not None:
            await self._obey(outcome.reply)

    async def _post(self, event: Event) -> Outcome:
        headers = {SECRET_HEADER: self.hook.secret_token} if self.hook.secret_token else {}
        timeout = aiohttp.ClientTimeout(total=self._retries.timeout)
        try:
            async with self._session.post(
                self.hook.url, json=event.update(), headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return await _outcome(response)
        except TimeoutError:
            return Outcome("Read timeout expired")
        except (aiohttp.ClientError, OSError) as error:
            return Outcome(f"Webhook connection closed: {type(error).__name__}")

    async def _obey(self, reply: Params) -> None:
        method = reply.text("method")
        # Telegram does not let a reply change the webhook, nor ask for something nobody would read.
        if method and not method.lower().startswith(("get", "setwebhook", "deletewebhook", "close", "logout")):
            with suppress(ApiError):
                await self._execute(self._bot, method, reply)


async def _outcome(response: aiohttp.ClientResponse) -> Outcome:
    if not 200 <= response.status <= 299:
        wait = response.headers.get("Retry-After", "")
        await response.read()
        problem = f"Wrong response from the webhook: {response.status} {response.reason}"
        return Outcome(problem, int(wait) if wait.isdigit() else 0)
    try:
        return Outcome(reply=await read_params(response.headers, response.content, {}))
    except ApiError:
        return Outcome()
