"""An invitation that was revoked, or whose review is closed: the page shows a copy, the way to delete, the phone number."""

from __future__ import annotations

from bot.clock import utc_now
from dialogs.review import ReviewStatus
from storage.repositories.invitations import revoke
from storage.repositories.reviews import set_review_status
from storage.schema.tables import browsers, moves, reviews
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, reaches
from tests.storage.people import rows

CLOSED = ("/chat", "/chat/answers", "/chat/consents", "/chat/stay?script=1")


async def answered(place: Place, ann: Browser) -> tuple[str, str]:
    """Ann has answered something; her token and her check words."""
    token, words = place.invited()
    await agreed(ann, token)
    await reaches(ann, "P2")
    await ann.sends("next:P2", words="ABBA")
    return token, words


def revoked(place: Place) -> None:
    with place.world.store.begin() as work:
        revoke(work, list(place.world.credentials), utc_now())
        work.commit()


def closed(place: Place) -> None:
    with place.world.store.begin() as work:
        set_review_status(work, rows(place.world.store, reviews)[0].id, ReviewStatus.CLOSED)
        work.commit()


async def proved(browser: Browser, token: str, words: str) -> None:
    """The check words are given."""
    await browser.opens(f"/i/{token}/words")
    await browser.goes_on(await browser.asks("POST", f"/i/{token}/words", data={"words": words}))


async def test_a_revoked_invitation_puts_every_browser_out(place: Place, ann: Browser, eve: Browser) -> None:
    token, words = await answered(place, ann)
    await proved(eve, token, words)
    await eve.goes_on(await eve.asks("POST", f"/i/{token}/began", data={"who": "yes"}))
    await eve.asks("POST", "/chat/telegram", data={"token": eve.form["token"]})
    revoked(place)
    for browser in (ann, eve):
        assert [(await browser.asks("GET", path)).status for path in CLOSED] == [403] * 4
        late = await browser.sends("write", words="after the end")
        assert (late.status, "after the end" in browser.html) == (403, True), "so that it can be copied"
    assert (rows(place.world.store, browsers), rows(place.world.store, moves)) == ([], [])
    again = await ann.starts(token)
    assert ("check words" in ann.text, "ABBA" in ann.html, again.status) == (True, False, 200)


async def test_after_proof_there_is_a_copy_deleting_and_the_phone_and_nothing_else(place: Place, ann: Browser) -> None:
    token, words = await answered(place, ann)
    revoked(place)
    await proved(ann, token, "no no")
    assert "ABBA" not in ann.html
    await proved(ann, token, words)
    await shows_the_end(ann)
    assert [b.attributes["value"] for b in ann.page.all("button", name="do")] == ["withdraw", "help"]
    for path in ("/chat/consents", "/chat?at=x"):
        await ann.goes_on(await ann.asks("GET", path))
        await shows_the_end(ann)
    moved = await ann.asks("POST", "/chat/telegram", data={"token": ann.form["token"]})
    assert (moved.status, rows(place.world.store, moves)) == (303, [])
    for do in ("change", "resume", "lang:en", "pause", "stop", "here", "next:P3"):
        await ann.sends(do, words="after the end")
        assert "after the end" not in str(place.world.record())
        await ann.opens("/chat")
        await shows_the_end(ann)


async def shows_the_end(browser: Browser) -> None:
    assert "not open any more" in browser.text
    assert "You can still see your answers, or delete them." in browser.text
    assert "phone" in browser.text
    assert [part in browser.html for part in ("ABBA", "What I agreed to", "Pause")] == [False] * 3


async def test_the_copy_is_there_and_everything_can_be_deleted(place: Place, ann: Browser) -> None:
    token, words = await answered(place, ann)
    revoked(place)
    await proved(ann, token, words)
    await ann.opens("/chat/answers")
    assert "ABBA" in ann.text
    assert "Back to the questions" not in ann.text
    await ann.opens("/chat")
    await ann.sends("withdraw")
    assert len(ann.page.all("button", value="yes:withdraw")) == 1
    await ann.sends("no:withdraw")
    assert "ABBA" in str(place.world.record())
    await ann.sends("withdraw")
    await ann.sends("yes:withdraw")
    assert "Your answers are deleted" in ann.text
    assert ann.page.all("button", value="withdraw") == []
    [told] = place.world.record()["participants"]
    assert (told["status"], told["answers"]) == ("withdrawn", [])


async def test_help_is_there_to_the_end(place: Place, ann: Browser) -> None:
    token, words = await answered(place, ann)
    revoked(place)
    await proved(ann, token, words)
    await ann.sends("help")
    assert "999" in ann.text
    assert [f["kind"] for f in place.world.record()["participants"][0]["flags"]] == ["help"]


async def test_an_unused_link_that_was_revoked_is_dead(place: Place, ann: Browser) -> None:
    token, words = place.invited()
    await ann.starts(token)
    revoked(place)
    assert (await ann.asks("GET", "/chat")).status == 403
    assert (await ann.asks("POST", f"/i/{token}")).status == 404
    assert (await ann.asks("POST", f"/i/{token}/words", data={"words": words})).status == 422


async def test_when_the_review_is_closed_it_is_the_same(place: Place, ann: Browser) -> None:
    await answered(place, ann)
    closed(place)
    await ann.opens("/chat")
    await shows_the_end(ann)
    await ann.sends("withdraw")
    await ann.sends("yes:withdraw")
    assert place.world.record()["participants"][0]["answers"] == []


async def test_a_new_link_opens_it_again(place: Place, ann: Browser) -> None:
    from tests.bot.web.test_throttle import renew

    token, words = await answered(place, ann)
    revoked(place)
    await proved(ann, token, words)
    assert "not open any more" in ann.text
    renewed = renew(place).token
    await proved(ann, renewed, words)
    await ann.goes_on(await ann.asks("POST", f"/i/{renewed}/began", data={"who": "yes"}))
    assert (ann.form["place"], "not open any more" in ann.text) == ("P3", False)
