"""Unclear danger, and danger to somebody else: whom to call is shown beside what is said anyway, and nothing stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.inputs import Amend
from dialogs.response import Status
from dialogs.turn import FlagKind, NoticeKind
from tests.dialogs.core import SPOKEN, CoreDriver
from tests.dialogs.test_distress import ENDED, PLACES
from tests.dialogs.tiny import AGREEING, agreed, chat, choice, opened, press, said, text, values, write

UNCLEAR, OTHERS, CLEAR = "I am such a burden", "My dad hits my mum", "I want to die"
HELP, SAFETY = "116 123", "adult social care"
ITEMS = (text("A"), choice("B"), text("D"))


def cards(driver: CoreDriver, of: str) -> int:
    """How many of the messages just said are this card."""
    return sum(of in message for message in said(driver))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("words", "card", "flags"), [
    (UNCLEAR, HELP, ()),
    (OTHERS, SAFETY, (FlagKind.SAFEGUARDING_URGENT,)),
])  # fmt: skip
def test_the_card_comes_last_and_nothing_stops(place: str, words: str, card: str, flags: tuple[FlagKind, ...]) -> None:
    driver, quiet = PLACES[place](), PLACES[place]()
    write(quiet, "They had a garden there")
    write(driver, words)
    assert (cards(driver, card), card in said(driver)[-1]) == (1, True)
    assert [message.replace(words, "They had a garden there") for message in said(driver)[:-1]] == said(quiet)
    assert (driver.response.halted, driver.response.unreminded, driver.response.at) == (
        False,
        quiet.response.unreminded,
        quiet.response.at,
    )
    assert driver.turn.flags == flags
    assert {k: v for k, v in values(driver).items() if v != values(quiet).get(k)} != {}


@pytest.mark.parametrize(("words", "card"), [(UNCLEAR, HELP), (OTHERS, SAFETY)])
def test_at_one_question_the_card_is_shown_once_a_day(words: str, card: str) -> None:
    driver = write(chat(*ITEMS), words)
    assert cards(write(driver, words), card) == 0
    assert cards(write(press(driver, "next:A"), words), card) == 1
    driver.now += timedelta(days=1)
    assert cards(write(driver, words), card) == 1


def test_somebody_else_at_risk_is_flagged_every_time() -> None:
    driver = write(chat(*ITEMS), OTHERS, OTHERS)
    assert (driver.turn.flags, driver.turn.notices) == (
        (FlagKind.SAFEGUARDING_URGENT,),
        (NoticeKind.SAFEGUARDING_URGENT,),
    )


@pytest.mark.parametrize(("words", "card"), [(UNCLEAR, HELP), (OTHERS, SAFETY)])
def test_an_edit_and_the_words_with_a_voice_message_are_read_too(words: str, card: str) -> None:
    driver = write(chat(*ITEMS), "Fine")
    driver.take(Amend(words=words, sent=driver.response.answers["A"].text[0].sent))
    assert cards(driver, card) == 1
    spoken = agreed("skip:R1")
    spoken.take(spoken.words(words, attachment=SPOKEN))
    assert cards(spoken, card) == 1


def test_in_clear_danger_one_card_is_enough_and_both_are_flagged() -> None:
    driver = write(chat(*ITEMS), f"{CLEAR}. {OTHERS}.")
    assert (driver.response.halted, len(driver.turn.messages)) == (True, 1)
    assert set(driver.turn.flags) == {FlagKind.DISTRESS, FlagKind.SAFEGUARDING_URGENT}


def test_while_the_questions_have_stopped_only_somebody_elses_danger_adds_a_card() -> None:
    driver = write(chat(*ITEMS), CLEAR)
    assert len(said(write(driver, UNCLEAR))) == 1
    assert (cards(write(driver, OTHERS), SAFETY), driver.response.halted) == (1, True)
    assert driver.turn.flags == (FlagKind.SAFEGUARDING_URGENT,)


@pytest.mark.parametrize("words", [UNCLEAR, OTHERS, CLEAR])
@pytest.mark.parametrize("done", range(4))
def test_what_an_unknown_visitor_writes_changes_nothing_for_who_is_invited(words: str, done: int) -> None:
    driver = opened(*AGREEING[:done])
    known = driver.response.bound
    before = driver.response
    write(driver, words)
    assert "999" in said(driver)[-1]
    if not known:
        assert (driver.turn.flags, driver.turn.notices, driver.turn.response.halted) == ((), (), False)
        assert (driver.response.unreminded, driver.response.unsafe, driver.response.beside) == (
            before.unreminded,
            before.unsafe,
            before.beside,
        )


@pytest.mark.parametrize("ended", ENDED)
@pytest.mark.parametrize(("words", "card"), [(UNCLEAR, HELP), (OTHERS, SAFETY)])
def test_after_the_end_whom_to_call_is_still_shown(ended: str, words: str, card: str) -> None:
    driver = ENDED[ended]()
    before = dict(driver.record)
    write(driver, words)
    assert (cards(driver, card), driver.record) == (1, before)
    told = words == OTHERS and ended in {"declined", "stopped"}
    assert driver.turn.flags == ((FlagKind.SAFEGUARDING_URGENT,) if told else ())


def test_a_held_review_shows_it_too() -> None:
    driver = agreed("choose:R1:sibling")
    driver.response = replace(driver.response, held=True)
    assert cards(write(driver, OTHERS), SAFETY) == 1
    assert (driver.turn.flags, driver.response.status) == ((FlagKind.SAFEGUARDING_URGENT,), Status.IN_PROGRESS)
