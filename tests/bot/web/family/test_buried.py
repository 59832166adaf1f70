"""What failed on the page lies under its participant's key, whichever browser it came from, and goes with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from bot.clock import utc_now
from dialogs import interview
from storage.inbox import dead_letters
from storage.keys.sealing import SealError
from storage.keys.sealing import place as sealed_at
from storage.record import erasure
from storage.repositories.browsers import IDLE
from storage.schema.tables import dead_letters as dead_letter_rows
from storage.schema.tables import invitations
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, reaches

CANARY = "CANARYHal sang in the garden"


@contextmanager
def poisoned(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every turn fails."""

    def choke(*given: object, **named: object) -> object:
        raise LookupError

    with monkeypatch.context() as broken:
        broken.setattr(interview, "respond", choke)
        yield


async def buries(place: Place, browser: Browser, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody comes back by the link after an hour, with a new cookie; what they write then fails."""
    await agreed(browser, token)
    await reaches(browser, "P2")
    place.clock.ahead += 2 * IDLE
    await browser.starts(token)
    with poisoned(monkeypatch):
        failed = await browser.sends("write", words=CANARY)
    assert failed.status == 500


def buried(place: Place) -> list[bytes]:
    """What lies there, sealed."""
    with place.world.store.read() as work:
        return list(work.execute(select(dead_letter_rows.c.payload)).scalars())


async def test_what_failed_is_sealed_by_the_key_of_its_participant(
    place: Place, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await buries(place, ann, place.invited()[0], monkeypatch)
    store = place.world.store
    with store.read() as work:
        [letter] = dead_letters.kept(work)
        assert CANARY in dead_letters.content(work, letter)
        with pytest.raises(SealError):
            store.vault.system.open(sealed_at("dead_letter", letter.id, "payload"), buried(place)[0])


@pytest.mark.parametrize("way", ["withdraw", "erase"])
async def test_what_failed_goes_with_its_participant(
    place: Place, ann: Browser, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    await buries(place, ann, place.invited()[0], monkeypatch)
    assert len(buried(place)) == 1
    if way == "withdraw":
        await ann.opens("/chat")
        await ann.sends("withdraw")
        await ann.sends("yes:withdraw")
        assert "deleted" in ann.text
    else:
        with place.world.store.begin() as work:
            erasure.erase(work, str(work.execute(select(invitations.c.id)).scalar()), utc_now())
            work.commit()
    assert buried(place) == []


async def test_what_another_family_failed_with_stays(
    place: Place, ann: Browser, eve: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await buries(place, ann, place.invited()[0], monkeypatch)
    await buries(place, eve, place.invited()[0], monkeypatch)
    await eve.opens("/chat")
    await eve.sends("withdraw")
    await eve.sends("yes:withdraw")
    assert len(buried(place)) == 1
