"""A leaked link, over the whole service, with the chat, the page and the reviewer's chat: before it was used, after, at home."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.clock import utc_now
from storage.repositories import reviews
from storage.schema.tables import invitations
from tests.bot.misbehaving.family import CONSENT, P2, TO_P2, Family
from tests.bot.reviewers.office import CODE, OPENED
from tests.bot.reviewers.test_service import does, found, invited
from tests.bot.web.browser import Browser
from tests.bot.web.family.test_claiming import begins_anew, shows, told
from tests.bot.web.place import Place, proves, reaches
from tests.bot.world import FAMILIES, PATIENCE, REVIEWERS, make_world
from tests.fakes.bot_api import FakeBotApi, Person

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]
SECRET, OURS = "He hit her, and I saw it.", "She sang of blackbirds in the kitchen."
GUESSES = ("apple table", "margaret", "yes")


@dataclass(slots=True)
class Town:
    """Everybody in it: the reviewer, Ann in her chat, somebody with her link; the link, and the check words that Ann was told."""

    place: Place
    api: FakeBotApi
    jo: Person
    ann: Family
    eve: Family
    token: str
    words: str

    async def rests(self) -> None:
        """Until all is settled, notices too."""
        await self.place.world.settled(self.api)

    async def heard_by_reviewer(self, words: str) -> None:
        """The reviewer is told, sooner or later."""
        await self.api.until(lambda: words in self.jo.transcript(), timeout=PATIENCE)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
async def town(request: pytest.FixtureRequest, api: FakeBotApi, tmp_path: Path) -> AsyncIterator[Town]:
    """The service is up, the reviewer has enrolled, opened a review and invited Ann."""
    world = make_world(api, tmp_path, request.getfixturevalue(request.param), webhook=True)
    with world.store.begin() as work:
        reviews.add_reviewer(work, "Jo Carter", CODE, utc_now())
        work.commit()
    place, jo = Place(world), api.person(REVIEWERS, user_id=7001, first_name="Jo")
    async with place.served():
        await api.until(lambda: api.counts["getMyShortDescription"] == 2, timeout=PATIENCE)
        await does(world, api, jo, f"/start {CODE}", *OPENED)
        _, _, _, letter, _ = await invited(world, api, jo)
        token = found(r"start=([\w-]{43})", letter.text)
        people = [api.person(FAMILIES, user_id=n, first_name=name) for n, name in ((9001, "Ann"), (6666, "Eve"))]
        ann, eve = (Family(world, api, person, token) for person in people)
        words = renewed(place)
        yield Town(place, api, jo, ann, eve, token, words)
    world.store.close()


def renewed(place: Place) -> str:
    """Return the check words that Ann was told on the phone, for the link that there is."""
    with place.world.store.begin() as work:
        words = "apple basket"
        hashed = work.vault.hash("check word", words)
        only = work.execute(select(invitations.c.id)).scalar_one()
        work.execute(update(invitations).where(invitations.c.id == only).values(check_hash=hashed))
        work.commit()
    return words


async def begins_here(browser: Browser, words: str) -> None:
    """In English, from the first question on the page to a story."""
    await browser.opens("/chat")
    await browser.sends("choose", choice="choose:W1:en")
    await begins_anew(browser, words)


async def tells(who: Family, *story: str) -> None:
    """From the link to a story."""
    await who.does(f"/start {who.token}", *CONSENT, *TO_P2, *story, P2)


async def test_before_it_was_used(town: Town) -> None:
    """Eve has the letter first and answers as Ann; Ann comes on the page, puts her out, and nothing of Ann's is ever Eve's."""
    await tells(town.eve, SECRET)
    old = [b for entry in town.eve.person.received for b in entry.current_buttons]
    async with town.place.browser() as ann, town.place.browser() as eve:
        await proves(ann, town.token, town.words, "no")
        assert "Thank you for telling us." in ann.text
        await begins_here(ann, OURS)
        for deed in (*old, "and then", "/answers", "/next", "/withdraw", "/stop"):
            replies = await town.eve.does(deed)
            assert OURS not in " ".join(replies)
        assert "This chat is closed now" in " ".join(town.eve.shown)
        assert "999" in " ".join(await town.eve.does("/help"))
        for way in (f"/start {town.token}", *GUESSES):
            await town.eve.does(way)
        await eve.starts(town.token)
        assert not await shows(eve, OURS)
        await ann.opens("/chat")
        assert await shows(ann, OURS)
    await town.heard_by_reviewer("somebody else had begun with the link")
    assert told(town.place) == [(False, OURS), (True, SECRET)]
    assert SECRET not in town.jo.transcript()
    assert OURS not in town.eve.person.transcript()


async def test_after_it_was_used(town: Town) -> None:
    """Ann has answered; whoever has the link alone sees nothing, writes nothing, and leaves her in peace."""
    await tells(town.ann, OURS)
    async with town.place.browser() as eve:
        await eve.starts(town.token)
        for _ in range(2):
            for guess in GUESSES:
                await eve.goes_on(await eve.asks("POST", f"/i/{town.token}/words", data={"words": guess}))
                assert "Margaret" not in eve.text
        for who in ("yes", "no"):
            await eve.goes_on(await eve.asks("POST", f"/i/{town.token}/began", data={"who": who}))
        assert not await shows(eve, OURS)
        await eve.asks("POST", f"/i/{town.token}/no-words")
        for deed in (f"/start {town.token}", *GUESSES, "/answers", "/withdraw", SECRET):
            replies = " ".join(await town.eve.does(deed))
            assert OURS not in replies
            assert "Margaret" not in replies
    await town.heard_by_reviewer("no check words")
    assert told(town.place) == [(False, OURS)]
    assert "another device" not in town.ann.person.transcript()
    assert OURS in " ".join(await town.ann.does("/answers"))


async def test_in_the_same_house(town: Town) -> None:
    """The shared computer was left quickly; later somebody in the house has overheard the words: Ann is told in her chat."""
    async with town.place.browser() as house:
        await house.starts(town.token)
        await begins_here(house, OURS)
        had = [cookie.value for cookie in house.session.cookie_jar]
        await town.ann.does(f"/start {town.token}", town.words)
        await town.ann.does("yes:began")
        assert OURS in " ".join(await town.ann.does("/answers"))
        await house.asks("POST", "/exit")
        for cookie in had:
            house.session.cookie_jar.update_cookies({"interview": cookie})
            await house.opens("/chat")
            assert not await shows(house, OURS)
            await house.starts(town.token)
            assert "check words" in house.text
            assert not await shows(house, OURS)
        assert "another device" not in town.ann.person.transcript()
        await proves(house, town.token, town.words)
        await town.rests()
        assert "Your answers were opened on another device too" in town.ann.person.transcript()
        await town.ann.does(f"/start {town.token}")
        await puts_everybody_out(town)
        assert not await shows(house, "I am back.")
    assert (False, "I am back.") in told(town.place)
    assert (True, OURS) in told(town.place)


async def puts_everybody_out(town: Town) -> None:
    """Ann puts everybody else out, from a browser of her own."""
    async with town.place.browser() as hers:
        await proves(hers, town.token, town.words, "no")
        await begins_here(hers, "I am back.")
        await reaches(hers, "P3")
        assert not await shows(hers, OURS)
