"""Parts of an update that nobody reads: whatever is in them, the words beside them are heard, and buttons work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from aiogram.types import CallbackQuery, Chat, Message, User

from bot.families import router as families
from bot.reviewers import router as reviewers
from bot.rounds.arrivals import Opening, Said, Unreadable
from bot.telegram.client import read_json
from bot.telegram.edge import Translate, answer_press
from bot.telegram.parts import FORWARDED, SERVICE
from dialogs.inputs import Amend, Choose, Command, Media, Open, Say, Unkept
from dialogs.reviewer_bot.state import Errand
from tests.bot.misbehaving.family import P2, buried, family
from tests.bot.misbehaving.mutation import NONSENSE, PHOTO, VOICE
from tests.bot.world import FAMILIES, REVIEWERS, World
from tests.each import each
from tests.fakes.bot_api import FakeBotApi

Update = dict[str, Any]
ANN = {"id": 7001, "is_bot": False, "first_name": "Ann"}
ROOM = {"id": 7001, "type": "private", "first_name": "Ann"}
ORIGIN = {"type": "user", "sender_user": ANN, "date": 1_700_000_000}
STORY = {"origin": ORIGIN, "story": {}}
SANG = Say(words="She sang", sent=51)
DEEP: Any = json.loads("[" * 400 + "]" * 400)
STRANGE: tuple[Any, ...] = (*(one for one in NONSENSE if one is not None), STORY, DEEP, [{"user": 1}])
READ = {"message_id", "date", "chat", "from", "from_user", "text", "caption", "voice", "audio", "reply_to_message"}
BESIDE_WORDS = sorted({*Message.model_fields, "never_heard_of"} - READ - {*FORWARDED})
BESIDE_PRESS = sorted({*CallbackQuery.model_fields, "never_heard_of"} - READ - {"id", "data", "message"})
BESIDE_ID = sorted({*Chat.model_fields, *User.model_fields, "never_heard_of"} - {"id", "type"})


def message(**content: Any) -> Update:
    """A message of hers."""
    return {"message_id": 51, "from": ANN, "chat": ROOM, "date": 1_790_000_000, **content}


def press(**content: Any) -> Update:
    """A press of hers."""
    return {"id": "q1", "from": ANN, "chat_instance": "1", "data": "choose:R1:sibling", "message": message(), **content}


@pytest.fixture(params=["families", "reviewers"])
def translate(request: pytest.FixtureRequest) -> Translate:
    """The translator of one of the bots."""
    return families.translator(FAMILIES) if request.param == "families" else reviewers.translator(REVIEWERS)


async def heard(translate: Translate, update: Update) -> Said:
    """What was said with an update."""
    arrival = await translate({"update_id": 5, **update})
    assert arrival is not None
    assert (arrival.user, arrival.address) == ("7001", "7001")
    return arrival.said


def strange(part: Update, names: list[str]) -> Iterator[Update]:
    """A part with one thing in it that nobody reads, and that is strange; every strange thing comes again and again."""
    for number, name in enumerate(names):
        for shift in (0, 7, 16, 25):
            yield {**part, name: STRANGE[(number + shift) % len(STRANGE)]}


async def test_words_are_heard_whatever_is_beside_them(translate: Translate) -> None:
    for told in strange(message(text="She sang"), BESIDE_WORDS):
        assert await heard(translate, {"message": told}) == Say(words="She sang", sent=51), told
    for told in strange(message(text="She danced"), BESIDE_WORDS):
        assert await heard(translate, {"edited_message": told}) == Amend(words="She danced", sent=51), told


async def test_commands_are_obeyed_whatever_is_beside_them(translate: Translate) -> None:
    for told in strange(message(text="/start ABCDEFGHJKMN"), BESIDE_WORDS):
        assert await heard(translate, {"message": told}) == Opening("ABCDEFGHJKMN"), told
    for told in strange(message(text="/help"), BESIDE_WORDS):
        assert await heard(translate, {"message": told}) in {Command.HELP, Open(Errand.HELP)}, told


async def test_buttons_work_whatever_is_beside_them(translate: Translate) -> None:
    for told in strange(press(), BESIDE_PRESS):
        assert await heard(translate, {"callback_query": told}) == Choose("R1", "sibling"), told
    for below in strange(message(), [*BESIDE_WORDS, "text", "caption", "voice", "date", "from", "reply_to_message"]):
        assert await heard(translate, {"callback_query": press(message=below)}) == Choose("R1", "sibling"), below


async def test_of_a_person_and_a_chat_the_number_counts_alone(translate: Translate) -> None:
    for who in strange(ANN, BESIDE_ID):
        assert await heard(translate, {"message": message(text="She sang", **{"from": who})}) == SANG
        assert await heard(translate, {"callback_query": press(**{"from": who})}) == Choose("R1", "sibling")
    for chat in strange(ROOM, BESIDE_ID):
        assert await heard(translate, {"message": message(text="She sang", chat=chat)}) == SANG, chat


@pytest.mark.parametrize("name", ["reply_to_message", *FORWARDED])
async def test_words_with_a_strange_origin_are_heard(translate: Translate, name: str) -> None:
    for value in STRANGE:
        told = await heard(translate, {"message": message(text="She sang", **{name: value})})
        assert isinstance(told, Say), value
        assert (told.words, told.sent) == ("She sang", 51)


async def test_words_are_heard_beside_a_voice_that_is_none() -> None:
    translate = families.translator(FAMILIES)
    for name in ("voice", "audio"):
        for value in STRANGE:
            assert await heard(translate, {"message": message(text="She sang", **{name: value})}) == SANG
            told = await heard(translate, {"message": message(caption="She sang", **{name: value})})
            assert isinstance(told, Say)
            assert (told.words, told.attachment) == ("She sang", None)


async def test_a_voice_is_heard_whatever_is_beside_it() -> None:
    translate = families.translator(FAMILIES)
    for told in strange(
        VOICE, ["file_unique_id", "duration", "file_size", "mime_type", "waveform", "title", "thumbnail"]
    ):
        spoken = await heard(translate, {"message": message(voice=told)})
        assert isinstance(spoken, Say)
        assert spoken.attachment is not None
        assert spoken.attachment.where == "a"


@pytest.mark.parametrize(("name", "media"), [("photo", Media.PICTURE), ("video", Media.VIDEO), ("venue", Media.PLACE)])
async def test_what_is_shown_is_known_by_its_name(name: str, media: Media) -> None:
    translate = families.translator(FAMILIES)
    for value in (*STRANGE, PHOTO):
        assert await heard(translate, {"message": message(**{name: value})}) == Unkept(media)
        told = await heard(translate, {"message": message(caption="She sang", **{name: value})})
        assert told == Say(words="She sang", sent=51, media=media)


async def test_a_contact_is_its_number_whatever_is_beside_it() -> None:
    translate = families.translator(FAMILIES)
    card = {"phone_number": "+447700900123", "first_name": "Sam"}
    for told in strange(card, ["first_name", "last_name", "user_id", "vcard", "never_heard_of"]):
        number = Say(words="+447700900123", sent=51, media=Media.CONTACT)
        assert await heard(translate, {"message": message(contact=told)}) == number, told
    for value in STRANGE:
        assert isinstance(await heard(translate, {"message": message(contact=value)}), Unkept | Say), value


@pytest.mark.parametrize("name", sorted(SERVICE))
async def test_what_telegram_tells_of_a_chat_is_not_answered(translate: Translate, name: str) -> None:
    for value in STRANGE:
        assert await translate({"update_id": 5, "message": message(**{name: value})}) is None


BROKEN: tuple[Update, ...] = (
    {"message": message(text=["She sang"])},
    {"message": message(text="half \ud800")},
    {"message": message(text="She sang", chat={"id": "7" * 5000, "type": "private"})},
    {"message": message(text="She sang", chat={"id": 10**30, "type": "private"})},
    {"message": message(text="She sang", chat={"id": True, "type": "private"})},
    {"message": message(text="She sang", **{"from": {"id": "\ud800"}})},
    {"message": {**message(text="She sang"), "message_id": 0.5}},
    {"message": message(voice={"duration": 3})},
    {"edited_message": message(text=DEEP)},
    {"callback_query": press(id="\ud800")},
    {"callback_query": press(id={"deep": DEEP})},
    {"callback_query": press(data="\udfff")},
    {"callback_query": press(message=message(chat={"id": "9" * 5000, "type": "private"}))},
)


@pytest.mark.parametrize("update", BROKEN)
async def test_what_is_read_and_broken_is_kept_whole(translate: Translate, update: Update) -> None:
    arrival = await translate({"update_id": 5, **update})
    assert arrival is not None
    assert isinstance(arrival.said, Unreadable)
    assert json.loads(arrival.said.raw) == {"update_id": 5, **update}
    arrival.as_text().encode()


async def test_what_lies_too_deep_is_left_out_of_what_is_kept(translate: Translate) -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    arrival = await translate({"update_id": 5, "message": message(text=["She sang"], never_heard_of=deep)})
    assert arrival is not None
    assert isinstance(arrival.said, Unreadable)
    assert "She sang" in arrival.said.raw


@each("number", ["\ud800", 5, None, {"a": 1}, ["q"], True, 10**40, ""])
def test_a_press_that_cannot_be_answered_is_left(number: object) -> None:
    assert answer_press({"callback_query": {"id": number}}, "Saved") is None


@pytest.mark.parametrize("unread", ["[" * 3000 + "]" * 3000, '{"a":' * 9000 + "1" + "}" * 9000, "9" * 5000, "-1e999"])
def test_json_that_no_reader_takes_is_read_around(unread: str) -> None:
    body = f'{{"a": {unread}, "text": "]}}\\" \\\\", "b": {unread}, "c": [1, {{"d": null}}]}}'
    told = read_json(body.encode())
    assert (told["text"], told["c"]) == (']}" \\', [1, {"d": None}])


# In the service


async def test_a_reply_to_a_story_is_an_answer(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        told = {
            "from": ann.person.user,
            "chat": {"id": ann.person.user["id"], "type": "private"},
            "date": 1_790_000_000,
        }
        replying: Update = {
            "external_reply": STORY,
            "quote": {},
            "forward_origin": None,
            "reply_markup": 5,
            "entities": [{}],
        }
        api.raw_update(FAMILIES, {"message": {**told, **replying, "message_id": 7001, "text": "She sang."}})
        await world.settled(api)
        await ann.does(P2)
        api.raw_update(FAMILIES, {"message": {**told, **replying, "message_id": 7002, "text": "/help"}})
        await world.settled(api)
        assert "999" in ann.shown[-1]
        api.raw_update(FAMILIES, {"message": {**told, **replying, "message_id": 7003, "text": "I want to die"}})
        await world.settled(api)
    assert ann.told["P2"] == ["She sang."]
    [participant] = world.record()["participants"]
    assert "distress" in {flag["kind"] for flag in participant["flags"]}
    assert buried(world) == []
