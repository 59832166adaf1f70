"""What keeps the page to its visitor: tokens, throttling, headers, the cookie, limits, forged forms."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.web.security import POLICY, Guard
from storage.inbox.throttling import LINKS
from storage.repositories.browsers import IDLE, LONGEST
from storage.schema.columns import Base
from storage.schema.tables import browsers, invitations, responses
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, first, make_place, reaches
from tests.storage.people import rows


def dump(place: Place) -> bytes:
    """Every byte of the store's files."""
    folder = Path(place.world.settings["data_dir"])
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


# 1-3: tokens and their hashes


async def test_neither_the_link_nor_the_cookie_is_in_the_store(place: Place, ann: Browser) -> None:
    token, words = place.invited()
    await agreed(ann, token)
    [cookie] = [c.value for c in ann.session.cookie_jar]
    kept = dump(place)
    assert len(cookie) == len(token) == 43
    assert [secret for secret in (token, cookie, words) if secret.encode() in kept] == []


@pytest.mark.parametrize("token", ["x", "-" * 43, "%FF%FE", "..%2f..%2fetc", "é" * 43, "a" * 5000, "%00" * 43])
async def test_no_link_is_an_error_of_ours(place: Place, ann: Browser, token: str) -> None:
    got = await ann.asks("GET", f"/i/{token}")
    posted = await ann.asks("POST", f"/i/{token}")
    assert (got.status, posted.status) == (200, 404)


@pytest.mark.parametrize("cookie", ["x", '"', "\u00e9\u4e2d", "a" * 4000, "=;="])
async def test_no_cookie_is_an_error_of_ours(place: Place, ann: Browser, cookie: str) -> None:
    headers = {"Cookie": f"interview={cookie}"}
    assert (await ann.asks("GET", "/chat", headers=headers)).status == 403
    form = {"token": "\u00e9", "do": "help", "words": "here"}
    assert (await ann.asks("POST", "/chat", headers=headers, data=form)).status == 403


# 4: one person


async def test_of_many_who_begin_at_once_one_becomes_the_invitee(place: Place) -> None:
    token, _ = place.invited()
    crowd = [place.browser() for _ in range(6)]
    await asyncio.gather(*(b.starts(token) for b in crowd))
    await asyncio.gather(*(b.sends("choose", choice="choose:W2:yes") for b in crowd))
    for browser in crowd:
        await browser.opens("/chat")
        await browser.__aexit__()
    assert sum("Are you 18 or over?" in b.text for b in crowd) == 1
    with place.world.store.read() as work:
        assert len(work.execute(select(responses.c.id).where(responses.c.bound)).all()) == 1


@pytest.mark.promise("link-for-one")
async def test_another_device_needs_the_check_words(place: Place, ann: Browser, eve: Browser) -> None:
    token, words = place.invited()
    await agreed(ann, token)
    await eve.starts(token)
    assert "check words" in eve.text
    assert "Margaret" not in eve.text
    wrong = await eve.asks("POST", f"/i/{token}/words", data={"words": "spoon spoon spoon"})
    assert (wrong.status, "Set-Cookie" in wrong.headers) == (422, False)
    right = await eve.asks("POST", f"/i/{token}/words", data={"words": f" {words.upper()} "})
    assert (right.status, right.location) == (303, f"/i/{token}/began")
    await eve.opens("/chat")
    assert "How did you know" not in eve.text
    await eve.goes_on(await eve.asks("POST", f"/i/{token}/began", data={"who": "yes"}))
    assert "How did you know" in eve.text


async def test_the_same_browser_goes_on_with_its_link_and_a_new_cookie(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    before = [c.value for c in ann.session.cookie_jar]
    await ann.starts(token)
    after = [c.value for c in ann.session.cookie_jar]
    assert "Welcome back" in ann.text
    assert "How did you know" in ann.text
    assert before != after
    old = await ann.asks("GET", "/chat", headers={"Cookie": f"interview={before[0]}"})
    assert (await place_status(place, before[0]), old.status) == (403, 200)


@pytest.mark.parametrize(("hours", "asked"), [(11, False), (13, True)])
async def test_a_start_whose_answer_was_lost_can_be_pressed_again(
    place: Place, ann: Browser, hours: int, asked: bool
) -> None:
    """The new cookie never came; for half a day the old one is enough to begin with the link, and shows nothing by itself."""
    token, _ = place.invited()
    await agreed(ann, token)
    [old] = [c.value for c in ann.session.cookie_jar]
    await ann.asks("POST", f"/i/{token}")
    place.clock.ahead += timedelta(hours=hours)
    async with place.browser() as again:
        again.session.cookie_jar.update_cookies({"interview": old})
        assert (await again.asks("GET", "/chat")).status == 403
        again.session.cookie_jar.update_cookies({"interview": old})
        await again.goes_on(await again.asks("POST", f"/i/{token}"))
        assert ("your two check words" in again.text, "Welcome back" in again.text) == (asked, not asked)


async def place_status(place: Place, cookie: str) -> int:
    """What a browser with only this cookie gets to see."""
    async with place.browser() as browser:
        return (await browser.asks("GET", "/chat", headers={"Cookie": f"interview={cookie}"})).status


# 5-6: expiry, throttling, and that all links that do not work look alike


async def test_links_that_do_not_work_look_alike(place: Place, ann: Browser) -> None:
    tokens = {how: place.invited()[0] for how in ("expired", "revoked", "erased")}
    place.clock.ahead = timedelta(days=1)
    with place.world.store.begin() as work:
        now = place.clock()
        ids = {c.token: i for i, c in place.world.credentials.items()}
        columns: dict[str, dict[str, Any]] = {
            "expired": {"expires_at": now},
            "revoked": {"revoked_at": now},
            "erased": {"erased_at": now},
        }
        for how, values in columns.items():
            work.execute(invitations.update().where(invitations.c.id == ids[tokens[how]]).values(**values))
        work.commit()
    answers = [await ann.asks("POST", f"/i/{t}") for t in (*tokens.values(), "A" * 43)]
    assert {a.status for a in answers} == {404}
    assert len({a.body for a in answers}) == 1


async def test_who_guesses_too_often_hears_nothing_more_but_a_link_that_works_does(place: Place, ann: Browser) -> None:
    guesses = [await ann.asks("POST", f"/i/{n:043d}") for n in range(LINKS.each + 3)]
    assert [g.status for g in guesses] == [404] * LINKS.each + [429] * 3
    token, _ = place.invited()
    assert (await ann.starts(token)).status == 200
    assert "Are you" in ann.text


# 7: looking changes nothing


async def test_looking_at_a_link_changes_nothing_and_shows_nothing(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    before = rows(place.world.store, invitations)
    looked = [(await ann.asks("GET", f"/i/{token}")).body for _ in range(50)]
    looked.append((await ann.asks("GET", f"/i/{'B' * 43}")).body.replace("B" * 43, token))
    pages = {re.sub('(?<=name="once" value=")[0-9a-f]{16}(?=")', "", body) for body in looked}
    assert (len(pages), len(set(looked))) == (1, 51), "but for a random number they are the same"
    [page] = pages
    assert not re.search("Ann|Margaret|Jo Carter|died|[Dd]eath", page)
    assert re.search("Example team.*LeDeR.*your choice.*minutes.*0191 498 0264", page, re.DOTALL)
    assert [len(rows(place.world.store, t)) for t in (responses, browsers)] == [0, 0]
    assert rows(place.world.store, invitations) == before
    assert not ann.session.cookie_jar, "a cookie is given by Start alone"


# 8, 12: headers

PATHS = ("/", "/i/" + "x" * 43, "/chat", "/chat/answers", "/chat/consents", "/privacy", "/accessibility", "/nowhere")


@pytest.mark.parametrize("path", PATHS)
async def test_every_page_has_its_headers(place: Place, ann: Browser, path: str) -> None:
    headers = (await ann.asks("GET", path)).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "unsafe" not in POLICY
    assert "media-src 'self' blob:" in POLICY


@pytest.mark.promise("no-other-company")
async def test_no_page_has_anything_inline_or_from_elsewhere(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    for path in (*PATHS, f"/i/{token}/words"):
        await ann.opens(path)
        scripts = ann.page.all("script")
        assert [s for s in scripts if s.text.strip() or not str(s.attributes["src"]).startswith("/static/")] == []
        assert not ann.page.all("style")
        assert not [n for n in ann.page.all() if any(a.startswith("on") or a == "style" for a in n.attributes)]
        assert [n for n in ann.page.all("link") if not str(n.attributes["href"]).startswith("/static/")] == []


async def test_nobody_is_sent_elsewhere_by_the_stylesheet(place: Place, ann: Browser) -> None:
    await ann.opens("/")
    href = str(ann.page.one("link", rel="stylesheet").attributes["href"])
    sheet = await ann.asks("GET", href)
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "http" not in sheet.body
    assert "url(" not in sheet.body
    assert "@import" not in sheet.body


@pytest.mark.promise("one-cookie")
def test_by_https_the_cookie_is_bound_to_its_host() -> None:
    from aiohttp import web

    guard, response = Guard("https://talk.example"), web.Response()
    guard.set_cookie(response, "secret")
    guard.protect(response)
    [cookie] = response.cookies.values()
    assert cookie.key == "__Host-interview"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert not cookie["domain"]
    assert "includeSubDomains" in response.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nowhere"), ("POST", "/privacy"), ("PUT", "/chat"), ("GET", "/i")]
)
async def test_where_nothing_is_a_visitor_reads_a_sentence(ann: Browser, method: str, path: str) -> None:
    answer = await ann.asks(method, path)
    assert answer.status == 404
    assert "<h1" in answer.body
    assert answer.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(("path", "status"), [("/telegram/nobody", 404), ("/healthz/x", 404), ("/healthz", 200)])
async def test_a_machine_reads_no_page(ann: Browser, path: str, status: int) -> None:
    answer = await ann.asks("GET", path)
    assert answer.status == status
    assert "<" not in answer.body


async def test_whoever_only_looks_at_a_link_may_ask_for_its_head(ann: Browser) -> None:
    answer = await ann.asks("HEAD", f"/i/{'x' * 43}")
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"] == POLICY


# 9: the cookie on this machine


@pytest.mark.promise("one-cookie")
async def test_on_this_machine_the_cookie_is_plain(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    cookie = (await ann.asks("POST", f"/i/{token}")).headers["Set-Cookie"]
    assert cookie.startswith("interview=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    assert "Domain" not in cookie


# 10: limits of a visit


async def test_after_an_hour_nothing_is_shown_and_what_was_typed_is_kept(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    await reaches(ann, "P1")
    place.clock.ahead += IDLE
    answer = await ann.sends("next:P1", words="Maggie of the sea")
    assert answer.status == 403
    assert "page has closed" in ann.text
    assert "Margaret" not in ann.text
    assert "Maggie" not in ann.text
    assert first(place.world.record(), "P1") == {"text": ["Maggie of the sea"]}
    await ann.starts(token)
    assert "Maggie of the sea" in ann.text


@pytest.mark.promise("not-saved")
async def test_after_twelve_hours_nothing_is_taken_and_the_words_are_shown(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    await reaches(ann, "P1")
    form = ann.form
    for _ in range(13):
        place.clock.ahead += timedelta(minutes=55)
        await ann.asks("POST", "/chat", data={**form, "do": "help", "id": str(place.clock.ahead)})
    place.clock.ahead += timedelta(minutes=55)
    assert place.clock.ahead > LONGEST
    answer = await ann.asks("POST", "/chat", data={**form, "do": "next:P1", "words": "too late"})
    assert (answer.status, "too late" in answer.body) == (403, True)
    assert "too late" not in str(place.world.record())


async def test_a_new_link_ends_every_visit(place: Place, ann: Browser) -> None:
    from storage.keys.credentials import Credentials
    from storage.repositories.invitations import renew

    token, _ = place.invited()
    await agreed(ann, token)
    [invitation] = place.world.credentials
    with place.world.store.begin() as work:
        renew(work, invitation, Credentials.fresh(), place.clock() + timedelta(days=1))
        work.commit()
    assert (await ann.opens("/chat")).status == 403
    assert "Margaret" not in ann.text


async def test_leaving_quickly_ends_the_visit_and_forgets_the_browser(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    [cookie] = [c.value for c in ann.session.cookie_jar]
    left = await ann.asks("POST", "/exit")
    assert left.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert left.headers["Refresh"].startswith("0; url=https://")
    assert "Margaret" not in left.body
    assert await place_status(place, cookie) == 403
    with place.world.store.read() as work:
        assert work.execute(select(browsers)).all() == []


# 11: forged forms

FOREIGN: Sequence[dict[str, str]] = (
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
)


@pytest.mark.promise("not-saved")
@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_form_from_elsewhere_is_refused(place: Place, ann: Browser, headers: dict[str, str]) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    for path in ("/chat", "/exit", f"/i/{token}", f"/i/{token}/words", "/chat/telegram"):
        data = {**ann.form, "do": "choose", "choice": "choose:R1:friend", "words": "forged"}
        assert (await ann.asks("POST", path, headers=headers, data=data)).status == 403, path
    assert [a for p in place.world.record()["participants"] for a in p["answers"] if a["link_id"] == "R1"] == []


@pytest.mark.promise("nothing-opened")
async def test_what_begins_a_visit_must_come_from_a_page_of_ours(place: Place, ann: Browser, eve: Browser) -> None:
    """A frame without an origin of its own could put somebody into another person's interview."""
    token, words = place.invited()
    for path in (f"/i/{token}", f"/i/{token}/", f"/i/{token}/words"):
        refused = await eve.asks("POST", path, headers={"Origin": "null"}, data={"words": words})
        assert (refused.status, "Set-Cookie" in refused.headers) == (403, False)
        assert "nothing was opened" in refused.body
        assert "open the link that you were sent" in refused.body
    assert rows(place.world.store, responses) == []
    for page in (f"/i/{token}", f"/i/{token}/words"):
        await ann.opens(page)
        [policy] = ann.page.all("meta", name="referrer")
        assert policy.attributes["content"] == "same-origin", "so that a browser says which page a form is of"
    own = {"Origin": place.base}
    assert (await ann.asks("POST", f"/i/{token}", headers=own)).status == 303
    without_referrer = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert (await eve.asks("POST", f"/i/{place.invited()[0]}", headers=without_referrer)).status == 303


async def test_a_form_without_the_token_of_the_visit_is_not_kept_and_can_be_sent_again(
    place: Place, ann: Browser, eve: Browser
) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    await reaches(ann, "P1")
    for forged in ("", "0" * 64):
        answer = await ann.sends("next:P1", words="Mags", token=forged)
        assert (answer.status, "Mags" in ann.html) == (403, True)
        assert "Mags" not in str(place.world.record()["participants"][0]["answers"])
    await ann.sends(ann.form["do"])
    assert first(place.world.record(), "P1") == {"text": ["Mags"]}


async def test_from_here_and_with_the_token_a_form_is_taken(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    headers = {"Origin": place.base, "Sec-Fetch-Site": "same-origin"}
    data = ann.filled("choose", choice="choose:R1:friend")
    assert (await ann.asks("POST", "/chat", headers=headers, data=data)).status == 303


def test_all_tables_are_looked_at() -> None:
    """The search for secrets goes over files, so every table is in it."""
    assert {"browser", "move", "wrong_words"} <= set(Base.metadata.tables)


async def test_a_public_page_needs_no_bot(tmp_path: Path, sqlite_url: str) -> None:
    there = make_place(tmp_path, sqlite_url)
    async with there.served(), there.browser() as browser:
        assert (await browser.opens("/")).status == 200
        assert (await browser.asks("GET", "/healthz")).status == 200
    there.world.store.close()
