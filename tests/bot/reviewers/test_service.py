"""The reviewers' bot as it runs: over a Bot API as strict as Telegram, from the enrolment to what a family said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.reviewers.passing_on import qr_png
from dialogs.reviewer_bot import phrases
from storage.repositories import reviews
from tests.bot.reviewers.office import CODE, IS_OPEN, OPENED
from tests.bot.world import FAMILIES, PATIENCE, REVIEWERS, World, make_world
from tests.fakes.bot_api import Entry, FakeBotApi, Person

MODES = [("polling", "sqlite_url"), ("webhook", "postgres_url")]
CONSENT = (
    "choose:W1:en",
    "choose:W2:yes",
    "choose:C1:yes",
    "yes:about",
    *(f"choose:C{n}:yes" for n in range(2, 5)),
    "choose:C5:no",
    "skip:W3",
)
CANARY = "She sang of blackbirds in the kitchen"


@pytest.fixture(params=MODES, ids=["polling-sqlite", "webhook-postgres"])
def world(request: pytest.FixtureRequest, api: FakeBotApi, tmp_path: Path) -> Iterator[World]:
    """A service that is ready to run, with a reviewer who has not enrolled yet."""
    mode, database = request.param
    world = make_world(api, tmp_path, request.getfixturevalue(database), webhook=mode == "webhook")
    with world.store.begin() as work:
        reviews.add_reviewer(work, "Jo Carter", CODE, utc_now())
        work.commit()
    yield world
    world.store.close()


async def does(world: World, api: FakeBotApi, person: Person, *deeds: str) -> list[Entry]:
    """Words, commands and buttons, each once all before it is answered; the replies to the last."""
    before = 0
    for deed in deeds:
        before = len(person.received)
        buttons = [b for entry in person.received for b in entry.current_buttons]
        if deed in buttons:
            person.presses(deed)
        else:
            person.says(deed)
        await world.settled(api)
    return person.received[before:]


async def test_from_the_enrolment_to_what_a_family_said(world: World, api: FakeBotApi) -> None:
    jo = api.person(REVIEWERS, user_id=7001, first_name="Jo")
    ann = api.person(FAMILIES, user_id=9001, first_name="Ann")
    async with world.served():
        await api.until(lambda: api.counts["getMyShortDescription"] == 2, timeout=PATIENCE)
        await does(world, api, jo, f"/start {CODE}", *OPENED)
        made, picture, forward, letter, _text = await invited(world, api, jo)
        link = found(r"https://t\.me/families_bot\?start=([\w-]{43})", made.text)
        assert picture.content == qr_png(f"https://t.me/families_bot?start={link}")
        assert forward.labels == [phrases.SHARE]
        ann.starts(found(r"start=([\w-]{43})", letter.text))
        await world.settled(api)
        await does(world, api, ann, *CONSENT, "1", "skip:R2", "skip:R3", "skip:R4", "skip:P1", CANARY)
        (listed,) = await does(world, api, jo, "/invitations")
        await does(world, api, ann, "/stop")
    assert "Ann" in listed.text
    assert " was opened." in jo.transcript()
    assert " has stopped." in jo.last_text()
    assert CANARY in str(world.record())
    assert CANARY not in jo.transcript()
    assert not re.search(r"Margaret|died", letter.text)


async def invited(world: World, api: FakeBotApi, jo: Person) -> list[Entry]:
    """Ann is invited to the only review."""
    return await does(
        world, api, jo, "/invite", "Ann", "yes:agreed", "choose:relationship:sister", "choose:language:ask", "yes:check"
    )


def found(pattern: str, text: str) -> str:
    """The group of a pattern that must be there."""
    match = re.search(pattern, text)
    assert match, text
    return match[1]


async def test_a_restart_in_the_middle_of_a_review(world: World, api: FakeBotApi) -> None:
    jo = api.person(REVIEWERS, user_id=7001, first_name="Jo")
    async with world.served():
        await does(world, api, jo, f"/start {CODE}", *OPENED[:6])
    jo.presses(OPENED[6])
    async with world.served():
        await world.settled(api)
        replies = await does(world, api, jo, *OPENED[7:])
    assert [r.text for r in replies] == [IS_OPEN]


async def test_strangers_hear_one_sentence_and_learn_nothing(world: World, api: FakeBotApi) -> None:
    sam = api.person(REVIEWERS, user_id=7002, first_name="Sam")
    async with world.served():
        for deed in ("/start", "/start 000000000000", "Hello", "/invitations"):
            await does(world, api, sam, deed)
        sam.sends_voice()
        await world.settled(api)
    assert {entry.text for entry in sam.received} == {phrases.NOT_ENROLLED}
    assert len(sam.received) == 5
