"""Telegram as a channel of the scenario language: what a person does in a chat with the families' bot, and sees there."""

from __future__ import annotations

from collections.abc import Callable

from tests.bot.world import FAMILIES, World
from tests.fakes.bot_api import Entry, FakeBotApi, Person
from tests.fakes.bot_api_markup import Keyboard
from tests.scenario import Begins, Deed, Edits, Presses, Reply, Says, Sends, Shown

SENDS = {
    "voice": "sends_voice",
    "audio": "sends_audio",
    "video": "sends_video_note",
    "picture": "sends_photo",
    "sticker": "sends_sticker",
    "place": "sends_location",
}


class TelegramDriver:
    """Drives the families' bot through the Bot API. An old button is pressed on the message that carried it."""

    def __init__(self, world: World, api: FakeBotApi, token: str, *, user_id: int = 77) -> None:
        self.world, self.api, self.token = world, api, token
        self.person: Person = api.person(FAMILIES, user_id=user_id, first_name="Ann")

    async def does(self, deed: Deed) -> Reply:
        """The reply to `deed`, once everything has been kept and sent."""
        before, called = len(self.person.received), len(self.api.calls)
        toast = self.act(deed)
        await self.world.settled(self.api)
        fresh = tuple(_shown(e, e.keyboard) for e in self.person.received[before:])
        return Reply(messages=fresh, repaint=self._repainted(called), toast=toast() if toast else "")

    def act(self, deed: Deed) -> Callable[[], str] | None:
        """Do it, and do not wait; a press gives a look at the word it will be answered with."""
        match deed:
            case Begins():
                self.person.starts(self.token)
            case Says(words):
                self.person.says(words)
            case Presses(data):
                query = self.person.presses_raw(data, self._carrier(data))
                return lambda: str((query.answer or {}).get("text", ""))
            case Edits(old, new):
                said = [e for e in self.person.chat if e.who != "bot" and e.text == old]
                self.person.edits(said[-1].message, new)
            case Sends(media, words):
                send = getattr(self.person, SENDS.get(media, "sends_document"))
                send(caption=words) if words else send()
        return None

    def _carrier(self, data: str) -> int:
        """The newest message that ever carried this button, else the newest of all."""
        carriers = [e for e in self.person.received if data in e.buttons or _untoggled(data) in e.buttons]
        return int((carriers or self.person.received)[-1].message_id)

    def _repainted(self, called: int) -> Shown | None:
        """The message whose buttons were set anew, to the same ones or others."""
        edits = [c for c in self.api.calls[called:] if c.method == "editMessageReplyMarkup"]
        painted = [c.params["message_id"] for c in edits if c.params["reply_markup"]["inline_keyboard"]]
        shown = [e for e in self.person.received if e.message_id in painted]
        return _shown(shown[-1], shown[-1].current_keyboard) if shown else None


def _untoggled(data: str) -> str:
    verb, _, rest = data.partition(":")
    item, _, code = rest.partition(":")
    return f"{verb}:{item}:{code.removeprefix('-') if code.startswith('-') else f'-{code}'}"


def _shown(entry: Entry, keyboard: Keyboard) -> Shown:
    """The message, without the buttons that only call or copy a number."""
    pressed = (
        tuple((str(b["text"]), str(b["callback_data"])) for b in row if "callback_data" in b) for row in keyboard
    )
    return Shown(entry.text, tuple(row for row in pressed if row))
