"""A chat as a test looks at it: what stands there, which buttons show, and waiting for what comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.bot_api_markup import Keyboard
from tests.fakes.bot_api_text import utf16_length
from tests.fakes.bot_api_world import BOT, Bot, Chat, Entry, World

Expectation = str | Callable[[Entry], object]
DEFAULT_TIMEOUT = 5.0


class ChatView:
    """One chat of one bot. Waiting comes twice: awaited, and plain for a test outside the fake's loop."""

    def __init__(self, world: World, bot: Bot, chat: Chat) -> None:
        self._world = world
        self._bot = bot
        self._chat = chat
        self._read = 0

    @property
    def chat_id(self) -> int:
        """The chat_id that the bot knows this chat by."""
        return self._chat.id

    @property
    def chat(self) -> list[Entry]:
        """Everything said and pressed, oldest first."""
        with self._world.lock:
            return list(self._chat.entries)

    @property
    def received(self) -> list[Entry]:
        """What the bot has sent here."""
        with self._world.lock:
            return list(self._chat.sent)

    def last_text(self) -> str:
        """The words of the newest message of the bot."""
        shown = [entry for entry in self.received if not entry.deleted]
        return shown[-1].text if shown else ""

    def buttons(self) -> list[str]:
        """The callback data to be seen on the newest message that has any."""
        return next((entry.current_buttons for entry in reversed(self.received) if entry.current_buttons), [])

    def transcript(self) -> str:
        """The chat for reading."""
        return "\n".join(_line(entry) for entry in self.chat)

    async def expects(
        self,
        what: Expectation = "",
        timeout: float = DEFAULT_TIMEOUT,  # noqa: ASYNC109 - a test says how long it would wait
    ) -> Entry:
        """The next new message of the bot that has these words or fulfils this; those before it are skipped."""
        return self._found(await self._world.changes.until(lambda: self._next(what), timeout), what)

    def wait_for(self, what: Expectation = "", timeout: float = DEFAULT_TIMEOUT) -> Entry:
        """expects() for a test that is no coroutine."""
        return self._found(self._world.changes.wait(lambda: self._next(what), timeout), what)

    async def quiet(self, seconds: float) -> None:
        """Nothing comes from the bot for so long."""
        before = len(self.received)
        self._refuse_noise(await self._world.changes.until(lambda: self._chat.sent[before:], seconds))

    def wait_quiet(self, seconds: float) -> None:
        """quiet() for a test that is no coroutine."""
        before = len(self.received)
        self._refuse_noise(self._world.changes.wait(lambda: self._chat.sent[before:], seconds))

    def _next(self, what: Expectation) -> Entry | None:
        for place in range(self._read, len(self._chat.sent)):
            entry = self._chat.sent[place]
            if what in entry.text if isinstance(what, str) else what(entry):
                self._read = place + 1
                return entry
        return None

    def _found(self, entry: Entry | None, what: Expectation) -> Entry:
        if entry is None:
            unread = [one.text for one in self.received[self._read :]]
            raise AssertionError(f"expected {what!r}, new here: {unread}\n{self.transcript()}")
        return entry

    def _refuse_noise(self, noise: list[Entry] | None) -> None:
        if noise:
            raise AssertionError(f"expected quiet, heard {[entry.text for entry in noise]}\n{self.transcript()}")

    def _receive(self, sender: dict[str, Any], kind: str, content: dict[str, Any], data: bytes = b"") -> dict[str, Any]:
        with self._world.lock:
            self._chat.started = True
            message = self._world.new_message(self._chat, sender, content)
            self._chat.add(Entry(str(sender["first_name"]), kind, message, content=data))
            self._world.push(self._bot, "message", self._chat.id, {"message": message})
        self._world.changes.tell()
        return message


def show_keyboard(keyboard: Keyboard) -> str:
    """Buttons for reading."""
    return " ".join(f"[{button['text']} = {_action(button)}]" for row in keyboard for button in row)


def check_length(text: str) -> None:
    """A person cannot send nothing, nor more than the client takes."""
    if not 1 <= utf16_length(text) <= 4096:
        raise ValueError("a person's message has 1 to 4096 UTF-16 units; clients split longer ones")


def _action(button: dict[str, Any]) -> str:
    return str(next((value for name, value in button.items() if name not in {"text", "style"}), ""))


def _line(entry: Entry) -> str:
    if entry.kind == "press":
        return f"{entry.who} presses {entry.text} (on {entry.message_id})"
    kind = "" if entry.kind == "text" else f" <{entry.kind}>"
    marks = " (deleted)" if entry.deleted else ""
    buttons = f"\n      {show_keyboard(entry.keyboard)}" if entry.who == BOT and entry.keyboard else ""
    return f"{entry.message_id:>4} {entry.who}:{kind} {entry.text}{marks}{buttons}"
