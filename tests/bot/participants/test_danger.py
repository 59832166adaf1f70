"""Danger in what somebody types whom we do not know: whom to call comes before codes, and no wrong code is counted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.rounds.arrivals import Opening
from dialogs import phrases
from dialogs.inputs import Amend, Choose, Media, Say
from storage.engine.unit_of_work import Store
from storage.schema.tables import flags, throttles
from tests.bot.participants.test_several import CONSENT, Chat

OF_THE_FORM_OF_A_CODE = [
    "wish I was dead",
    "want to be dead",
    "rather be dead",
    "wanting to die",
    "I wanted to die",
    "voglio morire",
    "vorrei morire",
]


@pytest.fixture
def nobody(store: Store, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """An account that has no invitation."""
    monkeypatch.delenv("INTERVIEW_LANGUAGES", raising=False)
    return Chat(store)


@pytest.mark.parametrize("words", [*OF_THE_FORM_OF_A_CODE, "I am such a burden", "My dad hits my mum"])
def test_whom_to_call_comes_before_codes(nobody: Chat, words: str) -> None:
    for said in (Say(words=words, sent=1), Amend(words=words, sent=1)):
        told = "\n".join(nobody.does(said))
        assert ("116 123" in told, "does not work" in told, phrases.NO_INVITATION in told) == (True, False, False)


def test_such_words_are_no_wrong_guesses(nobody: Chat) -> None:
    token = nobody.invited("Margaret", "LDR-1")
    nobody.does(*(Say(words=words, sent=n) for n in range(3) for words in OF_THE_FORM_OF_A_CODE))
    with nobody.store.read() as work:
        assert work.execute(select(throttles)).all() == []
    assert "Are you" in nobody.does(Opening(token))[0]


def test_a_contact_is_no_code(nobody: Chat) -> None:
    """A number abroad has twelve digits, as many as a code has signs."""
    told = nobody.does(Say(words="447700900123", sent=1, media=Media.CONTACT))
    assert ["does not work" in one for one in told] == [False]
    with nobody.store.read() as work:
        assert work.execute(select(throttles)).all() == []


def test_a_code_is_a_code_still(nobody: Chat) -> None:
    assert "does not work" in nobody.does(Say(words="ABCD EFGH JKMN", sent=1))[0]


@pytest.mark.parametrize("words", ["I am such a burden", "My dad hits my mum", "I want to die"])
def test_what_is_said_before_anybody_is_known_changes_nothing(nobody: Chat, words: str) -> None:
    nobody.does(Opening(nobody.invited("Margaret", "LDR-1")))
    assert "999" in "\n".join(nobody.does(Say(words=words, sent=1)))
    assert nobody.does(Choose("W2", "yes")) != []
    with nobody.store.read() as work:
        assert work.execute(select(flags)).all() == []
    assert nobody.does(*CONSENT[1:3]) != []
    assert ("1. Yes", "choose:C2:yes") in nobody.buttons
