"""Words stand with their question: whatever is on its way when they are written, and whatever they reply to."""

from __future__ import annotations

from tests.bot.misbehaving.family import P2, Family, family
from tests.bot.world import World
from tests.fakes.bot_api import FakeBotApi

STORY, LATE, BELOW = "She sang in the kitchen.", "LATE words, still about what she was like.", "Tea and toast."
EARLIER = "Saved with your answer to the question before this one."


async def writes_meanwhile(ann: Family, api: FakeBotApi, pressed: str, *words: str, seconds: float = 0.15) -> None:
    """A button, and words while Telegram takes its time over the next question."""
    api.fault("sendMessage", "hang", chat_id=ann.person.chat_id, seconds=seconds)
    calls = len(api.calls)
    ann.act(pressed)
    await api.until(lambda: [c for c in api.calls[calls:] if c.method == "sendMessage"])
    for said in words:
        ann.person.says(said)
    await ann.world.settled(api)


async def test_words_above_the_next_question_join_the_question_above_them(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        await ann.does(STORY)
        await writes_meanwhile(ann, api, P2, LATE)
        assert ann.told == {"P2": [STORY, LATE]}
        receipt = ann.person.received[-1]
        assert (receipt.text, receipt.message["reply_to_message"]["text"]) == (EARLIER, LATE)
        await ann.does(BELOW)
    assert ann.told == {"P2": [STORY, LATE], "P3": [BELOW]}
