"""Asking for help in Telegram: typed, pressed or with a slash, with an invitation or without, and the card's buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.channel import TelegramChannel
from dialogs import helplines, leder, phrases
from dialogs.numbers import numbers
from locales import speech
from tests.bot.telegram_driver import TelegramDriver
from tests.bot.world import World, make_world
from tests.fakes.bot_api import FakeBotApi
from tests.scenario import Begins, Presses, Reply, Says

AGREES = ("choose:W1:en", "choose:W2:yes", "choose:C1:yes", "yes:about", "choose:C2:yes", "choose:C3:yes")
CARD = helplines.help_card(leder.programme(), phrases.HELP_NOTE, known=True, adult=True)


@pytest.fixture
async def ann(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> AsyncIterator[tuple[World, TelegramDriver]]:
    world = make_world(api, tmp_path, sqlite_url)
    token = world.invite(world.review())
    async with world.served():
        yield world, TelegramDriver(world, api, token)
        await world.settled(api)
    world.store.close()


async def test_a_stranger_who_asks_for_help_gets_the_card(ann: tuple[World, TelegramDriver]) -> None:
    """`I need help now` has twelve letters, as a code has."""
    _, driver = ann
    for words in ("I need help now", "help", "/help", "Potrzebuję pomocy teraz", "/HELP please"):
        told = text_of(await driver.does(Says(words)))
        assert ("116 123" in told, "died" in told) == (True, False), words


def text_of(reply: Reply) -> str:
    return "\n".join(m.text for m in reply.messages)


@pytest.mark.parametrize("page", ["", "https://interview.example.org", "http://127.0.0.1:8080"])
def test_the_card_has_buttons_that_call_and_copy(page: str) -> None:
    [body] = TelegramChannel(page).send(CARD, speech("en"), {"reviewer": "Jo"}, "7")
    buttons = [b for row in body.wire["reply_markup"]["inline_keyboard"] for b in row]
    called = [b["url"] for b in buttons if "url" in b]
    assert called == [f"{page}/call/{name}" for name in helplines.CALLS if page.startswith("https")]
    copied = {b["copy_text"]["text"] for b in buttons if "copy_text" in b}
    assert {"116123", "+441914980264"} <= copied
    assert not [b for b in buttons if str(b.get("url", "")).startswith("tel:")]


def test_every_number_of_the_card_is_bold_and_marked_as_a_number() -> None:
    [body] = TelegramChannel().send(CARD, speech("en"), {"reviewer": "Jo"}, "7")
    for name in (*helplines.CALLS, "cruse"):
        for style in ("bold", "phone_number"):
            assert numbers()[name].shown in marked(body.wire, style), (name, style)


@pytest.mark.parametrize("language", ["ur", "ar", "bn", "pl"])
def test_the_marks_stand_where_the_numbers_are_in_every_script(language: str) -> None:
    bodies = TelegramChannel().send(CARD, speech(language), {"reviewer": "Jo"}, "7")
    known = {n.shown for n in numbers().values()}
    assert {words for b in bodies for words in marked(b.wire, "phone_number")} <= known


def marked(wire: dict[str, Any], style: str) -> list[str]:
    """The words under the entities of this kind."""
    units = wire["text"].encode("utf-16-le")
    found = [e for e in wire["entities"] if e["type"] == style]
    return [units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in found]


async def test_the_bot_api_takes_the_card(ann: tuple[World, TelegramDriver]) -> None:
    world, driver = ann
    await driver.does(Begins())
    for pressed in AGREES[:2]:
        await driver.does(Presses(pressed))
    shown = await driver.does(Presses("help"))
    assert "116 123" in text_of(shown)
    [told] = world.record()["participants"]
    assert [f["kind"] for f in told["flags"]] == ["help"]


SLASHES = ["/Stop", "/STOP", "/stop.", "\uff0fstop", "/stop please"]


@pytest.mark.parametrize("words", SLASHES)
async def test_a_command_commands_however_it_is_written(ann: tuple[World, TelegramDriver], words: str) -> None:
    world, driver = ann
    await driver.does(Begins())
    for pressed in AGREES[:2]:
        await driver.does(Presses(pressed))
    await driver.does(Says(words))
    [told] = world.record()["participants"]
    assert told["status"] == "stopped"
