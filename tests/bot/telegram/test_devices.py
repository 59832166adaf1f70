"""What a phone tells beside the words: its language, a contact, an album; and that somebody has blocked the bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.schema.tables import accounts, reminders
from tests.bot.misbehaving.family import Family, family, rows
from tests.bot.world import FAMILIES, World, make_world
from tests.fakes.bot_api import FakeBotApi

LANGUAGES = ("en", "pl", "ur", "pt")
WHICH = {
    "en": "Which language would you like to use?",
    "pl": "W jakim języku",
    "ur": "آپ کون سی زبان",
    "pt": "Que língua",
}


@pytest.fixture(params=[False, True], ids=["polling", "webhook"])
def world(request: pytest.FixtureRequest, api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> World:
    """A record store whose programme offers some languages."""
    world = make_world(api, tmp_path, sqlite_url, webhook=request.param)
    world.settings["languages"] = LANGUAGES
    return world


def somebody(world: World, api: FakeBotApi, set_to: str, language: str | None = None) -> Family:
    """Somebody whose phone is set to a language; the reviewer may have picked another for them."""
    details = {"language_code": set_to} if set_to else {}
    person = api.person(FAMILIES, user_id=9001, first_name="Ann", **details)
    return Family(world, api, person, world.invite(world.review(), language=language))


@pytest.mark.parametrize(
    ("set_to", "asked_in"),
    [
        *(("pl", "pl"), ("pl-PL", "pl"), ("pt-br", "pt"), ("ur", "ur"), ("UR", "ur")),
        *(("de", "en"), ("en-GB", "en"), ("", "en"), ("it", "en"), ("x" * 90, "en"), ("pl\n", "en")),
    ],
)
async def test_the_language_is_asked_for_in_that_of_the_phone(
    world: World, api: FakeBotApi, set_to: str, asked_in: str
) -> None:
    """Where we have it and the programme offers it."""
    ann = somebody(world, api, set_to)
    async with world.served():
        told = await ann.does(f"/start {ann.token}")
    assert [WHICH[asked_in] in one for one in told] == [True], told
    world.store.close()


async def test_what_the_reviewer_picked_comes_first(world: World, api: FakeBotApi) -> None:
    ann = somebody(world, api, "pl", language="cy")
    async with world.served():
        assert "Ai chi yw" in (await ann.does(f"/start {ann.token}"))[0]
    world.store.close()


async def test_who_has_no_invitation_is_answered_in_the_language_of_the_phone(world: World, api: FakeBotApi) -> None:
    ann = somebody(world, api, "pl")
    async with world.served():
        for said in ("dzień dobry", "/start", "/start ABCDEFGHJKMN", "/help"):
            told = await ann.does(said)
            assert told, said
            assert all(set(one) & set("ąćęłńśźż") for one in told), told
    world.store.close()


async def test_a_block_and_its_end_are_noted_though_nothing_is_sent(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        sent = api.counts["sendMessage"]
        ann.person.blocks()
        await world.settled(api)
        assert rows(world.store, accounts)[0].blocked_at is not None
        assert rows(world.store, reminders) == []
        ann.person.unblocks()
        await world.settled(api)
        assert rows(world.store, accounts)[0].blocked_at is None
        assert api.counts["sendMessage"] == sent
        assert await ann.does("She sang.")
    assert ann.told["P2"] == ["She sang."]


async def test_a_strangers_block_is_nobodys_concern(world: World, api: FakeBotApi) -> None:
    nobody = api.person(FAMILIES, user_id=9002, first_name="Kim")
    async with world.served():
        nobody.starts()
        await world.settled(api)
        sent = api.counts["sendMessage"]
        nobody.blocks()
        nobody.unblocks()
        nobody.makes_group()
        await world.settled(api)
    assert (rows(world.store, accounts), api.counts["sendMessage"]) == ([], sent)


@pytest.mark.parametrize("at_once", [True, False])
async def test_an_album_is_refused_once(world: World, api: FakeBotApi, *, at_once: bool) -> None:
    """Telegram sends its pictures one by one; the words under one of them are kept, and the next album is refused anew."""
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        for album, words in (("1", ("", "", "")), ("2", ("", "At the sea", ""))):
            before = len(ann.shown)
            for caption in words:
                ann.person.sends_photo(caption=caption, media_group_id=album)
                if not at_once:
                    await world.settled(api)
            await world.settled(api)
            refusals = [text for text in ann.shown[before:] if "cannot keep pictures" in text]
            assert len(refusals) == 1, ann.shown[before:]
        assert "cannot keep" in "".join([*ann.shown[-1:], *await shows(ann)])
    assert ann.told["P2"] == ["At the sea"]


async def shows(ann: Family) -> list[str]:
    """What is said to one picture more."""
    before = len(ann.shown)
    ann.person.sends_photo()
    await ann.world.settled(ann.api)
    return ann.shown[before:]


async def test_a_contact_is_a_number_where_one_is_asked_for(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        ann.person.sends_contact("447700900123")
        await world.settled(api)
        assert ann.shown[-1] == "Thank you. We have not kept this contact. Please tell us in words."
        await ann.does("open:more", "open:hub", "open:N", "choose:N1:yes")
        ann.person.sends_contact("447700900123")
        await world.settled(api)
        assert ann.shown[-1].startswith("Saved.")
    assert ann.told == {"N1-what": ["447700900123"]}
