"""A recording sent from the page is an answer, once, and its bytes are kept."""

from __future__ import annotations

import pytest

from dialogs import interview
from dialogs.route import VOICE
from tests.bot.pages.browser import Browser
from tests.bot.pages.driver import recording
from tests.bot.pages.place import Place, agreed, reaches

OGG = b"OggS" + bytes(range(256)) * 40


async def test_a_recording_is_kept_once(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    form = ann.form
    for _ in range(2):
        ann.sees(await ann.asks("POST", "/chat/voice", data=recording(ann, OGG, **form)))
        await ann.opens("/chat")
    await ann.sends("choose", choice=f"choose:{VOICE}:yes")
    [kept] = [x for a in place.world.record()["participants"][0]["answers"] for x in a["attachments"]]
    assert (kept["kind"], kept["bytes"]) == ("voice", len(OGG))


async def test_a_recording_without_the_token_is_refused(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    forged = await ann.asks("POST", "/chat/voice", data=recording(ann, OGG, token="0" * 64))
    assert forged.status == 403
    assert [x for a in place.world.record()["participants"][0]["answers"] for x in a["attachments"]] == []


async def test_a_recording_that_is_poison_is_said_not_to_be_saved(
    place: Place, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")

    def choke(*given: object, **named: object) -> object:
        raise LookupError

    with monkeypatch.context() as broken:
        broken.setattr(interview, "respond", choke)
        choked = ann.sees(await ann.asks("POST", "/chat/voice", data=recording(ann, OGG)))
    assert (choked.status, "not saved" in ann.text) == (500, True)
