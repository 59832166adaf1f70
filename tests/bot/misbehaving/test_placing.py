"""Words stand with their question: whatever is on its way when they are written, and whatever they reply to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.misbehaving.family import CONSENT, P2, TO_P2, Family, family
from tests.bot.world import World
from tests.fakes.bot_api import FakeBotApi

STORY, LATE, BELOW = "She sang in the kitchen.", "LATE words, still about what she was like.", "Tea and toast."
EARLIER = "Saved with your answer to the question before this one."


async def meanwhile(
    ann: Family, api: FakeBotApi, pressed: str, *words: str, kind: str = "hang", seconds: float = 0.15
) -> bool:
    """A button, and words while Telegram takes its time: before the next question is in the chat, or to say that it is.

    Return whether the words stand below the question.
    """
    before = len(ann.person.received)
    api.fault("sendMessage", kind, chat_id=ann.person.chat_id, seconds=seconds)
    calls = len(api.calls)
    ann.act(pressed)
    await api.until(lambda: [c for c in api.calls[calls:] if c.method == "sendMessage"])
    said = [ann.person.says(one)["message_id"] for one in words]
    await ann.world.settled(api)
    return bool(said[0] > ann.person.received[before].message_id)


async def test_words_above_the_next_question_join_the_question_above_them(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        await ann.does(STORY)
        await meanwhile(ann, api, P2, LATE)
        assert ann.told == {"P2": [STORY, LATE]}
        receipt = ann.person.received[-1]
        assert (receipt.text, receipt.message["reply_to_message"]["text"]) == (EARLIER, LATE)
        await ann.does(BELOW)
    assert ann.told == {"P2": [STORY, LATE], "P3": [BELOW]}


async def held_story(ann: Family) -> None:
    """As far as P3, with a story at P2."""
    await ann.at_a_story()
    await ann.does(STORY)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.1, 0.3])
@pytest.mark.parametrize("kind", ["hang", "late_reply"])
async def test_whatever_time_telegram_takes_words_stand_where_they_stand(
    polled: World, api: FakeBotApi, kind: str, seconds: float
) -> None:
    """Before the question is in the chat they belong above it, from then on below it; a number chooses nothing above it."""
    await stands_where_it_stands(polled, api, kind, seconds)


@pytest.mark.nightly
@pytest.mark.parametrize("seconds", [0.5, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("kind", ["hang", "late_reply"])
async def test_also_when_it_takes_long(world: World, api: FakeBotApi, kind: str, seconds: float) -> None:
    await stands_where_it_stands(world, api, kind, seconds)


async def stands_where_it_stands(world: World, api: FakeBotApi, kind: str, seconds: float) -> None:
    """Words and a number, written while the next question is on its way; the chat itself says where they belong."""
    ann = family(world, api)
    async with world.served():
        await ann.does(f"/start {ann.token}", *CONSENT)
        below = await meanwhile(ann, api, "choose:R1:sibling", "1", kind=kind, seconds=seconds)
        await ann.does("skip:R2") if not below else None
        await ann.does(*TO_P2[2:], STORY)
        late = "P3" if await meanwhile(ann, api, P2, LATE, kind=kind, seconds=seconds) else "P2"
    answers = {a["link_id"]: a["value"] for a in world.record()["participants"][0]["answers"]}
    assert (answers["R1"].get("text"), len(answers["R2"].get("codes", ()))) == ((None, 1) if below else (["1"], 0))
    assert LATE in ann.told[late]
    assert sum(LATE in words for words in ann.told.values()) == 1


async def test_a_reply_belongs_to_the_question_replied_to(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await held_story(ann)
        asked = next(e for e in reversed(ann.person.received) if "next:P2" in e.buttons or "skip:P2" in e.buttons)
        receipt = ann.person.received[-1]
        mine = next(e for e in ann.person.chat if e.text == STORY)
        await ann.does(P2, BELOW, "next:P3")
        for number, target in enumerate((asked, receipt, mine), 1):
            said = ann.person.says(f"I forgot, {number}", reply_to=target.message_id)
            await world.settled(api)
            told = ann.person.received[-1]
            assert told.text.startswith("Saved with your answer to this question:\n\nWhat was")
            assert told.message["reply_to_message"]["message_id"] == said["message_id"]
        ann.person.sends_voice(reply_to_message=dict(asked.message))
        await world.settled(api)
        await ann.does("choose:voice:yes", "She hated noise.")
    assert ann.told == {
        "P2": [STORY, "I forgot, 1", "I forgot, 2", "I forgot, 3"],
        "P3": [BELOW],
        "P4": ["She hated noise."],
    }
    spoken = {a["link_id"] for a in world.record()["participants"][0]["answers"] if a["attachments"]}
    assert spoken == {"P2"}


TOM = {"type": "user", "date": 1, "sender_user": {"id": 9, "is_bot": False, "first_name": "Tom"}}
FORWARDED: list[dict[str, Any]] = [
    {"forward_origin": TOM},
    {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Tom"}},
    {"forward_origin": {"type": "something new"}},
    {"forward_date": 1, "forward_from": TOM["sender_user"]},
    {"forward_date": 1, "forward_sender_name": "Tom"},
]


async def test_forwarded_words_are_marked_and_asked_about(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await held_story(ann)
        for number, how in enumerate(FORWARDED):
            ann.person.says(f"mum she hated the hoover {number}", **how)
            await world.settled(api)
            assert {"yes:forwarded", "no:forwarded"} <= {*ann.person.received[-1].current_buttons}
            await ann.does("yes:forwarded" if number % 2 else "no:forwarded")
        ann.person.sends_voice(forward_origin=TOM)
        await world.settled(api)
        assert "forwarded" in ann.person.received[-1].text
        await ann.does("It was the hoover.")
    (value,) = [a["value"] for a in world.record()["participants"][0]["answers"] if a["link_id"] == "P2"]
    kept = [f"mum she hated the hoover {number}" for number in (1, 3)]
    assert value == {"text": [STORY, *kept, "It was the hoover."], "forwarded": [1, 2]}


async def test_a_forwarded_link_code_or_command_does_nothing(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    (credentials,) = world.credentials.values()
    async with world.served():
        for words in (f"/start {ann.token}", credentials.code, f"https://t.me/families_bot?start={ann.token}"):
            ann.person.says(words, forward_origin=TOM)
            await world.settled(api)
            assert not ann.person.received[-1].buttons
        await held_story(ann)
        for words in ("/withdraw", "/help", "stop", "I need help now"):
            ann.person.says(words, forward_origin=TOM)
            await world.settled(api)
            await ann.does("no:forwarded")
    assert ann.told == {"P2": [STORY]}


async def test_a_reply_belongs_to_the_invitation_of_the_message_replied_to(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    other = Family(world, api, ann.person, world.invite(world.review("LDR-2"), to="Ann"))
    async with world.served():
        await ann.at_a_story()
        asked = ann.person.received[-1]
        await other.at_a_story()
        await ann.does("about the second")
        ann.person.says("about the first", reply_to=asked.message_id)
        await world.settled(api)
        await ann.does("and more about the first")
    second = [
        a["value"].get("text") for a in world.record("LDR-2")["participants"][0]["answers"] if a["link_id"] == "P2"
    ]
    assert (ann.told["P2"], second) == (["about the first", "and more about the first"], [["about the second"]])
