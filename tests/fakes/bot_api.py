"""A Telegram of one's own: a Bot API server on loopback, as strict as the real one, and the people on its other side.

Any client talks to it at `api.url`: aiogram by TelegramAPIServer.from_base(api.url), python-telegram-bot by
base_url=f"{api.url}/bot" and base_file_url=f"{api.url}/file/bot".

    async with FakeBotApi() as api:                 # in the loop of the test
        api.add_bot(TOKEN, username="family_bot")
        ann = api.person(TOKEN, first_name="Ann")
        ann.starts("payload")
        await ann.expects("Are you Ann?")
        ann.presses("choose:W2:yes")

    with FakeBotApi.in_thread() as api:             # beside it, while the product runs as a process and dies
        ann.wait_for("Are you Ann?")

Where it differs from Telegram on purpose: every chat numbers its messages for itself, a button has exactly one action,
plain http webhooks are taken, retries begin after 50 ms, and nobody is asked to slow down unless a fault says so.

The other modules: bot_api_server (HTTP), _webhook, _methods and _profile (the methods), _text and _markup (what is
refused), _wire (parameters), _updates (the queue), _world (state), _view and _people (the tests' side), _faults,
_errors and _clock.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, TypeVar

from tests.fakes.bot_api_clock import Clock
from tests.fakes.bot_api_faults import Fault
from tests.fakes.bot_api_people import Group, Person
from tests.fakes.bot_api_server import Call, Server
from tests.fakes.bot_api_view import DEFAULT_TIMEOUT
from tests.fakes.bot_api_webhook import Retries
from tests.fakes.bot_api_world import Bot, Entry, World

__all__ = ["Bot", "Call", "Entry", "FakeBotApi", "Fault", "Group", "Person", "Retries"]

T = TypeVar("T")


class FakeBotApi:
    """The server and everything a test does to it. Every method may be called from any thread."""

    def __init__(
        self,
        *,
        port: int = 0,
        clock: Callable[[], float] = time.monotonic,
        parallel_lanes: bool = False,
        retries: Retries | None = None,
    ) -> None:
        """parallel_lanes: a webhook gets a person's presses beside their messages, as from Telegram, in no order."""
        self._world = World(clock, parallel_lanes=parallel_lanes)
        self._server = Server(self._world, port, retries or Retries())
        self._people: dict[tuple[str, int], Person] = {}

    async def __aenter__(self) -> FakeBotApi:
        await self._server.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.stop()
        if kind is None and self._server.broken:
            raise self._server.broken[0]

    @classmethod
    @contextmanager
    def in_thread(cls, **options: Any) -> Iterator[FakeBotApi]:
        """The server in a thread with a loop of its own, going on whatever the test does."""
        api = cls(**options)
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="fake Bot API", daemon=True)
        thread.start()
        try:
            asyncio.run_coroutine_threadsafe(api.__aenter__(), loop).result(10)
            yield api
            api._raise_what_broke()
        finally:
            asyncio.run_coroutine_threadsafe(api._server.stop(), loop).result(10)
            asyncio.run_coroutine_threadsafe(_hang_up(), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    @property
    def url(self) -> str:
        """The base address, without a slash at its end."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def clock(self) -> Clock:
        """The time that messages carry and by which updates and presses grow old."""
        return self._world.clock

    def advance(self, seconds: float) -> None:
        """Lets time pass at once; nobody's real waiting becomes shorter."""
        with self._world.lock:
            self.clock.advance(seconds)
        self._world.changes.tell()

    def add_bot(self, token: str, *, username: str = "", first_name: str = "Bot") -> Bot:
        """A bot account; calls with any other token are answered 401."""
        return self._world.add_bot(token, username or f"b{token.partition(':')[0]}_bot", first_name)

    def bot(self, token: str) -> Bot:
        """What Telegram knows of a bot: texts, commands, webhook, queries, files."""
        return self._world.bots[token]

    def person(self, token: str, *, user_id: int | None = None, first_name: str = "Ann", **details: str) -> Person:
        """Somebody who may talk to this bot; the same one for the same user_id.

        Details: language_code, last_name, username. The bot cannot write to them before they have written."""
        with self._world.lock:
            user_id = user_id or 5_000_000_000 + self._world.new_number()
            known = self._people.get((token, user_id))
            if known is None:
                user = {"id": user_id, "is_bot": False, "first_name": first_name} | details
                known = self._people[token, user_id] = Person(self._world, self._world.bots[token], user)
            return known

    def fault(
        self,
        method: str,
        kind: str | int,
        times: int | None = 1,
        *,
        token: str | None = None,
        chat_id: int | None = None,
        **details: Any,
    ) -> Fault:
        """Makes calls of a method ("*": of any; "download": of a file) go wrong, so many times or until fault.stop().

        Kinds: 400 (description=), 401, 403, 404, 409, 429 (retry_after=), 500, 502, hang (seconds=, or until
        fault.stop(): then it is done and answered), reset (nothing done, connection closed), effect_without_reply
        (done, connection closed)."""
        with self._world.lock:
            return self._server.faults.add(Fault(method, str(kind), times, token, chat_id, details))

    @property
    def calls(self) -> list[Call]:
        """Every call of a method there was."""
        with self._world.lock:
            return list(self._server.calls)

    @property
    def counts(self) -> Counter[str]:
        """How often each method was called."""
        return Counter(call.method for call in self.calls)

    def forget_calls(self) -> None:
        """Begins the log of calls anew."""
        with self._world.lock:
            self._server.calls.clear()

    def raw_update(self, token: str, body: dict[str, Any]) -> int | None:
        """Any update whatever, valid or not; its update_id. One in the body itself goes out as it is."""
        return self._world.push(self.bot(token), "raw", 0, body)

    def redeliver(self, update_id: int, *, token: str | None = None) -> None:
        """Delivers an update once more, even when it was confirmed."""
        with self._world.lock:
            bots = [self.bot(token)] if token else list(self._world.bots.values())
            known = [bot for bot in bots if bot.queue.knows(update_id)]
            if not known:
                raise AssertionError(f"there never was an update {update_id}")
            for bot in known:
                self._world.on_event(bot, [bot.queue.redeliver(update_id)])

    def jump_update_id(self, token: str, update_id: int | None = None) -> int:
        """Goes on numbering elsewhere, at random unless told where; by itself this happens after a quiet week."""
        with self._world.lock:
            queue = self.bot(token).queue
            queue.jump(update_id)
            return queue.next_id

    def pending(self, token: str) -> list[dict[str, Any]]:
        """The updates that the bot has not confirmed."""
        with self._world.lock:
            return [event.update() for event in self.bot(token).queue.pending()]

    def set_lifetimes(
        self, *, messages: float | None = None, presses: float | None = None, queries: float | None = None
    ) -> None:
        """How long updates are kept (24 h; presses 150 s), and how long a press may be answered (150 s)."""
        self._world.message_lifetime = messages or self._world.message_lifetime
        self._world.press_lifetime = presses or self._world.press_lifetime
        self._world.query_lifetime = queries or self._world.query_lifetime

    async def until(
        self,
        look: Callable[[], T | None],
        timeout: float = DEFAULT_TIMEOUT,  # noqa: ASYNC109 - a test says how long it would wait
    ) -> T:
        """Waits until look() finds something, asked whenever anything has happened here."""
        return _found(await self._world.changes.until(look, timeout))

    def wait_until(self, look: Callable[[], T | None], timeout: float = DEFAULT_TIMEOUT) -> T:
        """until() for a test that is no coroutine."""
        return _found(self._world.changes.wait(look, timeout))

    def _raise_what_broke(self) -> None:
        if self._server.broken:
            raise self._server.broken[0]


async def _hang_up() -> None:
    """Ends the calls that still hang."""
    hanging = asyncio.all_tasks() - {asyncio.current_task()}
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)


def _found(found: T | None) -> T:
    if not found:
        raise AssertionError("waited in vain")
    return found
