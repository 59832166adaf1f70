"""What looks alike is alike on every channel: in both chats of Telegram and in the terminal."""

from __future__ import annotations

import io
from typing import Any

import pytest

from bot.families import router as families
from bot.reviewers import router as reviewers
from bot.rounds.arrivals import Opening, Said
from bot.terminal.rehearsal import Rehearsal
from dialogs.inputs import Change, Command, Input, Next, Open, Say
from dialogs.invitation import code_in, token_in
from dialogs.reviewer_bot.state import Errand
from storage.engine.unit_of_work import Store
from tests.dialogs.look_alikes import CAPITALS, LOOK_ALIKES
from tests.each import each

CODE, TOKEN = "K7M2-Q9X4-T3AB", "aB3-" * 10 + "xyz"
ANN = {"id": 7001, "is_bot": False, "first_name": "Ann"}
CHAT = {"id": 7001, "type": "private", "first_name": "Ann"}


async def heard(edge: Any, text: str, **more: Any) -> Said:
    """What a bot hears of a message."""
    message = {"message_id": 31, "date": 1_700_000_000, "chat": CHAT, "from": ANN, "text": text, **more}
    arrival = await edge.translator("7:token")({"update_id": 5, "message": message})
    assert arrival is not None
    return arrival.said  # type: ignore[no-any-return]


@each("how", LOOK_ALIKES)
async def test_a_command_in_the_chat_of_a_family(how: str) -> None:
    write = LOOK_ALIKES[how]
    assert await heard(families, write("/stop")) is Command.STOP
    assert await heard(families, write("/change 12")) == Change("12")


@each("how", LOOK_ALIKES)
async def test_a_start_with_a_code_in_either_chat(how: str) -> None:
    for edge in (families, reviewers):
        said = await heard(edge, LOOK_ALIKES[how](f"/start {CODE}"))
        words = said.credential if isinstance(said, Opening) else said.words if isinstance(said, Say) else ""
        assert code_in(words) == CODE.replace("-", "")


@each("how", sorted(LOOK_ALIKES.keys() - CAPITALS))
async def test_a_start_with_the_token_of_a_link(how: str) -> None:
    said = await heard(families, LOOK_ALIKES[how](f"/start {TOKEN}"))
    assert token_in(said.credential if isinstance(said, Opening) else "") == TOKEN


@each("how", LOOK_ALIKES)
async def test_an_errand_in_the_chat_of_a_reviewer(how: str) -> None:
    for errand in Errand:
        assert await heard(reviewers, LOOK_ALIKES[how](f"/{errand}")) == Open(errand)


@pytest.mark.parametrize("text", ["/stop", "/start abc", "\u201c/stop\u201d"])
async def test_what_was_forwarded_orders_nothing(text: str) -> None:
    origin = {"type": "user", "date": 1_700_000_000, "sender_user": ANN}
    assert isinstance(await heard(families, text, forward_origin=origin), Say)


@pytest.mark.parametrize("text", ["\u201c/stop\u201d he said", "(/next time)", "/ 5", "he said /stop"])
async def test_a_story_with_a_sign_in_it_is_a_story(text: str) -> None:
    assert isinstance(await heard(families, text), Say)


SLIPS: dict[str, Input] = {
    "\\stop": Command.STOP,
    "//stop": Command.STOP,
    "＼stop": Command.STOP,
    "/stop\u3002": Command.STOP,
    "/change3": Change("3"),
    "/change_3": Change("3"),
    "/change-3": Change("3"),
    "/change #3": Change("3"),
    "/change no. 3": Change("3"),
    "/change question 3": Change("3"),
    "/CHANGE_٣": Change("3"),
    "/change 3️⃣.": Change("3"),
}
NO_ORDERS = ["\\o/", "//", "\\stopped", "/changes3", "he wrote //stop", "\\ 5", "c:\\stop"]


@each("typed", SLIPS)
async def test_a_slip_in_a_command(typed: str, store: Store) -> None:
    """In the chat and in the terminal alike."""
    there = Rehearsal(store, turns=None, now=None, out=io.StringIO(), echo=False, place="P1")  # type: ignore[arg-type]
    assert (await heard(families, typed), there.read(typed, 1)) == (SLIPS[typed], SLIPS[typed])


@pytest.mark.parametrize("typed", NO_ORDERS)
async def test_what_looks_like_a_slip_and_is_none(typed: str) -> None:
    assert isinstance(await heard(families, typed), Say)


@each("how", LOOK_ALIKES)
def test_a_command_in_the_terminal(how: str, store: Store) -> None:
    there = Rehearsal(store, turns=None, now=None, out=io.StringIO(), echo=False, place="P1")  # type: ignore[arg-type]
    expected: dict[str, Input] = {"/stop": Command.STOP, "/next": Next("P1"), "/change 12": Change("12")}
    assert {typed: there.read(LOOK_ALIKES[how](typed), 1) for typed in expected} == expected
