"""python-telegram-bot as a translator: every kind of update, without a network, and nothing is lost when it fails."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.reviewers.router import Indoors, Translator, translator
from bot.rounds.arrivals import Arrival, Opening, Said, Stranger, Unreadable
from dialogs.inputs import Amend, Back, Choose, Media, Open, Say, Unkept, Yes
from dialogs.reviewer_bot.state import Errand

TOKEN = "222222:" + "R" * 35
JO = {"id": 7001, "is_bot": False, "first_name": "Jo"}
PRIVATE = {"id": 7001, "type": "private", "first_name": "Jo"}
GROUP = {"id": -5, "type": "group", "title": "Team"}
PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
Update = dict[str, Any]
Translate = Callable[[Update], Awaitable[Arrival | None]]


@pytest.fixture
def translate() -> Translate:
    """The translator that the edge has."""
    return translator(TOKEN)


def message(chat: Update = PRIVATE, **content: Any) -> Update:
    """A message, to whoever looks at it."""
    return {"message_id": 31, "date": 1_700_000_000, "chat": chat, "from": JO, **content}


def press(data: str, *, date: int = 1_700_000_000, chat: Update = PRIVATE) -> Update:
    """A pressed button."""
    below = {"message_id": 32, "date": date, "chat": chat}
    return {"callback_query": {"id": "q1", "from": JO, "chat_instance": "1", "data": data, "message": below}}


READ: list[tuple[Update, Said]] = [
    ({"message": message(text="/start K7M2Q9X4T3AB")}, Opening("K7M2Q9X4T3AB")),
    ({"message": message(text="/start")}, Opening()),
    ({"message": message(text="/START@reviewers_bot  abc ")}, Opening("abc")),
    ({"message": message(text="/review")}, Open(Errand.REVIEW)),
    ({"message": message(text="/Invite@another_bot now")}, Open(Errand.INVITE)),
    ({"message": message(text="/invitations")}, Open(Errand.INVITATIONS)),
    ({"message": message(text="/Invitations@a_bot  LDR-1")}, Say(words="/invitations LDR-1", sent=31)),
    ({"message": message(text="/cancel")}, Open(Errand.CANCEL)),
    ({"message": message(text="/privacy")}, Open(Errand.PRIVACY)),
    ({"message": message(text="/nonsense\nand more")}, Open(Errand.HELP)),
    ({"message": message(text="LDR-1")}, Say(words="LDR-1", sent=31)),
    ({"message": {**message(text="LDR-1"), "from": {"id": 7001}}}, Say(words="LDR-1", sent=31)),
    ({"message": message(text=" {name} /review\n")}, Say(words=" {name} /review\n", sent=31)),
    ({"message": message(text="/ or \\")}, Say(words="/ or \\", sent=31)),
    ({"message": message(photo=PHOTO, caption="LDR-1")}, Unkept(Media.OTHER)),
    ({"message": message(location={"longitude": 0.1, "latitude": 51.5})}, Unkept(Media.OTHER)),
    ({"message": message(contact={"phone_number": "1", "first_name": "A"})}, Unkept(Media.OTHER)),
    ({"edited_message": message(text="LDR-2")}, Amend(words="LDR-2", sent=31)),
    ({"edited_message": message(photo=PHOTO, caption="x")}, Amend(words="x", sent=31)),
    ({"message": message(GROUP, text="/start@reviewers_bot")}, Stranger()),
    (press("yes:E2"), Yes("E2")),
    (press("choose:renew:k7m2q9x4t3ab"), Choose("renew", "k7m2q9x4t3ab")),
    (press("yes:E2", date=0), Yes("E2")),
    (press("not of the grammar"), Back("here")),
]
IGNORED: list[Update] = [
    {"message": message(GROUP, text="Good morning")},
    {"message": message(GROUP, photo=PHOTO, caption="/start")},
    {"edited_message": message(GROUP, text="/start")},
    {"message": message(pinned_message=message(text="x"))},
    press("yes:E2", chat=GROUP),
    {"callback_query": {"id": "q", "from": JO, "chat_instance": "1", "data": "yes:E2"}},
    {"channel_post": message({"id": -9, "type": "channel", "title": "c"}, text="/start")},
]
BROKEN: list[Update] = [
    {"message": "words"},
    {"message": {"message_id": 31, "chat": {"id": 7001}}},
    {"message": message({"id": 7001}, text="LDR-1")},
    {"message": {**message(text="LDR-1"), "date": 10**30}},
    {"message": {**message(text="LDR-1"), "from": {"id": "7001"}}},
    {"callback_query": {"id": "q", "from": JO, "data": "yes:E2", "message": {"chat": PRIVATE}}},
]


@pytest.mark.parametrize(("update", "said"), READ)
async def test_what_is_understood(translate: Translate, update: Update, said: Said) -> None:
    arrival = await translate({"update_id": 5, **update})
    assert arrival is not None
    assert arrival.said == said
    assert (arrival.bot, arrival.channel, arrival.update_id, arrival.user) == ("reviewers", "telegram", 5, "7001")
    assert (arrival.message_id, arrival.press_id) == ((32, "q1") if "callback_query" in update else (31, None))


@pytest.mark.parametrize("update", IGNORED)
async def test_what_is_not_for_us(translate: Translate, update: Update) -> None:
    assert await translate({"update_id": 5, **update}) is None


@pytest.mark.parametrize("update", BROKEN)
async def test_what_cannot_be_read_is_kept_as_it_came(
    translate: Translate, update: Update, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    arrival = await translate({"update_id": 5, **update})
    assert arrival is not None
    assert isinstance(arrival.said, Unreadable)
    assert json.loads(arrival.said.raw) == {"update_id": 5, **update}
    assert arrival.update_id == 5
    assert not caplog.records


async def test_the_sender_of_what_cannot_be_read_is_made_out_if_possible(translate: Translate) -> None:
    arrivals = [await translate({"update_id": 5, **update}) for update in BROKEN]
    assert [a.address for a in arrivals if a] == ["", "7001", "7001", "7001", "7001", "7001"]


async def test_a_handler_that_fails_loses_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """process_update swallows what a handler raises; here it comes out."""
    deaf = Deaf(TOKEN)
    arrival = await deaf.translate({"update_id": 5, "message": message(text="LDR-1")})
    assert arrival is not None
    assert isinstance(arrival.said, Unreadable)
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


class Deaf(Translator):
    """Its handlers fail."""

    def _hear(self, update: object, said: Said) -> None:
        raise RuntimeError("deaf")


async def test_many_at_once_are_not_mixed_up(translate: Translate) -> None:
    updates = [{"update_id": n, "message": {**message(text=f"LDR-{n}"), "message_id": n}} for n in range(1, 51)]
    arrivals = await asyncio.gather(*map(translate, updates))
    assert [a.said for a in arrivals if a] == [Say(words=f"LDR-{n}", sent=n) for n in range(1, 51)]


async def test_nothing_is_logged(translate: Translate, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for update, _ in READ:
        await translate({"update_id": 5, **update})
    assert not caplog.records


async def test_no_request_leaves_the_process() -> None:
    indoors = Indoors(222222)
    await indoors.initialize()
    assert json.loads((await indoors.do_request("https://api.telegram.org/bot1:a/getMe"))[1])["result"]["id"] == 222222
    with pytest.raises(NetworkError):
        await indoors.do_request("https://api.telegram.org/bot1:a/sendMessage")
    await indoors.shutdown()
