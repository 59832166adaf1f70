"""Somebody who was invited sends everything hostile there is, on the page and in Telegram; two other families answer meanwhile.

Nothing of theirs waits for a later round, nothing of theirs is lost, nothing fails, and what has a limit is told kindly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from aiohttp import FormData

from bot.rounds.shares import Shares
from bot.web.security import cookie_hash
from dialogs import sums
from tests.bot.misbehaving.family import Family, family
from tests.bot.web.browser import Browser
from tests.bot.web.place import agreed, reaches
from tests.bot.world import FAMILIES, World
from tests.fakes.bot_api import FakeBotApi

STORIES = [f"She sang in the kitchen, verse {n}." for n in range(12)]
STORM, FLOOD = 12, 15
FULL = "There is no more room for words here. Everything before it is saved."
SIGNS = ("\ufdfa", "x", "\u0958\u093c", "\u200b", "\U0001f468\u200d", "ha. ", "\u202e")
NO_SOUNDS = (b"", b"<html>", b"\x7fELF" + bytes(5000), bytes(100_000))
HALVES = (b"words=%ED%A0%80", b"words=\xed\xa0\x80", b"words=%FF&do=help", b"do=help&words=%F0%9F")

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(slots=True)
class Late:
    """Who has ever had to wait for a later round."""

    users: set[str] = field(default_factory=set)


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Late:
    """Everybody whose input waited for a later round."""
    noted, split = Late(), Shares.split

    def noting(self: Shares, waiting: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        now, later = split(self, waiting)
        noted.users |= {one.arrival.user for one in later}
        return now, later

    monkeypatch.setattr(Shares, "split", noting)
    return noted


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_one_hostile_participant_holds_up_nobody(
    hooked: World, api: FakeBotApi, late: Late, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "MOST_LETTERS", 200_000)
    base = str(hooked.settings["public_url"])
    ann, review = family(hooked, api), hooked.review("LDR-2")
    async with hooked.served(), Browser(base) as ben, Browser(base) as eve:
        await ann.at_a_story()
        await at_a_story(ben, hooked.invite(review, to="Ben", language="en"))
        hostile = family(hooked, api, "Mallory", 9666, review)
        await hostile.at_a_story()
        await at_a_story(eve, hooked.invite(hooked.review("LDR-3"), to="Eve", language="en"))
        (statuses, told), _ = await asyncio.gather(storms(eve, hostile), tells(ann, ben))
        await hooked.settled(api)
    assert [s for s in statuses if s >= 500] == []
    assert FULL in told
    assert FULL in " ".join(hostile.shown)
    kept = {p["to"]: p for r in ("LDR-1", "LDR-2") for p in record_of(hooked, r)}
    assert stories_of(kept["Ann"]) == stories_of(kept["Ben"]) == STORIES
    assert late.users & {user_of(eve), "9666"}
    assert late.users.isdisjoint({user_of(ben), "9001"})


def user_of(browser: Browser) -> str:
    """What the rounds know a browser by."""
    [cookie] = {cookie.value for cookie in browser.session.cookie_jar}
    return cookie_hash(cookie).hex()


async def tells(ann: Family, ben: Browser) -> None:
    """Two others tell their stories, one in the chat, one on the page."""
    for story in STORIES:
        ann.person.says(story)
        assert (await ben.sends("write", words=story)).status == 200
        assert story in ben.text


async def storms(eve: Browser, hostile: Family) -> tuple[list[int], str]:
    """Everything hostile there is, again and again; gives the statuses, and all that was shown."""
    chance, statuses, shown = Random(7), list[int](), ""
    form = eve.form
    for _ in range(STORM):
        flood = [
            eve.sends_raw("write", **{**form, "id": f"{chance.random()}", "words": huge(chance)}) for _ in range(FLOOD)
        ]
        odd = [spoken(eve, form, content) for content in NO_SOUNDS]
        odd += [eve.asks("POST", "/chat", data=half, headers=FORM) for half in HALVES]
        for _ in range(FLOOD):
            hostile.person.says(huge(chance, 2000))
        hostile.api.raw_update(FAMILIES, {"message": {"text": "\ud800", "from": {"id": 9666}}})
        answers = await asyncio.gather(*flood, *odd, eve.sends_raw("help", **{**form, "words": "\ufdfa" * 90_000}))
        statuses += [answer.status for answer in answers]
        shown += " ".join(answer.body for answer in answers)
    return statuses, shown


def huge(chance: Random, most: int = 20_000) -> str:
    """A message as long as one may be."""
    return (chance.choice(SIGNS) * most)[: most - 10] + str(chance.randrange(10**6))


async def spoken(eve: Browser, form: dict[str, str], content: bytes) -> Any:
    """A recording that is none."""
    data = FormData()
    for name, value in {**form, "seconds": "7"}.items():
        data.add_field(name, value)
    data.add_field("recording", content, filename="x", content_type="text/html")
    return await eve.asks("POST", "/chat/voice", data=data)


async def at_a_story(browser: Browser, token: str) -> None:
    """As far as the first question that wants a story."""
    await agreed(browser, token)
    await reaches(browser, "P2")


def record_of(world: World, reference: str) -> list[dict[str, Any]]:
    """Everybody who was invited to a review."""
    participants: list[dict[str, Any]] = world.record(reference)["participants"]
    return participants


def stories_of(participant: dict[str, Any]) -> list[str]:
    """What somebody has told at the first story."""
    [found] = [a["value"]["text"] for a in participant["answers"] if a["link_id"] == "P2"]
    return list(found)
