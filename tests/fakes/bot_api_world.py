"""The state of the fake Bot API: bots, their chats with people, and what was said in them."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api_clock import Changes, Clock
from tests.fakes.bot_api_errors import ApiError, bad_request, forbidden
from tests.fakes.bot_api_markup import Keyboard, keyboard_of
from tests.fakes.bot_api_updates import Lane, UpdateQueue

BOT = "bot"


@dataclass(slots=True)
class Entry:
    """One line of a chat as the person sees it: a message, or the press of a button."""

    who: str
    kind: str
    message: dict[str, Any]
    keyboard: Keyboard = field(default_factory=list)
    parse_mode: str = ""
    content: bytes = b""
    deleted: bool = False
    reactions: list[str] = field(default_factory=list)
    pressed: str = ""

    @property
    def message_id(self) -> int:
        """The message's number in its chat; for a press that of the message pressed."""
        return int(self.message["message_id"])

    @property
    def text(self) -> str:
        """What it says now: the text, the caption, or the callback data of a press."""
        return self.pressed or str(self.message.get("text") or self.message.get("caption") or "")

    @property
    def entities(self) -> list[dict[str, Any]]:
        """How the text is formatted."""
        return list(self.message.get("entities") or self.message.get("caption_entities") or [])

    @property
    def buttons(self) -> list[str]:
        """The callback data of the buttons it was sent with."""
        return callback_data(self.keyboard)

    @property
    def labels(self) -> list[str]:
        """The words on the buttons it was sent with."""
        return [str(button["text"]) for row in self.keyboard for button in row]

    @property
    def current_keyboard(self) -> Keyboard:
        """The buttons that it has now."""
        return [] if self.deleted or self.kind == "press" else keyboard_of(self.message)

    @property
    def current_buttons(self) -> list[str]:
        """The callback data of the buttons that it has now."""
        return callback_data(self.current_keyboard)


@dataclass(slots=True)
class Chat:
    """A chat of one bot, with a person or in a group."""

    info: dict[str, Any]
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    left: bool = False
    entries: list[Entry] = field(default_factory=list)
    sent: list[Entry] = field(default_factory=list)
    by_id: dict[int, Entry] = field(default_factory=dict)
    # Every chat counts for itself, as supergroups do: a message_id alone names nothing.
    last_message_id: int = 0

    @property
    def id(self) -> int:
        """The chat_id."""
        return int(self.info["id"])

    def add(self, entry: Entry) -> None:
        """Appends a message to the chat."""
        self.entries.append(entry)
        self.by_id[entry.message_id] = entry
        if entry.who == BOT:
            self.sent.append(entry)

    def find(self, message_id: int) -> Entry | None:
        """The message of that number, unless it was deleted."""
        entry = self.by_id.get(message_id)
        return None if entry is None or entry.deleted else entry


@dataclass(slots=True)
class Query:
    """A press of a button that waits for answerCallbackQuery."""

    id: str
    chat_id: int
    pressed_at: float
    answer: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that Telegram keeps."""

    file_id: str
    path: str
    content: bytes

    def info(self) -> dict[str, Any]:
        """What every object with a file says of it."""
        return {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": len(self.content)}


@dataclass(slots=True)
class Webhook:
    """Where a bot wants its updates posted."""

    url: str
    secret_token: str
    max_connections: int
    last_error: str = ""
    last_error_date: int = 0


@dataclass(slots=True)
class Bot:
    """One bot account."""

    token: str
    user: dict[str, Any]
    queue: UpdateQueue
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    webhook: Webhook | None = None

    @property
    def id(self) -> int:
        """The bot's own user id."""
        return int(self.user["id"])

    def chat(self, chat_id: object) -> Chat:
        """A chat that the bot may know of."""
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.left:
            raise forbidden(f"bot is not a member of the {chat.info['type']} chat")
        return chat

    def open_chat(self, chat_id: object) -> Chat:
        """A chat that the bot may write to."""
        chat = self.chat(chat_id)
        if chat.deactivated:
            raise forbidden("user is deactivated")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise blocked()
        return chat


class World:
    """Everything there is, under one lock, for the server and for the people in the tests."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, parallel_lanes: bool = False) -> None:
        self.clock = Clock(clock)
        self.lock = threading.RLock()
        self.changes = Changes(self.lock)
        self.bots: dict[str, Bot] = {}
        self.message_lifetime = 86400.0
        self.press_lifetime = 150.0
        self.query_lifetime = 150.0
        self.on_event: Callable[[Bot, list[Lane]], None] = lambda bot, lanes: None
        self._parallel_lanes = parallel_lanes
        self._numbers = itertools.count(1)

    def add_bot(self, token: str, username: str, first_name: str) -> Bot:
        """A new bot account."""
        user_id, colon, secret = token.partition(":")
        if not (user_id.isdigit() and colon and secret):
            raise ValueError("a token is the bot's number, a colon and a secret")
        user = {"id": int(user_id), "is_bot": True, "first_name": first_name, "username": username}
        with self.lock:
            if token in self.bots:
                raise ValueError("there is such a bot already")
            self.bots[token] = Bot(token, user, UpdateQueue(self.clock, token, self._parallel_lanes))
            return self.bots[token]

    def push(self, bot: Bot, kind: str, owner: int, body: dict[str, Any]) -> int | None:
        """An update for the bot; its update_id, None when it is held back or not wanted."""
        lifetime = self.press_lifetime if kind == "press" else self.message_lifetime
        with self.lock:
            event = bot.queue.push(kind, owner, body, lifetime)
            if event is None:
                return None
            self.on_event(bot, [event.lane])
            return event.update_id

    def new_message(self, chat: Chat, sender: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        """The next message of a chat."""
        chat.last_message_id += 1
        head = {"message_id": chat.last_message_id, "from": sender, "chat": chat.info, "date": self.clock.unix()}
        return head | content

    def new_number(self) -> int:
        """A number that nothing else here has."""
        return next(self._numbers)

    def store_file(self, bot: Bot, folder: str, name: str, content: bytes) -> StoredFile:
        """Keeps a file for the bot."""
        number = self.new_number()
        stored = StoredFile(f"F{number:06d}-{bot.id}", f"{folder}/{number}-{name}", content)
        bot.files[stored.file_id] = stored
        return stored


def blocked() -> ApiError:
    """The person wants to hear no more of the bot."""
    return forbidden("bot was blocked by the user")


def callback_data(keyboard: Keyboard) -> list[str]:
    """The callback data of the buttons, row by row."""
    return [str(button["callback_data"]) for row in keyboard for button in row if "callback_data" in button]
