"""What one response may hold: what is above that is not kept, and said not to be; what was kept stays, and all else works."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import pytest

from dialogs import meaning, phrases, typed
from dialogs.asides import SOUND_FULL, WORDS_FULL
from dialogs.inputs import Say
from dialogs.interview import respond
from dialogs.response import Status
from dialogs.sums import LEAST, MOST_LETTERS
from dialogs.turn import FlagKind
from dialogs.voice import MOST_SOUND
from tests.dialogs.core import SPOKEN, CoreDriver
from tests.dialogs.test_voice import YES, spoken
from tests.dialogs.tiny import choice, text
from tests.scenario import Begins, Edits, Presses, Says

PAGES = "She sang. " * 2000


def full(driver: CoreDriver) -> CoreDriver:
    """The same conversation, with as much written in it as there is room for."""
    driver.response = replace(driver.response, written=MOST_LETTERS)
    return driver


def msgids(driver: CoreDriver) -> list[str]:
    """What was said last."""
    return [p.text.msgid for m in driver.turn.messages for p in m.paragraphs]


def kept(driver: CoreDriver) -> list[str]:
    """All words on record that count."""
    return [w.text for a in driver.response.answers.values() for w in a.text]


@pytest.mark.promise("not-saved")
def test_a_long_life_is_kept_whole_and_what_is_above_is_said_not_to_be() -> None:
    driver = spoken()
    told = 0
    while True:
        driver.does(Says(PAGES + str(told)))
        if WORDS_FULL in msgids(driver):
            break
        told += 1
    assert told == MOST_LETTERS // len(PAGES + "10")
    assert kept(driver) == [PAGES + str(n) for n in range(told)]
    assert phrases.SAVED_FIRST not in msgids(driver)
    before = replace(driver.response, aside=None)
    driver.does(Says(PAGES))
    assert replace(driver.response, aside=None) == before
    driver.does(Says("She was kind."))
    assert kept(driver)[-1] == "She was kind."


def test_what_was_changed_counts_too() -> None:
    driver = spoken()
    for n in range(MOST_LETTERS // len(PAGES) + 1):
        driver.does(Says(f"{PAGES}{n}"))
        driver.does(Edits(f"{PAGES}{n}", f"{n} {PAGES}"))
        if driver.turn.unkept:
            break
    assert n <= MOST_LETTERS // len(PAGES) // 2 + 1


def test_many_short_messages_are_not_free() -> None:
    driver = spoken()
    driver.does(Says("ah"))
    assert driver.response.written == LEAST


@pytest.mark.parametrize(("deed", "status"), [("/pause", Status.PAUSED), ("help", None), ("stop", None)])
def test_orders_and_buttons_work_where_it_is_full(deed: str, status: Status | None) -> None:
    driver = full(spoken(choice("B"), text("D")))
    driver.does(Says(deed))
    assert WORDS_FULL not in msgids(driver) or deed == "stop"
    assert status is None or driver.response.status is status


def test_a_choice_can_be_made_where_it_is_full() -> None:
    driver = full(spoken(choice("B"), text("D")))
    driver.does(Presses("choose:B:yes"))
    assert driver.response.at == "D"


def test_danger_is_heard_where_it_is_full() -> None:
    driver = full(spoken())
    driver.does(Says("I want to kill myself"))
    assert driver.response.halted
    assert FlagKind.DISTRESS in driver.turn.flags
    assert WORDS_FULL in msgids(driver)
    assert phrases.DISTRESS_UNSAVED not in msgids(driver)
    assert kept(driver) == []


def test_before_anything_is_kept_nothing_is_counted() -> None:
    driver = CoreDriver()
    driver.does(Says(PAGES))
    assert driver.response.written == 0


@pytest.mark.promise("voice-not-kept")
def test_sound_has_a_sum_too_and_words_go_on() -> None:
    driver = spoken(**YES)
    driver.response = replace(driver.response, sounded=MOST_SOUND - 10)
    driver.take(driver.words("", attachment=replace(SPOKEN, bytes=10)))
    assert driver.response.sounded == MOST_SOUND
    driver.take(driver.words("", attachment=replace(SPOKEN, bytes=1)))
    assert msgids(driver)[0] == SOUND_FULL
    assert driver.response.sounded == MOST_SOUND
    assert not driver.turn.deposits
    driver.does(Says("She sang."))
    assert kept(driver) == ["She sang."]


def test_sound_that_is_not_kept_after_all_takes_no_room() -> None:
    driver = spoken()
    driver.take(driver.words("", attachment=replace(SPOKEN, bytes=1000)))
    assert driver.response.sounded == 1000
    driver.does(Presses("choose:voice:no"))
    assert driver.response.sounded == 0


@pytest.mark.parametrize("sign", ["\ufdfa", "\u1e9e", "\u0958", "\u3316"])
def test_what_is_read_of_a_message_does_not_grow_with_it(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sign stands for up to eighteen letters: a long message is cut before it is brought to its one form."""
    read = []

    def counted(form: Literal["NFKC", "NFKD"], words: str) -> str:
        read.append(len(words))
        return unicodedata.normalize(form, words)

    for module in (meaning, typed):
        monkeypatch.setattr(module, "unicodedata", Counting(counted))
    driver = CoreDriver()
    driver.does(Begins())
    # The lists that words are compared with are read once, by whoever writes first.
    respond(driver.questionnaire, driver.response, Say(words="hello", sent=998), now=driver.now)
    for place in ("W1", "W2", "C1", "about", "C2", "C3", "C4", "C5", "W3"):
        assert driver.response.at == place
        read.clear()
        respond(driver.questionnaire, driver.response, Say(words=sign * 20_000, sent=999), now=driver.now)
        assert sum(read) < 20_000, place
        item = driver.questionnaire.items.get(place)
        driver.does(Presses(f"choose:{place}:{item.options[0].code}" if item and item.options else f"yes:{place}"))


@dataclass
class Counting:
    """`unicodedata`, with an eye on how much is brought to one form."""

    normalize: Callable[[Literal["NFKC", "NFKD"], str], str]

    def __getattr__(self, name: str) -> object:
        return getattr(unicodedata, name)
