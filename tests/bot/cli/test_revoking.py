"""`interview revoke` in the family's Telegram chat: a copy, the way to delete, the phone number; and what the command says."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs import phrases
from dialogs.asides import ENDED_CAN
from dialogs.inputs import Change, Choose, Command, Input, Language, Next, No, Open, Say, Yes
from tests.bot.cli.conftest import Interview
from tests.storage.people import STORY, TOLD

WAYS = ["answers", "withdraw"]


def pressable(wire: dict[str, Any]) -> list[str]:
    """What the buttons of a message carry."""
    rows = wire.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


@pytest.fixture
def invited(anywhere: Interview) -> Any:
    """An invitation with answers, revoked."""
    made = anywhere.invited()
    anywhere.consenting(made, *TOLD)
    said = anywhere.says("revoke", made["invitation"])
    assert "every browser is signed out" in said
    assert "delete it" in said
    anywhere.sent()
    return made


def heard(anywhere: Interview, invited: Any, *said: Input) -> list[dict[str, Any]]:
    """What the family hears of the last of this; what was said before it stands in the chat already."""
    anywhere.family(invited, *said)
    return anywhere.sent()


@pytest.mark.parametrize(
    "said",
    [
        Say(words="one more thing", sent=900),
        Command.RESUME,
        Command.PAUSE,
        Command.STOP,
        Change(),
        Language("en"),
        Next("P3"),
        Choose("H4", "yes"),
        Open("more"),
    ],
    ids=str,
)
def test_whatever_is_said_the_chat_offers_what_can_still_be_done(
    anywhere: Interview, invited: Any, said: Input
) -> None:
    [told] = heard(anywhere, invited, said)
    assert told["text"].startswith("This invitation is not open any more.")
    assert ENDED_CAN in told["text"]
    assert pressable(told) == WAYS
    assert "one more thing" not in anywhere.says("record", "R-1")


def test_the_link_itself_leads_there_again(anywhere: Interview, invited: Any) -> None:
    anywhere.family(invited)
    [told] = anywhere.sent()
    assert (ENDED_CAN in told["text"], pressable(told)) == (True, WAYS)
    anywhere.family(invited, user="7002")
    [stranger] = anywhere.texts()
    assert stranger.startswith("This link or code does not work")


def test_a_copy_without_a_way_to_change_it(anywhere: Interview, invited: Any) -> None:
    [told] = heard(anywhere, invited, Command.ANSWERS)
    assert STORY in told["text"]
    assert pressable(told) == WAYS
    assert "on hold" not in told["text"]


def test_everything_can_be_deleted(anywhere: Interview, invited: Any) -> None:
    [asked] = heard(anywhere, invited, Command.WITHDRAW)
    assert pressable(asked) == ["yes:withdraw", "no:withdraw"]
    [kept] = heard(anywhere, invited, Command.WITHDRAW, No("withdraw"))
    assert pressable(kept) == WAYS
    [deleted] = heard(anywhere, invited, Command.WITHDRAW, Yes("withdraw"))
    assert "Your answers are deleted" in deleted["text"]
    assert STORY not in anywhere.says("record", "R-1")
    [after] = heard(anywhere, invited, Say(words="hello", sent=901))
    assert (ENDED_CAN in after["text"], pressable(after)) == (False, [])


@pytest.mark.parametrize("said", [Command.HELP, Command.TALK, Command.PRIVACY], ids=str)
def test_help_leads_back_to_what_can_still_be_done(anywhere: Interview, invited: Any, said: Input) -> None:
    told = heard(anywhere, invited, said)
    assert pressable(told[-1])[-2:] == WAYS
    assert "resume" not in pressable(told[-1])


def test_words_that_may_mean_danger_are_answered_with_whom_to_call(anywhere: Interview, invited: Any) -> None:
    first, last = heard(anywhere, invited, Say(words="I want to die", sent=902))
    assert "999" in first["text"]
    assert pressable(last) == WAYS


def test_a_closed_review_offers_the_same(anywhere: Interview) -> None:
    made = anywhere.invited()
    anywhere.consenting(made, *TOLD)
    anywhere.says("review", "close", "R-1")
    anywhere.sent()
    [told] = heard(anywhere, made, Say(words="one more thing", sent=900))
    assert (ENDED_CAN in told["text"], pressable(told)) == (True, WAYS)


def test_of_an_unused_one_the_command_says_less(anywhere: Interview) -> None:
    made = anywhere.invited()
    said = anywhere.says("revoke", made["invitation"])
    assert said.endswith("Its link and code do not work any more.\n")


def test_nobody_but_the_invitee_is_offered_anything(anywhere: Interview) -> None:
    made = anywhere.invited()
    anywhere.family(made)
    anywhere.says("revoke", made["invitation"])
    anywhere.sent()
    anywhere.family(made, Say(words="hello", sent=900))
    assert {text.split(".")[0] for text in anywhere.texts()} == {phrases.LINK_DOES_NOT_WORK.split(".")[0]}
