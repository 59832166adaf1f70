"""A voice message meets trouble on its way into the record: it is kept once, and if it can't be, its sender is told once."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from typing import Any

import pytest

from bot.clock import utc_now
from storage.record import reading
from storage.record.attachments import files
from storage.schema.tables import attachments, outbox
from tests.bot.misbehaving.family import P2, Family, buried, families, family, rows
from tests.bot.world import FAMILIES, World
from tests.fakes.bot_api import FakeBotApi
from tests.storage.kept import flags

SOUND = b"OggS " + bytes(range(256)) * 40
FIRST = "We have your voice message. Say or write more, or press Next."
LOST = "We could not keep your voice message. Please send it again or write it."
GONE = "Bad Request: wrong file_id or the file is temporarily unavailable"


async def speaking(who: Family) -> None:
    """As far as the first question that wants a story; voice messages may be kept."""
    await who.at_a_story()
    who.person.sends_voice(b"OggS the first")
    await who.world.settled(who.api)
    await who.does("choose:voice:yes")
    who.api.forget_calls()


async def speaks(who: Family, content: bytes = SOUND, **extra: Any) -> list[str]:
    """A voice message, and the words of the replies."""
    before = len(who.person.received)
    who.person.sends_voice(content, **extra)
    await who.world.settled(who.api)
    return [entry.text for entry in who.person.received[before:]]


def kept(world: World) -> list[tuple[str, str, bytes]]:
    """The files on record: name, SHA-256 as it is told, and sound."""
    with world.store.read() as work:
        found = reading.record(work, "LDR-1", utc_now())
        sounds = {file.name: file.content for file in files(work, found)}
    return [(a.file, a.sha256 or "", sounds[a.file]) for a in found.attachments if a.file]


def states(world: World) -> list[str]:
    """What became of each voice message."""
    return [row.state for row in sorted(rows(world.store, attachments), key=lambda row: row.number)]


@pytest.mark.promise("voice-not-kept")
async def test_it_is_kept_with_its_question_and_nothing_is_fetched_before_the_yes(
    world: World, api: FakeBotApi
) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        assert (await speaks(ann))[0].startswith("Can we keep your voice message?")
        assert (api.counts["getFile"], rows(world.store, attachments)) == (0, [])
        await ann.does("choose:voice:yes")
        assert await speaks(ann, b"OggS more", caption="The choir.") == [
            "We have your voice message. Say or write more, or press Next."
        ]
    [participant] = world.record()["participants"]
    [answer] = [a for a in participant["answers"] if a["link_id"] == "P2"]
    assert answer["value"] == {"text": ["The choir."]}
    first, second = answer["attachments"]
    assert first == {
        "kind": "voice",
        "sha256": hashlib.sha256(SOUND).hexdigest(),
        "bytes": len(SOUND),
        "state": "kept",
        "seconds": 7,
        "mime": "audio/ogg",
        "after": 0,
        "file": f"{participant['invitation']}-P2-1-1.oga",
    }
    assert (second["after"], second["file"]) == (0, f"{participant['invitation']}-P2-1-2.oga")
    assert [content for _, _, content in kept(world)] == [SOUND, b"OggS more"]
    assert [d["decision"] for d in participant["consents"] if d["statement"] == "voice"] == ["yes"]


async def test_after_a_no_nothing_is_fetched(world: World, api: FakeBotApi) -> None:
    ann = family(world, api)
    async with world.served():
        await ann.at_a_story()
        await speaks(ann)
        await ann.does("choose:voice:no")
        assert (await speaks(ann))[0].startswith("You chose to type")
    assert (api.counts["getFile"], rows(world.store, attachments)) == (0, [])


FAULTS = [("429", 1), ("500", 3), ("502", 2), ("reset", 2), ("401", 1), ("409", 1), ("effect_without_reply", 2)]


@pytest.mark.parametrize("step", ["getFile", "download"])
@pytest.mark.parametrize(("kind", "times"), FAULTS)
async def test_it_is_fetched_in_the_end(polled: World, api: FakeBotApi, step: str, kind: str, times: int) -> None:
    ann = family(polled, api)
    async with polled.served():
        await speaking(ann)
        fault = api.fault(step, kind, times)
        assert await speaks(ann) == ["We have your voice message. Say or write more, or press Next."]
    assert fault.hits == times
    assert [content for _, _, content in kept(polled)] == [b"OggS the first", SOUND]
    assert not buried(polled)


async def test_a_path_that_was_forgotten_is_asked_for_again(polled: World, api: FakeBotApi) -> None:
    ann = family(polled, api)
    async with polled.served():
        await speaking(ann)
        api.fault("download", 404, 2)
        await speaks(ann)
    assert (api.counts["getFile"], states(polled)) == (3, ["kept", "kept"])


async def test_a_slow_download_delays_nobody(polled: World, api: FakeBotApi) -> None:
    """Neither others nor the one who spoke; and it is fetched once."""
    polled.timing = replace(polled.timing, download=60)
    ann, ben = families(polled, api)
    async with polled.served():
        await asyncio.gather(speaking(ann), ben.at_a_story())
        hanging = api.fault("download", "hang", seconds=60)
        ann.person.sends_voice(SOUND)
        await ann.person.expects("We have your voice message")
        ann.person.presses(P2)
        await ann.person.expects("enjoy")
        ben.person.says("He danced.")
        await ben.person.expects("Saved")
        assert states(polled) == ["kept", "expected"]
        [answer] = [a for p in polled.record()["participants"] for a in p["answers"] if a["attachments"]]
        assert [(a["sha256"], a["state"], a["file"]) for a in answer["attachments"][1:]] == [(None, "expected", None)]
        hanging.stop()
        await polled.settled(api)
    assert ([content for _, _, content in kept(polled)][1:], api.counts["download"]) == ([SOUND], 1)


@pytest.mark.parametrize(
    ("step", "kind", "details"), [("getFile", 400, {"description": GONE}), ("download", 404, {})], ids=["id", "path"]
)
async def test_what_is_gone_is_told_once_and_flagged(
    world: World, api: FakeBotApi, step: str, kind: int, details: dict[str, Any]
) -> None:
    ann = family(world, api)
    async with world.served():
        await speaking(ann)
        fault = api.fault(step, kind, None, **details)
        ann.person.sends_voice(SOUND)
        await ann.person.expects(LOST)
        await world.settled(api)
        assert fault.hits == 3
        fault.stop()
        shown = await ann.does("/answers")
        assert await speaks(ann) == ["We have your voice message. Say or write more, or press Next."]
        await asyncio.sleep(0.3)
    assert len([text for text in ann.shown if text == LOST]) == 1
    assert "Voice message, 0:07 (we could not keep it)" in shown[0]
    assert (states(world), [f.kind for f in flags(world.store)]) == (["kept", "lost", "kept"], ["voice-lost"])
    assert [call["method"] for _, call in buried(world)] == ["getFile"]


async def test_what_telegram_gives_to_no_bot_is_given_up_at_once(polled: World, api: FakeBotApi) -> None:
    ann = family(polled, api)
    async with polled.served():
        await speaking(ann)
        fault = api.fault("getFile", 400, None, description="Bad Request: file is too big")
        ann.person.sends_voice(SOUND)
        await ann.person.expects(LOST)
    assert (fault.hits, states(polled)) == (1, ["kept", "lost"])


async def test_a_path_on_a_disk_is_not_read(polled: World, api: FakeBotApi, capsys: pytest.CaptureFixture[str]) -> None:
    """As a Bot API server gives it that was started with --local; it is fetched once that is mended."""
    ann = family(polled, api)
    async with polled.served():
        await speaking(ann)
        told = ann.person.sends_voice(SOUND)
        file = api.bot(FAMILIES).files[told["voice"]["file_id"]]
        files_of = api.bot(FAMILIES).files
        files_of[file.file_id] = replace(file, path="/var/lib/telegram-bot-api/voice/file_1.oga")
        await api.until(lambda: api.counts["getFile"] > 1)
        assert (states(polled), api.counts["download"]) == (["kept", "expected"], 0)
        files_of[file.file_id] = file
        await polled.settled(api)
    assert "local mode" in "".join(capsys.readouterr())
    assert [content for _, _, content in kept(polled)][1:] == [SOUND]


async def test_who_withdraws_meanwhile_leaves_nothing(polled: World, api: FakeBotApi) -> None:
    ann = family(polled, api)
    async with polled.served():
        await speaking(ann)
        hanging = api.fault("download", "hang", seconds=60)
        ann.person.sends_voice(SOUND)
        await api.until(lambda: api.counts["download"])
        ann.person.says("/withdraw")
        await ann.person.expects("Do you want us to delete")
        ann.person.presses("yes:withdraw")
        await ann.person.expects("Your answers are deleted")
        assert rows(polled.store, attachments) == []
        hanging.stop()
        await api.until(lambda: all(c.ok for c in api.calls if c.method == "download"))
        await polled.settled(api)
    assert rows(polled.store, attachments) == []
    assert [row for row in rows(polled.store, outbox) if row.method == "getFile" and row.payload] == []


async def test_too_long_is_said_at_once(polled: World, api: FakeBotApi) -> None:
    ann = family(polled, api)
    async with polled.served():
        await speaking(ann)
        [told] = await speaks(ann, seconds=601)
    assert (told.startswith("This voice message is too long"), api.counts["getFile"]) == (True, 0)


async def test_a_file_that_is_no_recording_is_not_kept_and_that_is_told(polled: World, api: FakeBotApi) -> None:
    """Whatever Telegram was told that it is; what was kept before stays."""
    ann = family(polled, api)
    async with polled.served():
        await speaking(ann)
        ann.person.sends_audio(b"<html><script>alert(1)</script>")
        await ann.person.expects(LOST)
        await polled.settled(api)
    assert (states(polled), len(kept(polled))) == (["kept", "lost"], 1)
    assert [c.params["path"] for c in api.calls if c.method == "download" and "mp3" in c.params["path"]] != []
