"""Who guesses links and check words waits, wherever they come from; nobody is locked out for good, and somebody hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from bot.web.throttle import real_source
from dialogs.phrases import LINK_DOES_NOT_WORK
from dialogs.turn import NoticeKind
from dialogs.whose.phrases import CHECK_WRONG, TOO_MANY_TRIES, TOO_MANY_WORDS
from storage.inbox.throttling import LINKS
from storage.keys.credentials import Credentials
from storage.repositories import invitations as repository
from storage.repositories.check_words import MOST
from storage.schema.tables import throttles, wrong_words
from tests.bot.web.browser import Answer, Browser
from tests.bot.web.place import Place, agreed, make_place
from tests.each import each
from tests.storage.kept import notices
from tests.storage.people import rows

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROXIES = "127.0.0.1, 10.0.0.0/8"


@pytest.fixture
async def behind(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    """A page behind a proxy that is named."""
    there = make_place(tmp_path, sqlite_url, trusted_proxies=PROXIES)
    async with there.served():
        yield there
    there.world.store.close()


def said(answer: Answer, sentence: str) -> bool:
    """Whether a page says this sentence, as far as it holds no number."""
    return sentence.partition(" {")[0].partition(", or phone")[0] in answer.body


async def words(browser: Browser, token: str, given: str, **more: Any) -> Answer:
    """Check words are typed."""
    return await browser.asks("POST", f"/i/{token}/words", data={"words": given}, **more)


# Check words


async def test_ten_wrong_words_lock_nobody_out_for_good(place: Place, ann: Browser, eve: Browser) -> None:
    token, right = place.invited()
    await agreed(ann, token)
    wrong = [await words(eve, token, "no no") for _ in range(MOST)]
    assert {(w.status, said(w, CHECK_WRONG)) for w in wrong} == {(422, True)}
    refused = await words(eve, token, right)
    assert (refused.status, said(refused, TOO_MANY_TRIES), "Set-Cookie" in refused.headers) == (429, True, False)
    place.clock.ahead += HOUR
    assert (await words(eve, token, right)).status == 303
    assert rows(place.world.store, wrong_words) == [], "the right ones end it"


async def test_who_goes_on_guessing_waits_a_day_then_two(place: Place, ann: Browser, eve: Browser) -> None:
    token, right = place.invited()
    await agreed(ann, token)
    for pause in (HOUR, DAY, 2 * DAY):
        for _ in range(MOST):
            assert (await words(eve, token, "no no")).status == 422
        place.clock.ahead += pause - HOUR / 2
        refused = await words(eve, token, right)
        sentence = TOO_MANY_TRIES if pause == HOUR else TOO_MANY_WORDS
        assert (refused.status, said(refused, sentence)) == (429, True)
        place.clock.ahead += HOUR / 2
    assert (await words(eve, token, right)).status == 303


async def test_sixty_at_once_are_ten_guesses(place: Place, ann: Browser, eve: Browser) -> None:
    token, right = place.invited()
    await agreed(ann, token)
    await asyncio.gather(*(words(eve, token, f"no {n}") for n in range(60)))
    assert [row.tries for row in rows(place.world.store, wrong_words)] == [MOST]
    assert (await words(eve, token, right)).status == 429
    assert (await ann.opens("/chat")).status == 200, "whoever is in stays in"


async def test_the_reviewer_hears_of_it(place: Place, ann: Browser, eve: Browser) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    for _ in range(MOST - 1):
        await words(eve, token, "no no")
    assert told(place) == []
    await words(eve, token, "no no")
    assert told(place) == [NoticeKind.WRONG_WORDS]


async def test_a_new_link_gives_no_new_guesses_but_new_words_do(place: Place, ann: Browser, eve: Browser) -> None:
    token, right = place.invited()
    await agreed(ann, token)
    for _ in range(MOST):
        await words(eve, token, "no no")
    renewed = renew(place)
    assert (await words(eve, renewed.token, right)).status == 429
    fresh = renew(place, check_word=True)
    assert (await words(eve, fresh.token, fresh.check_word or "")).status == 303


def told(place: Place) -> list[str]:
    kept = [one for one in notices(place.world.store) if one.kind == NoticeKind.WRONG_WORDS]
    return [one.kind for one in kept for _ in range(max(1, one.untold))]


def renew(place: Place, *, check_word: bool = False) -> Credentials:
    """A new link for the only invitation."""
    credentials, [invitation] = Credentials.fresh(check_word=check_word), list(place.world.credentials)
    with place.world.store.begin() as work:
        repository.renew(work, invitation, credentials, place.clock() + DAY * 7)
        work.commit()
    return credentials


# Where a guess comes from


async def test_behind_a_named_proxy_each_visitor_is_counted_alone(behind: Place) -> None:
    async with behind.browser() as eve:
        many = [
            await eve.asks("POST", f"/i/{n:043d}", headers={"X-Forwarded-For": "203.0.113.5"})
            for n in range(LINKS.each + 1)
        ]
        ann = await eve.asks("POST", f"/i/{0:043d}", headers={"X-Forwarded-For": "198.51.100.7"})
    assert (many[-1].status, ann.status, said(ann, LINK_DOES_NOT_WORK)) == (429, 404, True)


async def test_what_a_visitor_forges_is_not_believed(place: Place, eve: Browser) -> None:
    sent = [await eve.asks("POST", f"/i/{n:043d}", headers=forged(n)) for n in range(LINKS.each + 1)]
    assert sent[-1].status == 429


async def test_behind_a_named_proxy_only_what_that_has_added_is_believed(behind: Place) -> None:
    async with behind.browser() as eve:
        added = [forged(n, ", 203.0.113.5") for n in range(LINKS.each + 1)]
        sent = [await eve.asks("POST", f"/i/{n:043d}", headers=h) for n, h in enumerate(added)]
    assert sent[-1].status == 429


def forged(number: int, added: str = "") -> dict[str, str]:
    return {"X-Forwarded-For": f"192.0.2.{number}{added}"}


async def test_a_restart_forgets_no_guess(sqlite_url: str, tmp_path: Path) -> None:
    there = make_place(tmp_path, sqlite_url)
    async with there.served(), there.browser() as eve:
        for number in range(LINKS.each):
            await eve.asks("POST", f"/i/{number:043d}")
    async with there.served(), there.browser() as eve:
        assert (await eve.asks("POST", f"/i/{0:043d}")).status == 429
    kept = b"".join(row.source for row in rows(there.world.store, throttles))
    assert b"127.0.0.1" not in kept, "only a keyed hash of it is kept"
    there.clock.ahead = HOUR + timedelta(minutes=1)
    async with there.served(), there.browser() as eve:
        assert (await eve.asks("POST", f"/i/{1:043d}")).status == 404
    there.world.store.close()


@each(
    ("peer", "forwarded", "source"),
    [
        ("203.0.113.5", [], "203.0.113.5"),
        ("203.0.113.5", ["198.51.100.7"], "203.0.113.5"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["192.0.2.1, 198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["192.0.2.1", "198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["192.0.2.1, 198.51.100.7, 10.0.0.9"], "198.51.100.7"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["198.51.100.7:4711"], "198.51.100.7"),
        ("10.0.0.1", ["192.0.2.1, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["192.0.2.1, nonsense, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["", ","], "10.0.0.1"),
        ("10.0.0.1", ["[2001:db8:1:2:3:4:5:6]:4711"], "2001:db8:1:2::/64"),
        ("10.0.0.1", ["2001:db8:1:2:ffff::1"], "2001:db8:1:2::/64"),
        ("10.0.0.1", ["::ffff:198.51.100.7"], "198.51.100.7"),
        ("::ffff:10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("fd00::1", ["198.51.100.7"], "198.51.100.7"),
        ("", ["198.51.100.7"], ""),
    ],
)
def test_where_a_request_comes_from(peer: str, forwarded: list[str], source: str) -> None:
    proxies = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
    assert real_source(peer, forwarded, proxies) == source
