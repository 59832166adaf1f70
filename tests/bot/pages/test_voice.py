"""A recording sent from the page is an answer, once, and its bytes are kept."""

from __future__ import annotations

import pytest
from aiohttp import FormData
from sqlalchemy import select

from dialogs import interview
from dialogs.route import VOICE
from storage.tables import attachments
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


@pytest.mark.parametrize("content", [b"", b"<html>", b"\x7fELF" + bytes(900), bytes(9), b"%PDF-1.7"])
async def test_what_is_no_recording_is_refused_and_nothing_is_lost(place: Place, ann: Browser, content: bytes) -> None:
    """Whatever it says of itself; words that were typed beside it stand there still."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    refused = ann.sees(await ann.asks("POST", "/chat/voice", data=recording(ann, content, words="She sang.")))
    assert refused.status == 422
    assert "We cannot keep this kind of sound file." in ann.text
    assert ann.form["words"] == "She sang."
    answers = place.world.record()["participants"][0]["answers"]
    assert [a for a in answers if a["link_id"] == "P2" or a["attachments"]] == []
    await ann.sends("write", words=ann.form["words"])
    assert [a["value"]["text"] for a in place.world.record()["participants"][0]["answers"] if a["link_id"] == "P2"] == [
        ["She sang."]
    ]


async def test_the_kind_that_is_kept_is_what_the_bytes_say(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    data = FormData()
    for name, value in {**ann.form, "seconds": "7"}.items():
        data.add_field(name, value)
    data.add_field("recording", OGG, filename="x", content_type="audio/" + "x" * 1000)
    ann.sees(await ann.asks("POST", "/chat/voice", data=data))
    await ann.opens("/chat")
    await ann.sends("choose", choice=f"choose:{VOICE}:yes")
    with place.world.store.read() as work:
        assert list(work.execute(select(attachments.c.mime)).scalars()) == ["audio/ogg"]
