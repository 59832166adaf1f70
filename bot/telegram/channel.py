"""Telegram as a channel: messages as Bot API calls. Pure, and without aiogram, so that the command line can use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rounds.channel import Call, Wire
from bot.telegram.rendering import keyboard, send_message
from dialogs.inputs import Channel, No, Yes
from dialogs.messages import Message
from dialogs.text import Speech
from dialogs.turn import Deposit
from storage.outbox.live_buttons import Live
from storage.outbox.queue import ABOUT_LAST, FETCH, REACT

WRITING_HAND = "\u270d"
LAST_PROMPT: Wire = {ABOUT_LAST: True}


@dataclass(frozen=True)
class TelegramChannel:
    """The families' bot on Telegram; an address is a chat id. `page`: where the page is that calls a number."""

    page: str = ""
    name = Channel.TELEGRAM
    numbered = True

    def send(self, message: Message, speech: Speech, names: Mapping[str, str], address: str) -> list[Call]:
        """One sendMessage, or more when the text is long; the last of them asks."""
        bodies = send_message(message, speech, names, int(address), self.page)
        if message.replies_to is not None:
            bodies[0]["reply_parameters"] = {"message_id": message.replies_to, "allow_sending_without_reply": True}
        last = len(bodies) - 1
        asks, live = message.prompt, _live(message)
        return [Call("sendMessage", b, *((asks, live) if n == last else ())) for n, b in enumerate(bodies)]

    def repaint(
        self, message: Message, speech: Speech, names: Mapping[str, str], address: str, message_id: int | None
    ) -> list[Call]:
        """The buttons of the question as they are now, with its words where those change too and fit."""
        if not message.rewritten:
            return [_edit(address, message_id, {"reply_markup": keyboard(message.rows, speech, names)})]
        bodies = send_message(message, speech, names, int(address), self.page)
        whole = len(bodies) == 1
        return (
            [_edit(address, message_id, bodies[0], words=True)] if whole else self.send(message, speech, names, address)
        )

    def fetch(self, deposit: Deposit) -> Call:
        """Ask for a voice message; the delivery fetches what the answer names, and keeps its number to itself."""
        return Call(FETCH, {"file_id": deposit.attachment.where, "number": deposit.attachment.number})

    def retire(self, address: str, message_id: int) -> list[Call]:
        """No buttons any more; the words stay."""
        return [_edit(address, message_id, {"reply_markup": {"inline_keyboard": []}})]

    def react(self, address: str, message_id: int) -> list[Call]:
        """A writing hand under their message."""
        which = {"chat_id": int(address), "message_id": message_id}
        return [Call(REACT, {**which, "reaction": [{"type": "emoji", "emoji": WRITING_HAND}]})]


def _live(message: Message) -> Live | None:
    if not message.rows:
        return None
    if message.prompt or message.renews:
        return Live.QUESTION
    if message.receipt:
        return Live.RECEIPT
    offers = any(isinstance(button.press, Yes | No) for row in message.rows for button in row)
    return Live.OFFER if offers else Live.ASIDE


def _edit(address: str, message_id: int | None, change: Wire, *, words: bool = False) -> Call:
    which = {"message_id": message_id} if message_id is not None else LAST_PROMPT
    what = "editMessageText" if words else "editMessageReplyMarkup"
    return Call(what, {**change, "chat_id": int(address), **which})
