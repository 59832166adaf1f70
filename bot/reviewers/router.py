"""python-telegram-bot's application as a translator: a Telegram event -> one Arrival. A handler does nothing else.

The application has no updater, no job queue and no persistence, and its requests never leave the process. It hands errors
to a handler instead of raising them, and leaves out what no handler takes: so each update has to be marked as understood,
and what is not comes out as Unreadable.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import NetworkError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    CallbackQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.rounds.arrivals import Arrival, Opening, Said, Stranger
from bot.telegram.parts import reading_parts
from bot.telegram.translation import arrival
from bot.telegram.unreadable import is_somewhere, unreadable
from dialogs.inputs import Amend, Back, Channel, Media, Open, Say, Unkept, parse
from dialogs.reviewer_bot.state import Errand
from dialogs.slash import START, slashed
from storage.schema.vocabulary import Bot

ERRANDS = frozenset({*Errand, START})
COMMAND = r"(?s)\A/([A-Za-z0-9_]+)(?:@[A-Za-z0-9_]+)?(?:\s+(.*))?\Z"

App = Application[Any, Any, Any, Any, Any, Any]
Context = CallbackContext[Any, Any, Any, Any]


@dataclass(slots=True)
class Hearing:
    """The outcome of one update: understood or not, and what was said, if anything."""

    understood: bool = False
    failed: bool = False
    arrival: Arrival | None = None


def translator(token: str) -> Callable[[dict[str, Any]], Awaitable[Arrival | None]]:
    """Return a function that has python-telegram-bot read an update; it gives None when there is nothing to do."""
    return reading_parts(Bot.REVIEWERS, Translator(token).translate)


class Translator:
    """One application and the ear of its handlers; each update is heard in a context of its own."""

    def __init__(self, token: str) -> None:
        self._application = _application(token)
        self._hearing: ContextVar[Hearing] = ContextVar("hearing")
        self._starting = asyncio.Lock()
        for handler in (
            MessageHandler(PRIVATE & filters.TEXT, self.on_words),
            MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, self.on_media),
            MessageHandler(NEW & ~filters.ChatType.PRIVATE & filters.Regex(COMMAND), self.on_group),
            MessageHandler(EDITED & filters.ChatType.PRIVATE & (filters.TEXT | filters.CAPTION), self.on_edit),
            CallbackQueryHandler(self.on_press),
            TypeHandler(Update, self.on_nothing),
        ):
            self._application.add_handler(handler)
        self._application.add_error_handler(self.on_error)

    async def translate(self, update: dict[str, Any]) -> Arrival | None:
        """Return what was said in this update."""
        hearing = Hearing()
        self._hearing.set(hearing)
        try:
            await self._start()
            await self._application.process_update(Update.de_json(update, self._application.bot))
        except Exception:  # noqa: BLE001 - whatever the library can't read is kept as it came
            return unreadable(Bot.REVIEWERS, Channel.TELEGRAM, update)
        nowhere = hearing.arrival is not None and not is_somewhere(hearing.arrival)
        if nowhere or hearing.failed or not hearing.understood:
            return unreadable(Bot.REVIEWERS, Channel.TELEGRAM, update)
        return hearing.arrival

    async def on_words(self, update: Update, _context: Context) -> None:
        """Hear /start with a code or without, or an errand (help for any other command), else words, exactly as written."""
        message = _message(update)
        match slashed(message.text or "", ERRANDS):
            case ("start", argument):
                self._hear(update, Opening(argument))
            case (Errand.INVITATIONS, of) if of:
                self._hear(update, Say(words=f"/{Errand.INVITATIONS} {of}", sent=message.message_id))
            case (name, _):
                self._hear(update, Open(name if name in ERRANDS else Errand.HELP))
            case None:
                self._hear(update, Say(words=message.text or "", sent=message.message_id))

    async def on_media(self, update: Update, _context: Context) -> None:
        """Hear anything that is more than words as unread, whatever is written under it."""
        self._hear(update, Unkept(Media.OTHER))

    async def on_group(self, update: Update, _context: Context) -> None:
        """Hear a stranger: a group is no place for this, and only what is addressed to the bot gets a word."""
        self._hear(update, Stranger())

    async def on_edit(self, update: Update, _context: Context) -> None:
        """A message that was changed afterwards."""
        message = _message(update)
        self._hear(update, Amend(words=message.text or message.caption or "", sent=message.message_id))

    async def on_press(self, update: Update, _context: Context) -> None:
        """A button; one that is not of the grammar asks for what is on now."""
        hearing, query = self._understood(), update.callback_query
        if query is None or query.message is None or query.message.chat.type != ChatType.PRIVATE:
            return
        hearing.arrival = _pressed(update, query)

    async def on_nothing(self, _update: Update, _context: Context) -> None:
        """Understand an update that is not meant for us, and do nothing."""
        self._understood()

    async def on_error(self, _update: object, _context: Context) -> None:
        """A handler failed: the update comes out as it came in."""
        self._hearing.get().failed = True

    def _hear(self, update: Update, said: Said) -> None:
        self._understood().arrival = arrival(Bot.REVIEWERS, update.update_id, _message(update), said)

    def _understood(self) -> Hearing:
        hearing = self._hearing.get()
        hearing.understood = True
        return hearing

    async def _start(self) -> None:
        async with self._starting:
            await self._application.initialize()


NEW, EDITED = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
PRIVATE = NEW & filters.ChatType.PRIVATE


class Indoors(BaseRequest):
    """Requests that never leave the process: who the bot is can be told from its token, all else is refused."""

    def __init__(self, bot_id: int) -> None:
        me = {"id": bot_id, "is_bot": True, "first_name": Bot.REVIEWERS, "username": Bot.REVIEWERS}
        self._me = json.dumps({"ok": True, "result": me}).encode()

    @property
    def read_timeout(self) -> float | None:
        """There is nothing to wait for."""
        return None

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(self, url: str, *_args: Any, **_kwargs: Any) -> tuple[int, bytes]:
        """The answer to getMe; NetworkError for anything else."""
        if url.endswith("/getMe"):
            return 200, self._me
        raise NetworkError("no request leaves from here")


def _application(token: str) -> App:
    indoors = Indoors(int(token.partition(":")[0]))
    builder = ApplicationBuilder().token(token).request(indoors).get_updates_request(indoors)
    return builder.updater(None).job_queue(None).build()


def _message(update: Update) -> Message:
    if update.effective_message is None:
        raise ValueError("an update without a message")
    return update.effective_message


def _pressed(update: Update, query: CallbackQuery) -> Arrival:
    message = query.message
    if message is None:
        raise ValueError("a press without a message")
    return Arrival(
        bot=Bot.REVIEWERS,
        channel=Channel.TELEGRAM,
        update_id=update.update_id,
        user=str(query.from_user.id),
        address=str(message.chat.id),
        said=parse(query.data or "") or Back("here"),
        message_id=message.message_id,
        press_id=query.id,
    )
