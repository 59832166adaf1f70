"""The HTTP side of the fake Bot API: calls in, answers or faults out, long polls and webhooks."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes import bot_api_methods, bot_api_profile
from tests.fakes.bot_api_errors import ApiError, conflict, unauthorized
from tests.fakes.bot_api_faults import GATEWAY_PAGE, Fault, FaultBook
from tests.fakes.bot_api_profile import Described, remember_allowed_updates
from tests.fakes.bot_api_updates import Event, Lane
from tests.fakes.bot_api_webhook import Retries, WebhookSender
from tests.fakes.bot_api_wire import Params, read_params
from tests.fakes.bot_api_world import Bot, World

METHODS = bot_api_methods.METHODS | bot_api_profile.METHODS
_SPELLING = {name.lower(): name for name in (*METHODS, "getUpdates")}
_LONGEST_POLL = 50
# Telegram, too, waits a moment for what comes with the first update.
_GATHERING = 0.002
_MAX_BODY = 64 << 20


@dataclass(slots=True)
class Call:
    """One call of a method, as it came and as it went."""

    at: float
    token: str
    method: str
    params: dict[str, Any]
    in_reply: bool = False
    fault: str = ""
    ok: bool = False
    error: ApiError | None = None
    result: Any = None


@dataclass(slots=True)
class _Poll:
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    ended_by: ApiError | None = None

    def end(self, reason: str) -> None:
        self.ended_by = conflict(reason)
        self.changed.set()


class Server:
    """Listens on 127.0.0.1 and serves the world."""

    def __init__(self, world: World, port: int, retries: Retries) -> None:
        self.faults = FaultBook()
        self.calls: list[Call] = []
        self.broken: list[Exception] = []
        self.port = port
        self.loop: asyncio.AbstractEventLoop | None = None
        self._world = world
        self._retries = retries
        self._polls: dict[str, _Poll] = {}
        self._senders: dict[str, WebhookSender] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Opens the port and goes on with the webhooks that are set."""
        self.loop = asyncio.get_running_loop()
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._runner = web.AppRunner(_application(self), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        self._world.on_event = self._tell_loop
        for bot in list(self._world.bots.values()):
            self._follow_webhook(bot)

    async def stop(self) -> None:
        """Closes the port and every connection."""
        self._world.on_event = lambda bot, lanes: None
        for poll in self._polls.values():
            poll.end("terminated by the end of the test")
        senders, self._senders = list(self._senders.values()), {}
        await asyncio.gather(*self._closing, *(sender.close() for sender in senders))
        if self._runner:
            await self._runner.cleanup()
        if self._session:
            await self._session.close()
        self.loop = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call over HTTP."""
        bot = self._world.bots.get(request.match_info["token"])
        if bot is None:
            return _refusal(unauthorized())
        try:
            params = await read_params(request.headers, request.content, request.query)
        except ApiError as error:
            return _refusal(error)
        call, fault = self._log(bot, request.match_info["method"], params)
        if fault is not None:
            answer = await self._go_wrong(fault, call, request)
            if answer is not None:
                return answer
        answer = await self._answer(bot, call, params)
        if fault is not None and fault.kind == "late_reply":
            await asyncio.sleep(fault.seconds)
        return _cut(request) if fault is not None and fault.kind == "effect_without_reply" else answer

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file that the bot asked for by getFile."""
        bot = self._world.bots.get(request.match_info["token"])
        if bot is None:
            return _refusal(unauthorized())
        call, fault = self._log(bot, "download", Params({"path": request.match_info["path"]}, {}))
        if fault is not None and (answer := await self._go_wrong(fault, call, request)) is not None:
            return answer
        found = next((one for one in bot.files.values() if one.path == request.match_info["path"]), None)
        if found is None:
            return _refusal(ApiError(404, "Not Found"))
        if fault is not None and fault.kind == "effect_without_reply":
            return _cut(request)
        call.ok = True
        return web.Response(body=found.content, content_type="application/octet-stream")

    async def obey(self, bot: Bot, method: str, params: Params) -> None:
        """A call that came as a webhook's reply: nobody hears how it went."""
        call, fault = self._log(bot, method, params, in_reply=True)
        if fault is None or fault.kind in {"hang", "late_reply", "effect_without_reply"}:
            await self._answer(bot, call, params)

    def _log(self, bot: Bot, method: str, params: Params, in_reply: bool = False) -> tuple[Call, Fault | None]:
        method = _SPELLING.get(method.lower(), method)
        call = Call(time.monotonic(), bot.token, method, params.values | params.files, in_reply)
        with self._world.lock:
            fault = self.faults.take(method, bot.token, _chat_of(bot, params))
            call.fault = fault.kind if fault else ""
            self.calls.append(call)
        self._world.changes.tell()
        return call, fault

    async def _go_wrong(self, fault: Fault, call: Call, request: web.Request) -> web.StreamResponse | None:
        call.error = fault.refusal()
        if call.error is not None:
            return _refusal(call.error)
        match fault.kind:
            case "502":
                return web.Response(status=502, text=GATEWAY_PAGE, content_type="text/html")
            case "reset":
                return _cut(request)
            case "hang":
                ends = time.monotonic() + fault.seconds
                while not fault.stopped and time.monotonic() < ends:  # noqa: ASYNC110 - another thread stops it
                    await asyncio.sleep(0.01)
                return None
            case _:
                return None

    async def _answer(self, bot: Bot, call: Call, params: Params) -> web.StreamResponse:
        try:
            body = await self._execute(bot, call, params)
        except ApiError as error:
            call.error = error
            return _refusal(error)
        except Exception as error:
            self.broken.append(error)
            raise
        finally:
            self._world.changes.tell()
        return web.Response(text=body, content_type="application/json")

    async def _execute(self, bot: Bot, call: Call, params: Params) -> str:
        if call.method == "getUpdates":
            call.result = [event.update() for event in await self._get_updates(bot, params)]
            call.ok = True
            return json.dumps({"ok": True, "result": call.result})
        method = METHODS.get(call.method)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        with self._world.lock:
            result = method(self._world, bot, params)
            call.ok = True
            call.result = result.result if isinstance(result, Described) else result
            remark = {"description": result.description} if isinstance(result, Described) else {}
            body = json.dumps({"ok": True, "result": call.result} | remark)
        self._follow_webhook(bot)
        return body

    async def _get_updates(self, bot: Bot, params: Params) -> list[Event]:
        if bot.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._end_poll(bot, "terminated by other getUpdates request; make sure that only one bot instance is running")
        remember_allowed_updates(bot, params)
        offset, limit = params.integer("offset"), params.integer("limit", 100, 1, 100)
        timeout = params.integer("timeout", 0, 0, _LONGEST_POLL)
        found = self._take(bot, offset, limit)
        if found or not timeout:
            return found
        return await self._long_poll(bot, max(offset, 0), limit, timeout)

    async def _long_poll(self, bot: Bot, offset: int, limit: int, seconds: int) -> list[Event]:
        poll = self._polls[bot.token] = _Poll()
        deadline = time.monotonic() + seconds
        found: list[Event] = []
        try:
            while not found and (left := deadline - time.monotonic()) > 0:
                with suppress(TimeoutError):
                    await asyncio.wait_for(poll.changed.wait(), left)
                    await asyncio.sleep(_GATHERING)
                poll.changed.clear()
                if poll.ended_by is not None:
                    raise poll.ended_by
                found = self._take(bot, offset, limit)
        finally:
            if self._polls.get(bot.token) is poll:
                del self._polls[bot.token]
        return found

    def _take(self, bot: Bot, offset: int, limit: int) -> list[Event]:
        with self._world.lock:
            return bot.queue.take(offset, limit)

    def _end_poll(self, bot: Bot, reason: str) -> None:
        poll = self._polls.pop(bot.token, None)
        if poll is not None:
            poll.end(reason)

    def _follow_webhook(self, bot: Bot) -> None:
        sender = self._senders.get(bot.token)
        if bot.webhook is (sender.hook if sender else None):
            return
        if sender is not None:
            del self._senders[bot.token]
            closing = asyncio.create_task(sender.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
        if bot.webhook is not None and self._session is not None:
            self._end_poll(bot, "terminated by setWebhook request")
            new = WebhookSender(self._world, bot, bot.webhook, self._session, self._retries, self.obey)
            self._senders[bot.token] = new
            self._wake(bot, bot.queue.lanes())

    def _tell_loop(self, bot: Bot, lanes: Iterable[Lane]) -> None:
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self._wake, bot, list(lanes))

    def _wake(self, bot: Bot, lanes: list[Lane]) -> None:
        if poll := self._polls.get(bot.token):
            poll.changed.set()
        if sender := self._senders.get(bot.token):
            for lane in lanes:
                sender.offer(lane)


def _application(server: Server) -> web.Application:
    app = web.Application(client_max_size=_MAX_BODY)
    app.router.add_route("*", "/bot{token}/{method}", server.handle)
    app.router.add_get("/file/bot{token}/{path:.+}", server.download)
    app.router.add_route("*", "/{anything:.*}", _nothing_here)
    return app


async def _nothing_here(request: web.Request) -> web.StreamResponse:
    return _refusal(ApiError(404, "Not Found"))


def _refusal(error: ApiError) -> web.Response:
    retry_after = error.parameters.get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    return web.json_response(error.body(), status=error.code, headers=headers)


def _cut(request: web.Request) -> web.Response:
    """Breaks the connection off; what is returned can no longer be written."""
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            # Closing alone is not enough: a forked process may hold a copy of this socket.
            connection.shutdown(socket.SHUT_RDWR)
        request.transport.abort()
    return web.Response()


def _chat_of(bot: Bot, params: Params) -> int | None:
    query = bot.queries.get(params.text("callback_query_id"))
    if query is not None:
        return query.chat_id
    chat_id = params.values.get("chat_id")
    return chat_id if isinstance(chat_id, int) else None
