"""The people who talk to the bots, and their groups."""

from __future__ import annotations

from typing import Any

from tests.fakes.bot_api_text import command_entities
from tests.fakes.bot_api_view import ChatView, check_length, show_keyboard
from tests.fakes.bot_api_world import Bot, Chat, Entry, Query, World

Message = dict[str, Any]


class Group(ChatView):
    """A group that the bot is a member of; people speak in it by says(..., chat=group)."""

    def hears(self, sender: dict[str, Any], content: dict[str, Any]) -> Message:
        """Somebody has written here."""
        return self._receive(sender, "text", content)


class Person(ChatView):
    """One person in a private chat with one bot. Everything they do takes effect at once."""

    def __init__(self, world: World, bot: Bot, user: dict[str, Any]) -> None:
        known = {name: user[name] for name in ("id", "first_name", "last_name", "username") if name in user}
        super().__init__(world, bot, Chat(known | {"type": "private"}))
        self.user = user
        bot.chats[self.chat_id] = self._chat

    def starts(self, payload: str = "") -> Message:
        """Opens the chat, by a deep link's payload perhaps."""
        return self.says(f"/start {payload}".strip())

    def says(
        self, text: str, *, chat: Group | None = None, reply_to: Message | int | None = None, **extra: Any
    ) -> Message:
        """Writes a message, here or in a group; extra fields are put into it as they are."""
        check_length(text)
        content = {"text": text} | self._reply(reply_to) | extra
        if commands := command_entities(text):
            content.setdefault("entities", commands)
        if chat is not None:
            return chat.hears(self.user, content)
        return self._tell("text", content)

    def edits(self, message: Message | int, new_text: str) -> Message:
        """Changes a message of theirs."""
        check_length(new_text)
        with self._world.lock:
            entry = self._entry(message)
            if entry.who != self.user["first_name"]:
                raise AssertionError("only one's own messages can be edited")
            field = "text" if "text" in entry.message else "caption"
            entry.message |= {field: new_text, "edit_date": self._world.clock.unix()}
            self._world.push(self._bot, "message", self.chat_id, {"edited_message": entry.message})
        self._world.changes.tell()
        return entry.message

    def presses(self, data: str, *, message: Message | Entry | int | None = None) -> Query:
        """Presses the newest button with this data, or one that begins so if it ends in a colon or star."""
        with self._world.lock:
            shown = [entry for entry in reversed(self._chat.sent) if entry.current_buttons]
            if message is not None:
                shown = [entry for entry in shown if entry.message_id == _number(message)]
            for entry in shown:
                if (found := _button(entry, data)) is not None:
                    return self.presses_raw(found, entry.message_id)
            visible = "\n".join(f"{one.message_id:>4} {show_keyboard(one.current_keyboard)}" for one in shown)
            raise AssertionError(f"no button {data!r}; there are:\n{visible or '     none'}\n{self.transcript()}")

    def presses_raw(self, data: str, message_id: int) -> Query:
        """A press such as an old or a forged client can send, whether there is such a button or not."""
        self._refuse_when_blocked()
        with self._world.lock:
            query = Query(self._query_id(), self.chat_id, self._world.clock.now())
            self._bot.queries[query.id] = query
            entry = self._chat.find(message_id)
            gone = {"message_id": message_id, "chat": self._chat.info, "date": 0}
            message = entry.message if entry else gone
            self._chat.entries.append(Entry(self.user["first_name"], "press", message, pressed=data))
            press = {"id": query.id, "from": self.user, "message": message, "data": data}
            press["chat_instance"] = str(self.chat_id * 7919)
            self._world.push(self._bot, "press", self.chat_id, {"callback_query": press})
        self._world.changes.tell()
        return query

    def sends_voice(self, content: bytes = b"OggS voice", seconds: int = 7, **extra: Any) -> Message:
        """Speaks a message."""
        return self._attach("voice", "voice.oga", content, {"duration": seconds, "mime_type": "audio/ogg"}, extra)

    def sends_audio(self, content: bytes = b"ID3 sound", seconds: int = 7, **extra: Any) -> Message:
        """Sends a sound file."""
        return self._attach("audio", "sound.mp3", content, {"duration": seconds, "mime_type": "audio/mpeg"}, extra)

    def sends_video_note(self, content: bytes = b"round video", seconds: int = 5, **extra: Any) -> Message:
        """Sends a round video."""
        return self._attach("video_note", "video.mp4", content, {"length": 240, "duration": seconds}, extra)

    def sends_document(self, content: bytes = b"%PDF-1.7", name: str = "letter.pdf", **extra: Any) -> Message:
        """Sends a file."""
        return self._attach("document", name, content, {"file_name": name, "mime_type": "application/pdf"}, extra)

    def sends_sticker(self, emoji: str = "🙂", **extra: Any) -> Message:
        """Sends a sticker."""
        looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._attach("sticker", "sticker.webp", b"RIFF sticker", looks | {"emoji": emoji}, extra)

    def sends_photo(self, content: bytes = b"\xff\xd8\xff photo", caption: str = "", **extra: Any) -> Message:
        """Sends a picture, with words under it perhaps."""
        file = self._world.store_file(self._bot, "photos", "photo.jpg", content)
        words = {"caption": caption} if caption else {}
        sizes = [file.info() | {"width": 90, "height": 90}, file.info() | {"width": 800, "height": 800}]
        return self._tell("photo", {"photo": sizes} | words | extra, content)

    def sends_location(self, latitude: float = 51.5, longitude: float = -0.1, **extra: Any) -> Message:
        """Sends a place."""
        return self._tell("location", {"location": {"latitude": latitude, "longitude": longitude}} | extra)

    def sends_contact(self, phone_number: str = "+447700900123", first_name: str = "Sam", **extra: Any) -> Message:
        """Sends somebody's telephone number."""
        return self._tell("contact", {"contact": {"phone_number": phone_number, "first_name": first_name}} | extra)

    def blocks(self) -> None:
        """Wants to hear no more of the bot."""
        self._change_membership("member", "kicked")

    def unblocks(self) -> None:
        """Would hear of it again."""
        self._change_membership("kicked", "member")

    def deletes_account(self) -> None:
        """Is gone from Telegram."""
        self._chat.deactivated = True

    def clears_chat(self) -> None:
        """Deletes every message on both sides; the bot is not told."""
        with self._world.lock:
            for entry in self._chat.by_id.values():
                entry.deleted = True

    def makes_group(self, title: str = "Family", kind: str = "supergroup") -> Group:
        """A new group with the bot in it."""
        number = self._world.new_number()
        info = {"id": -1000000000000 - number if kind == "supergroup" else -number, "type": kind, "title": title}
        chat = Chat(info, started=True)
        with self._world.lock:
            self._bot.chats[chat.id] = chat
            self._tell_membership(chat, "left", "member")
        return Group(self._world, self._bot, chat)

    def hold_messages(self, *, numbered: bool = False) -> None:
        """Their messages stay under way until release(), so that presses overtake them. Numbered: they have their
        update_id already, which only a webhook allows: over getUpdates the later number would confirm them."""
        self._hold("message", numbered)

    def hold_presses(self, *, numbered: bool = False) -> None:
        """The same for their presses."""
        self._hold("press", numbered)

    def release(self) -> None:
        """Lets everything go that was held."""
        with self._world.lock:
            self._world.on_event(self._bot, self._bot.queue.release(self.chat_id))

    def _hold(self, kind: str, numbered: bool) -> None:
        if numbered and self._bot.webhook is None:
            raise RuntimeError("numbered updates can be overtaken only on their way to a webhook")
        with self._world.lock:
            self._bot.queue.hold(kind, self.chat_id, numbered)

    def _tell(self, kind: str, content: dict[str, Any], data: bytes = b"") -> Message:
        self._refuse_when_blocked()
        return self._receive(self.user, kind, content, data)

    def _attach(self, kind: str, name: str, data: bytes, looks: dict[str, Any], extra: dict[str, Any]) -> Message:
        with self._world.lock:
            file = self._world.store_file(self._bot, kind, name, data)
        return self._tell(kind, {kind: file.info() | looks} | extra, data)

    def _reply(self, reply_to: Message | int | None) -> dict[str, Any]:
        return {} if reply_to is None else {"reply_to_message": dict(self._entry(reply_to).message)}

    def _entry(self, message: Message | int) -> Entry:
        entry = self._chat.find(_number(message))
        if entry is None:
            raise AssertionError(f"there is no message {_number(message)}\n{self.transcript()}")
        return entry

    def _query_id(self) -> str:
        return str((self.chat_id << 32) + 7_000_000 + self._world.new_number())

    def _refuse_when_blocked(self) -> None:
        if self._chat.blocked:
            raise AssertionError("who has blocked a bot cannot write to it: unblocks() first")

    def _change_membership(self, old: str, new: str) -> None:
        with self._world.lock:
            self._chat.blocked = new == "kicked"
            self._tell_membership(self._chat, old, new)
        self._world.changes.tell()

    def _tell_membership(self, chat: Chat, old: str, new: str) -> None:
        change: dict[str, Any] = {"chat": chat.info, "from": self.user, "date": self._world.clock.unix()}
        change["old_chat_member"] = _member(self._bot, old)
        change["new_chat_member"] = _member(self._bot, new)
        self._world.push(self._bot, "member", chat.id, {"my_chat_member": change})


def _member(bot: Bot, status: str) -> dict[str, Any]:
    return {"user": bot.user, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def _number(message: Message | Entry | int) -> int:
    if isinstance(message, Entry):
        return message.message_id
    return message if isinstance(message, int) else int(message["message_id"])


def _button(entry: Entry, data: str) -> str | None:
    if data in entry.current_buttons:
        return data
    if data[-1:] not in {":", "*"}:
        return None
    return next((one for one in entry.current_buttons if one.startswith(data.rstrip("*"))), None)
