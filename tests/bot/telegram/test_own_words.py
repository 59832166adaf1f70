"""In a chat words at what is only read bring one short line, and a picture stands with its own question."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs.languages import EASY_READ
from dialogs.leder.pictures import pictures
from tests.bot.telegram.test_live_buttons import answering, press, reach, standing
from tests.bot.telegram_driver import TelegramDriver
from tests.bot.world import make_world
from tests.fakes.bot_api import FakeBotApi


@pytest.fixture
async def driver(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> TelegramDriver:
    """Somebody with an invitation that nobody has opened."""
    world = make_world(api, tmp_path, sqlite_url)
    return TelegramDriver(world, api, world.invite(world.review()))


async def test_two_messages_where_nothing_is_asked_bring_one_line(driver: TelegramDriver) -> None:
    world, person = driver.world, driver.person
    async with world.served():
        person.starts(driver.token)
        await world.settled(driver.api)
        for pressed in ("choose:W1:en", "choose:W2:yes", "choose:C1:yes"):
            await press(driver, pressed)
        before = len(person.received)
        person.says("thank you dear")
        await world.settled(driver.api)
        assert [e.text for e in person.received[before:]] == ["To go on, press Go on."]
        assert standing(driver)[-1].current_buttons[0] == "yes:about"
        await press(driver, "yes:about")
        assert "choose:C2:yes" in standing(driver)[-1].current_buttons
    world.store.close()


async def test_a_picture_stands_below_what_was_said_of_the_answer_before(
    api: FakeBotApi, tmp_path: Path, sqlite_url: str
) -> None:
    world = make_world(api, tmp_path, sqlite_url)
    driver = TelegramDriver(world, api, world.invite(world.review(), language=EASY_READ))
    async with world.served():
        await reach(driver, "P2")
        picture = pictures().signs("P2")
        said, *more = driver.person.received[-1].text.split("\n\n")
        assert (said.startswith("You skipped"), more.count(picture)) == (True, 1), more
    world.store.close()


async def test_who_wants_to_stop_has_one_message_with_the_buttons(driver: TelegramDriver) -> None:
    world, person = driver.world, driver.person
    async with world.served():
        await reach(driver, "P2")
        person.says("i want to stop now")
        await world.settled(driver.api)
        [message] = answering(driver)
        assert message.current_buttons[:3] == ["next:P2", "pause", "stop"]
        person.says("She was kind.")
        await world.settled(driver.api)
        assert len(answering(driver)) == 1
        await press(driver, "next:P2")
        assert "P3" in answering(driver)[0].current_buttons[0]
    world.store.close()
