"""In a chat at most one message has buttons that answer, and of several messages in a row one receipt says that all are kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.bot.telegram_driver import TelegramDriver
from tests.bot.test_walks import answerable
from tests.bot.world import make_world
from tests.fakes.bot_api import Entry, FakeBotApi

ONWARD = ("choose:W1:en", "choose:W2:yes", "choose:C", "yes:", "skip:")


@pytest.fixture
async def driver(api: FakeBotApi, tmp_path: Path, sqlite_url: str) -> TelegramDriver:
    """Somebody with an invitation that nobody has opened."""
    world = make_world(api, tmp_path, sqlite_url)
    return TelegramDriver(world, api, world.invite(world.review()))


def standing(driver: TelegramDriver) -> list[Entry]:
    """The messages whose buttons can be pressed now."""
    return [entry for entry in driver.person.received if not entry.deleted and entry.current_buttons]


def answering(driver: TelegramDriver) -> list[Entry]:
    """Those whose buttons answer a question."""
    return [entry for entry in standing(driver) if answerable(entry)]


async def press(driver: TelegramDriver, data: str) -> None:
    """A button of the newest message that has any."""
    driver.person.presses_raw(data, standing(driver)[-1].message_id)
    await driver.world.settled(driver.api)


async def reach(driver: TelegramDriver, place: str) -> None:
    """Begin, and go on until this question stands there; at no time do two messages have buttons that answer."""
    driver.person.starts(driver.token)
    await driver.world.settled(driver.api)
    for _ in range(60):
        assert len(answering(driver)) <= 1
        buttons = standing(driver)[-1].current_buttons
        if f"skip:{place}" in buttons:
            return
        onward = [data for data in buttons if data.startswith(ONWARD)]
        assert onward, driver.person.transcript()
        await press(driver, onward[0])
    raise AssertionError(f"{place} was never asked")


async def test_five_messages_have_one_receipt_and_a_sign_each(driver: TelegramDriver) -> None:
    world, person = driver.world, driver.person
    async with world.served():
        await reach(driver, "P2")
        for words in ("one", "two", "three", "four", "five"):
            person.says(words)
            await world.settled(driver.api)
        receipts = [e for e in person.received if not e.deleted and e.text.startswith("Saved.")]
        assert (len(receipts), answering(driver)) == (1, receipts)
        said = [e for e in person.chat if e.who != "bot" and e.text in {"one", "two", "three", "four", "five"}]
        assert [bool(e.reactions) for e in said] == [False, True, True, True, True]
        await press(driver, "next:P2")
        assert len(answering(driver)) == 1
        assert "next:P2" not in answering(driver)[0].current_buttons
    world.store.close()


async def test_a_receipt_that_waits_is_taken_back_when_something_newer_is_said(driver: TelegramDriver) -> None:
    world, person = driver.world, driver.person
    world.timing = replace(world.timing, receipt=3600.0)
    async with world.served():
        await reach(driver, "P2")
        person.says("one")
        await world.settled(driver.api)
        person.says("two")
        person.presses_raw("next:P2", standing(driver)[-1].message_id)
        await world.settled(driver.api)
        assert len([e for e in person.received if e.text.startswith("Saved.")]) == 1
        assert len(answering(driver)) == 1
    world.store.close()


async def test_what_stands_beside_leaves_the_question_its_buttons_and_goes_with_the_next(
    driver: TelegramDriver,
) -> None:
    world, person = driver.world, driver.person
    async with world.served():
        await reach(driver, "P2")
        for _ in range(2):
            person.says("/help")
            await world.settled(driver.api)
            assert [e.current_buttons[0].split(":")[-1] for e in answering(driver)] == ["P2"]
            assert len(standing(driver)) <= 2
        person.presses_raw("skip:P2", answering(driver)[0].message_id)
        await world.settled(driver.api)
        assert len(standing(driver)) == 1
    world.store.close()


async def test_whether_a_yes_was_meant_is_asked_with_the_buttons_there_and_nowhere_else(driver: TelegramDriver) -> None:
    world, person = driver.world, driver.person
    async with world.served():
        person.starts(driver.token)
        await world.settled(driver.api)
        for pressed in ("choose:W1:en", "choose:W2:yes", "choose:C1:yes", "yes:about"):
            await press(driver, pressed)
        for words, place in (("yes please", "C2"), ("ok", "C3"), ("yes please", "C3")):
            person.says(words)
            await world.settled(driver.api)
            assert [e is person.received[-1] for e in answering(driver)] == [True]
            assert f"choose:{place}:yes" in answering(driver)[0].current_buttons
    world.store.close()


@pytest.mark.parametrize(("kind", "times"), [("429", 1), ("500", 2), ("reset", 1)])
async def test_buttons_that_could_not_be_taken_off_go_by_themselves(
    driver: TelegramDriver, kind: str, times: int
) -> None:
    """Nothing more has to be said for that, and what is said meanwhile does not wait for it."""
    world, person = driver.world, driver.person
    async with world.served():
        await reach(driver, "P2")
        fault = driver.api.fault("editMessageReplyMarkup", kind, times, chat_id=person.chat_id)
        person.says("one")
        await person.expects("Saved.")
        await world.settled(driver.api)
        assert (fault.hits, len(answering(driver))) == (times, 1)
    world.store.close()


async def test_buttons_that_could_not_be_taken_off_before_a_restart_go_after_it(driver: TelegramDriver) -> None:
    world, person = driver.world, driver.person
    async with world.served():
        await reach(driver, "P2")
        fault = driver.api.fault("editMessageReplyMarkup", 500, None, chat_id=person.chat_id)
        person.says("one")
        await person.expects("Saved.")
        await driver.api.until(lambda: fault.hits)
        question = answering(driver)[0]
    assert question.current_buttons
    fault.stop()
    async with world.served():
        await world.settled(driver.api)
        assert [e.text.startswith("Saved.") for e in answering(driver)] == [True]
    world.store.close()


async def test_a_receipt_that_could_not_be_deleted_loses_its_buttons(driver: TelegramDriver) -> None:
    world, person = driver.world, driver.person
    async with world.served():
        await reach(driver, "P2")
        fault = driver.api.fault("deleteMessage", 502, 1, chat_id=person.chat_id)
        for words in ("one", "two"):
            person.says(words)
            await world.settled(driver.api)
        assert (fault.hits, [e is person.received[-1] for e in answering(driver)]) == (1, [True])
    world.store.close()


FOUR = ("epilepsy", "chest", "heart", "pain")


async def test_that_no_more_can_be_chosen_is_said_until_it_is_closed(driver: TelegramDriver) -> None:
    """A word that goes by itself after three seconds is not read aloud; "Saved" need not be."""
    world, person, answers = driver.world, driver.person, []
    async with world.served():
        await reach(driver, "P2")
        for pressed in ("open:more", "open:hub", "open:H", "skip:H1", *(f"toggle:H2:{c}" for c in FOUR), "next:H2"):
            await press(driver, pressed)
        for code in FOUR:
            answers.append(person.presses_raw(f"toggle:H2-what:{code}", standing(driver)[-1].message_id))
            await world.settled(driver.api)
        assert [a.answer["show_alert"] for a in answers if a.answer] == [False, False, False, True]
        assert (answers[-1].answer or {})["text"].startswith("You can choose up to 3.")
    world.store.close()
