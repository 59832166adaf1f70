"""The Bot API as far as these bots call it, and the webhook's other end. Says yes to everything; counts calls."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Sequence
from random import randrange
from time import monotonic
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from bot.clock import utc_now
from tests.benchmarks.wire import Poster, ServerSide

BOT = '{"id":111111,"is_bot":true,"first_name":"Interview","username":"families_bot"}'
# A call that rides in the answer to a webhook costs no request of its own.
IN_ANSWER = "in the webhook's answer"
SENDS = {"sendMessage", "editMessageText", "editMessageReplyMarkup"}
KNOWN = {
    "getMe": BOT,
    "getMyCommands": "[]",
    "getMyDescription": '{"description":""}',
    "getMyShortDescription": '{"short_description":""}',
}
NOTHING = '{"inline_keyboard":[]}'


class Listener(Protocol):
    """Who sits in a chat."""

    def hears(self, message: Sent) -> None:
        """The bot wrote, or changed what it had written."""


class Sent:
    """A message of the bot as it stands now: ready to go into an update, with its buttons."""

    __slots__ = ("json", "markup", "message_id", "text")

    def __init__(self, chat: int, message_id: int, text: str, markup: str, date: int) -> None:
        self.message_id, self.text, self.markup = message_id, text, markup
        buttons = f',"reply_markup":{markup}' if markup and markup != NOTHING else ""
        self.json = (
            f'{{"message_id":{message_id},"from":{BOT},"chat":{{"id":{chat},"first_name":"Ann","type":"private"}},'
            f'"date":{date},"text":{json.dumps(text)}{buttons}}}'
        )

    @property
    def buttons(self) -> list[dict[str, str]]:
        """All its buttons, row by row."""
        rows: list[list[dict[str, str]]] = json.loads(self.markup)["inline_keyboard"] if self.markup else []
        return [button for row in rows for button in row]


class Telegram:
    """Serves the Bot API on loopback and posts updates to the webhook of the one bot whose token is `token`.

    `ports`: the webhook is served by several processes, at these ports; it is ready when each has set it.
    """

    def __init__(self, token: str, ports: Sequence[int] = ()) -> None:
        self._token, self._ports, self._hooks = token, ports, 0
        self.calls: Counter[str] = Counter()
        self.chats: dict[int, Listener] = {}
        self.ready = asyncio.Event()
        self.refused = 0
        self._messages: dict[int, dict[int, Sent]] = {}
        self._ids: Counter[int] = Counter()
        self._update_id = randrange(2**28)  # a record that is served again must not have seen them
        self._poster: Poster | None = None
        self._server: asyncio.Server | None = None
        self._began = int(utc_now().timestamp()) - monotonic()

    async def start(self) -> str:
        """Listen on a free port; gives the base address."""
        self._server = await asyncio.get_running_loop().create_server(lambda: ServerSide(self._answer), "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def hang_up(self) -> None:
        """Post nothing more; a bot that is asked to stop waits for nobody."""
        if self._poster:
            self._poster.close()

    def stop(self) -> None:
        """Hear nothing more."""
        if self._server:
            self._server.close()

    @property
    def date(self) -> int:
        """The date that messages carry."""
        return int(self._began + monotonic())

    def next_message_id(self, chat: int) -> int:
        """Messages of both sides are numbered together, chat by chat."""
        self._ids[chat] += 1
        return self._ids[chat]

    def post(self, update: Callable[[int], str]) -> None:
        """Post an update, made from its id, to the webhook."""
        assert self._poster is not None
        self._update_id += 1
        self._poster.post(update(self._update_id).encode(), self._posted)

    def leave(self, chat: int) -> None:
        """Nobody sits in this chat any more; what is sent there is still taken."""
        self.chats.pop(chat, None)
        self._messages.pop(chat, None)
        self._ids.pop(chat, None)

    def _posted(self, status: int, body: bytes) -> None:
        self.refused += status != 200
        if body.startswith(b'{"method'):
            self.calls[IN_ANSWER] += 1

    def _answer(self, path: str, kind: bytes, body: bytes) -> bytes:
        bot, _, method = path.removeprefix("/bot").rpartition("/")
        parameters = _parameters(kind, body)
        if method in SENDS:
            self.calls[method] += 1
            result = self._sent(method, parameters)
        elif method == "setWebhook":
            result = self._hook(bot, parameters)
        else:
            self.calls[method] += method == "answerCallbackQuery"
            result = KNOWN.get(method, "true")
        return b'{"ok":true,"result":%b}' % result.encode()

    def _hook(self, bot: str, parameters: dict[str, Any]) -> str:
        if bot != self._token:
            return "true"
        if self._poster is None:
            url = urlsplit(parameters["url"])
            secret, limit = str(parameters.get("secret_token", "")), int(parameters.get("max_connections", 40))
            assert url.hostname is not None
            self._poster = Poster(url.hostname, self._ports or (url.port or 80,), url.path or "/", secret, limit)
        self._hooks += 1
        if self._hooks >= len(self._ports):
            self.ready.set()
        return "true"

    def _sent(self, method: str, parameters: dict[str, Any]) -> str:
        chat = int(parameters["chat_id"])
        markup = parameters.get("reply_markup") or ""
        markup = markup if isinstance(markup, str) else json.dumps(markup)
        message_id = int(parameters.get("message_id") or 0) or self.next_message_id(chat)
        here = self._messages.setdefault(chat, {})
        text = parameters.get("text") or (here[message_id].text if message_id in here else "?")
        message = here[message_id] = Sent(chat, message_id, text, markup, self.date)
        here.pop(message_id - 20, None)
        if (listener := self.chats.get(chat)) is None:
            self.leave(chat)
        elif method == "sendMessage" or message.markup not in {"", NOTHING}:
            listener.hears(message)
        return message.json


def _parameters(kind: bytes, body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    if kind.startswith(b"application/json"):
        found: dict[str, Any] = json.loads(body)
        return found
    if kind.startswith(b"application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode()))
    return {}
