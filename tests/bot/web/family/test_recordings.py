"""A recording sent from the page is an answer, once, and its bytes are kept."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from dialogs import interview
from dialogs.route import VOICE
from storage.schema.tables import attachments
from tests.bot.web.browser import Browser
from tests.bot.web.driver import recording
from tests.bot.web.place import Place, agreed, first, reaches

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
    data = aiohttp.FormData()
    for name, value in {**ann.form, "seconds": "7"}.items():
        data.add_field(name, value)
    data.add_field("recording", OGG, filename="x", content_type="audio/" + "x" * 1000)
    ann.sees(await ann.asks("POST", "/chat/voice", data=data))
    await ann.opens("/chat")
    await ann.sends("choose", choice=f"choose:{VOICE}:yes")
    with place.world.store.read() as work:
        assert list(work.execute(select(attachments.c.mime)).scalars()) == ["audio/ogg"]


UNFIT = [
    (b"", "audio/webm", "1", "We cannot keep this kind of sound file"),
    (b"<html>hello</html>", "text/html", "1", "We cannot keep this kind of sound file"),
    (b"%PDF-1.7", "application/octet-stream", "1", "We cannot keep this kind of sound file"),
    (b"MZ", "application/x-msdownload", "1", "We cannot keep this kind of sound file"),
    (OGG, "audio/ogg", "601", "too long for us to keep"),
    (b"OggS" * 5_300_000, "audio/ogg", "1", "too big for us to keep"),
]


def recordings(place: Place) -> list[dict[str, Any]]:
    """The recordings on record."""
    return [x for a in place.world.record()["participants"][0]["answers"] for x in a["attachments"]]


@pytest.mark.parametrize(
    ("content", "kind", "seconds", "why"), UNFIT, ids=["empty", "page", "document", "program", "long", "big"]
)
async def test_a_recording_that_cannot_be_kept_is_said_at_its_question_with_the_words(
    place: Place, ann: Browser, content: bytes, kind: str, seconds: str, why: str
) -> None:
    """The answer is the question, so that the script leaves the recording where it is."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    form = {**ann.form, "words": "She sang.", "seconds": seconds}
    answer = ann.sees(await ann.asks("POST", "/chat/voice", data=spoken(content, kind, form)))
    assert (answer.status, ann.form["place"], ann.form["words"]) == (422, "P2", "She sang.")
    assert why in ann.text
    assert recordings(place) == []
    await ann.sends("next:P2", words=ann.form["words"])
    assert first(place.world.record(), "P2") == {"text": ["She sang."]}


SOUNDS = [
    ("audio/MP4", b"\0\0\0\x20ftypM4A ", "audio/mp4", "m4a"),
    ("audio/ogg; codecs=opus", OGG, "audio/ogg", "oga"),
    ("video/mp4", b"\0\0\0\x20ftypisom", "audio/mp4", "m4a"),
    ("video/webm;codecs=opus", b"\x1a\x45\xdf\xa3", "audio/webm", "webm"),
    ("application/octet-stream", b"\x1a\x45\xdf\xa3", "audio/webm", "webm"),
    ("application/octet-stream", b"\0\0\0\x20ftypM4A ", "audio/mp4", "m4a"),
    ("application/octet-stream", OGG, "audio/ogg", "oga"),
    ("application/octet-stream", b"RIFF\0\0\0\0WAVE", "audio/wav", "wav"),
]


@pytest.mark.parametrize(("kind", "content", "kept", "ending"), SOUNDS)
async def test_a_recording_of_any_browser_is_kept_by_what_it_is(
    place: Place, ann: Browser, kind: str, content: bytes, kept: str, ending: str
) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    ann.sees(await ann.asks("POST", "/chat/voice", data=spoken(content, kind, {**ann.form, "seconds": "1"})))
    await ann.opens("/chat")
    await ann.sends("choose", choice=f"choose:{VOICE}:yes")
    [found] = recordings(place)
    assert (found["mime"], found["file"].rpartition(".")[2]) == (kept, ending)


def spoken(content: bytes, kind: str, fields: dict[str, str]) -> aiohttp.FormData:
    """A form with a recording of this kind."""
    data = aiohttp.FormData()
    for name, value in fields.items():
        data.add_field(name, value)
    data.add_field("recording", io.BytesIO(content), filename="recording", content_type=kind)
    return data
