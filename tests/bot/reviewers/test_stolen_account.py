"""A stolen Telegram account of a reviewer: nothing that a family has begun can be read, written, unbound or deleted with it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import utc_now
from dialogs import phrases as theirs
from storage.keys.credentials import CHECK_WORDS
from storage.repositories import reviews
from storage.schema.tables import accounts, responses
from tests.bot.reviewers.office import CODE, OPENED
from tests.bot.reviewers.test_service import CONSENT, does, found, invited
from tests.bot.web.browser import Browser
from tests.bot.world import FAMILIES, PATIENCE, REVIEWERS, World, make_world
from tests.fakes.bot_api import FakeBotApi, Person

CANARY, FORGED = "She sang of blackbirds in the kitchen", "forged by the thief"
# What stood in the chat in the days when check words were written there.
OLD_WORDS = "spoon garden"
PAGES = ("/chat", "/chat/answers", "/chat/consents")
FORMS = {"do": "write", "words": FORGED}

pytestmark = pytest.mark.long


@pytest.fixture(params=["sqlite_url", "postgres_url"])
async def world(request: pytest.FixtureRequest, api: FakeBotApi, tmp_path: Path) -> AsyncIterator[World]:
    """A service with both bots and the page, and a reviewer who has not enrolled yet."""
    made = make_world(api, tmp_path, request.getfixturevalue(request.param), webhook=True)
    with made.store.begin() as work:
        reviews.add_reviewer(work, "Jo Carter", CODE, utc_now())
        work.commit()
    yield made
    made.store.close()


@pytest.mark.parametrize("ends", [False, True], ids=["new links", "and the end"])
async def test_a_stolen_account_opens_nothing_that_was_begun(world: World, api: FakeBotApi, *, ends: bool) -> None:
    jo = api.person(REVIEWERS, user_id=7001, first_name="Jo")
    ann = api.person(FAMILIES, user_id=9001, first_name="Ann")
    eve = api.person(FAMILIES, user_id=6666, first_name="Eve")
    async with world.served(), Browser(f"http://127.0.0.1:{world.settings['port']}") as browser:
        await api.until(lambda: api.counts["getMyShortDescription"] == 2, timeout=PATIENCE)
        await does(world, api, jo, f"/start {CODE}", *OPENED)
        _, _, _, letter, _ = await invited(world, api, jo)
        ann.starts(found(r"start=([\w-]{43})", letter.text))
        await world.settled(api)
        await does(world, api, ann, *CONSENT, "1", "skip:R2", "skip:R3", "skip:R4", "skip:P1", CANARY, "/talk")
        before = binding(world)
        await everything(world, api, jo, ends=ends)
        tokens, codes = all_of(r"start=([\w-]{43})", jo), all_of(r"\b(?:\w{4}-){2}\w{4}\b", jo)
        assert (len(tokens), len(codes)) == (3, 3), "one for Ann, and two by the thief"
        answered = [status for token in tokens for status in await tries_on_the_page(browser, token, jo)]
        assert {422, 429} == {*answered}, "wrong, and then not looked at any more"
        for token in tokens:
            await tries_in_telegram(world, api, eve, token)
        for code in codes:
            await does(world, api, eve, code, FORGED)
        assert CANARY not in f"{jo.transcript()} {eve.transcript()} {browser.html}"
        assert "Margaret" not in eve.transcript()
        assert (CANARY in str(world.record()), FORGED in str(world.record())) == (True, False)
        assert binding(world) == before
        await does(world, api, ann, "/answers")
        assert CANARY in ann.transcript()


async def everything(world: World, api: FakeBotApi, jo: Person, *, ends: bool) -> None:
    """Every command, and every button that the chat has ever shown, pressed twice; the end of an invitation only if it `ends`."""
    for _ in range(2):
        await does(world, api, jo, "/invitations", "/flags", "/help", "/review", "/invite", "/cancel")
        (listed,) = await does(world, api, jo, "/invitations")
        wanted = ("renew", "revoke") if ends else ("renew",)
        for data in [b for b in listed.current_buttons if b.split(":")[1] in wanted]:
            jo.presses(data)
            await world.settled(api)
            for sure in ("yes:renew", "yes:revoke"):
                if sure in [b for entry in jo.received for b in entry.current_buttons]:
                    jo.presses(sure)
                    await world.settled(api)


def all_of(pattern: str, jo: Person) -> list[str]:
    """Everything of this form that stands in the chat."""
    return sorted(set(re.findall(pattern, jo.transcript())))


async def tries_on_the_page(browser: Browser, token: str, jo: Person) -> list[int]:
    """The link, the words that stand in the chat, and as many others as are looked at; what was answered to words."""
    await browser.starts(token)
    statuses = []
    guesses = [OLD_WORDS, *re.findall(rf"\b(?:{'|'.join(CHECK_WORDS)}) (?:{'|'.join(CHECK_WORDS)})\b", jo.transcript())]
    for words in [*guesses, *(f"{first} {CHECK_WORDS[0]}" for first in CHECK_WORDS[:12])]:
        answer = await browser.asks("POST", f"/i/{token}/words", data={"words": words})
        statuses.append(answer.status)
        await browser.goes_on(answer)
        assert CANARY not in browser.html
        assert "Margaret" not in browser.html
    for path in PAGES:
        assert (await browser.asks("GET", path)).status == 403
    for form in (FORMS, {"do": "withdraw"}, {"do": "yes:withdraw"}):
        assert (await browser.asks("POST", "/chat", data=form)).status == 403
    await browser.asks("POST", f"/i/{token}/began", data={"who": "no"})
    return statuses


async def tries_in_telegram(world: World, api: FakeBotApi, eve: Person, token: str) -> None:
    """The same link in a chat of the thief's own."""
    eve.starts(token)
    await world.settled(api)
    assert theirs.WITHDRAW not in eve.last_text()
    await does(world, api, eve, OLD_WORDS, FORGED, "/answers", "/withdraw", "/stop")


def binding(world: World) -> list[tuple[str, bytes]]:
    """Who has said that they are the invitee, and in which chat."""
    with world.store.read() as work:
        bound = select(responses.c.invitation_id, accounts.c.lookup).where(responses.c.bound)
        rows = work.execute(bound.join_from(responses, accounts, responses.c.account_id == accounts.c.id)).all()
    return [(row.invitation_id, row.lookup) for row in rows]
