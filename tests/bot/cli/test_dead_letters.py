"""Dead letters at the command line: what failed, when and how, never what was said; and one more try."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.bootstrap import takers
from bot.clock import utc_now
from bot.rounds import settlement
from bot.rounds.arrivals import Arrival, Said, Unreadable
from bot.rounds.rounds import Rounds, _Waiting
from bot.settings import read_settings
from dialogs import phrases
from dialogs.inputs import Absent, AbsentReason, Channel, Choose, Open, Say
from dialogs.reviewer_bot import phrases as desk_phrases
from storage.engine.unit_of_work import Store
from storage.outbox import queue
from storage.outbox.queue import Mark
from storage.schema.tables import dead_letters
from storage.schema.vocabulary import Bot, CallState
from tests.bot.cli.conftest import Interview
from tests.storage.people import rows

STORY = "She sang like a blackbird in the kitchen."
TO_P2: tuple[Choose | Absent, ...] = (
    Choose("R1", "sibling"),
    *(Absent(question, AbsentReason.SKIPPED) for question in ("R2", "R3", "R4", "P1")),
)
SAID = Say(words=STORY, sent=900)
NOBODY: Any = None
Buries = Callable[[Arrival], str]


def arrival(said: Said, number: int = 900, *, bot: Bot = Bot.FAMILIES, user: str = "7001") -> Arrival:
    """What somebody says."""
    return Arrival(
        bot=bot, channel=Channel.TELEGRAM, update_id=number, user=user, address=user, said=said, message_id=number
    )


def arrives(interview: Interview, *what: Arrival) -> None:
    """One round."""
    store = interview.store()
    taking = takers(read_settings(), (Bot.FAMILIES, Bot.REVIEWERS))
    rounds = Rounds(store=store, takers=taking, now=utc_now, owner="test", claimed=lambda _rows: None)
    rounds._round([_Waiting(one, NOBODY) for one in what], [])
    store.close()


@pytest.fixture
def buries(anywhere: Interview, monkeypatch: pytest.MonkeyPatch) -> Buries:
    """Something arrives, and its turn fails; gives the dead letter."""

    def fails(*_: object, **__: object) -> None:
        raise KeyError(STORY)

    def bury(what: Arrival) -> str:
        with monkeypatch.context() as patched:
            patched.setattr("dialogs.interview.respond", fails)
            patched.setattr("dialogs.reviewer_bot.respond", fails)
            arrives(anywhere, what)
        return str(anywhere.json("dead-letters", "list")[-1]["dead_letter"])

    return bury


def told(interview: Interview) -> list[list[str]]:
    """The words on record."""
    [participant] = json.loads(interview.says("record", "R-1"))["participants"]
    return [a["value"]["text"] for a in participant["answers"] if a["value"].get("text")]


def test_without_any(anywhere: Interview) -> None:
    assert anywhere.says("dead-letters", "list") == "There are no dead letters.\n"
    assert anywhere.json("dead-letters", "list") == []
    assert anywhere.refuses("dead-letters", "retry", "k7m2q9x4t3ab") == "There is no dead letter 'k7m2q9x4t3ab'."


def test_a_list_says_nothing_of_what_was_said(anywhere: Interview, buries: Buries) -> None:
    account = "700120032004"
    anywhere.consenting(anywhere.invited(), *TO_P2, user=account)
    letter = buries(arrival(SAID, user=account))
    [listed] = anywhere.json("dead-letters", "list")
    assert {**listed, "at": None} == {
        "dead_letter": letter,
        "bot": "families",
        "at": None,
        "failure": "KeyError",
        "retried_at": None,
    }
    shown = anywhere.says("dead-letters", "list")
    assert letter in shown
    assert STORY not in shown
    assert account not in shown


def test_an_input_is_taken_once_more(anywhere: Interview, buries: Buries) -> None:
    anywhere.consenting(anywhere.invited(), *TO_P2)
    letter = buries(arrival(SAID))
    assert told(anywhere) == []
    assert anywhere.texts()[-1] == phrases.NOT_UNDERSTOOD_SAVED
    assert STORY not in anywhere.says("dead-letters", "retry", letter)
    assert told(anywhere) == [[STORY]]
    [reply] = anywhere.texts()
    assert reply.startswith("Saved")
    assert anywhere.json("dead-letters", "list")[0]["retried_at"]
    assert "retried before" in anywhere.refuses("dead-letters", "retry", letter)
    arrives(anywhere, arrival(SAID))
    assert told(anywhere) == [[STORY]]
    assert anywhere.texts() == []


def test_not_when_its_sender_has_written_since(anywhere: Interview, buries: Buries) -> None:
    anywhere.consenting(anywhere.invited(), *TO_P2)
    letter = buries(arrival(SAID))
    arrives(anywhere, arrival(Say(words="Something else", sent=901), 901))
    assert "has written since" in anywhere.refuses("dead-letters", "retry", letter)
    assert told(anywhere) == [["Something else"]]
    assert not anywhere.json("dead-letters", "list")[0]["retried_at"]


def test_only_the_last_of_several_is_taken(anywhere: Interview, buries: Buries) -> None:
    anywhere.consenting(anywhere.invited(), *TO_P2)
    first, second = buries(arrival(SAID)), buries(arrival(Say(words="In the garden", sent=901), 901))
    assert "has written since" in anywhere.refuses("dead-letters", "retry", first)
    anywhere.says("dead-letters", "retry", second)
    assert told(anywhere) == [["In the garden"]]


def test_others_may_have_written(anywhere: Interview, buries: Buries) -> None:
    review = anywhere.review()
    anywhere.consenting(anywhere.invite(review), *TO_P2)
    other = anywhere.invite(review)
    letter = buries(arrival(SAID))
    anywhere.consenting(other, *TO_P2, user="7002")
    anywhere.says("dead-letters", "retry", letter)


def test_what_fails_again_stays_as_it_was(anywhere: Interview, buries: Buries, monkeypatch: pytest.MonkeyPatch) -> None:
    anywhere.consenting(anywhere.invited(), *TO_P2)
    letter = buries(arrival(SAID))

    def fails(*_: object, **__: object) -> None:
        raise KeyError(STORY)

    with monkeypatch.context() as patched:
        patched.setattr("dialogs.interview.respond", fails)
        sentence = anywhere.refuses("dead-letters", "retry", letter)
    assert sentence == f"The dead letter {letter} fails again (KeyError): nothing is changed."
    anywhere.says("dead-letters", "retry", letter)


def test_what_nobody_can_read(anywhere: Interview, buries: Buries) -> None:
    letter = buries(arrival(Unreadable('{"update_id": 9}')))
    assert "cannot be retried" in anywhere.refuses("dead-letters", "retry", letter)
    store = anywhere.store()
    with store.begin() as work:
        work.execute(dead_letters.update().values(payload=b"not sealed"))
        work.commit()
    store.close()
    assert "cannot be retried" in anywhere.refuses("dead-letters", "retry", letter)


def test_what_telegram_refused(anywhere: Interview) -> None:
    """It is listed with the rest; it is no input, so there is nothing to retry."""
    anywhere.consenting(anywhere.invited(), *TO_P2)
    refuse(anywhere.store())
    [listed] = anywhere.json("dead-letters", "list")
    assert listed["failure"] == "Refused 400"
    assert "cannot be retried" in anywhere.refuses("dead-letters", "retry", listed["dead_letter"])


def refuse(store: Store) -> None:
    """The first call that waits is refused for good."""
    with store.begin() as work:
        [row, *_] = queue.claim(work, "test", [Bot.FAMILIES], utc_now())
        settlement.settle(work, [Mark(id=row.id, state=CallState.FAILED, error="400")], utc_now())
        work.commit()
    store.close()


def test_what_a_withdrawn_participant_said_is_gone(anywhere: Interview, buries: Buries) -> None:
    invited = anywhere.invited()
    anywhere.consenting(invited, *TO_P2)
    refuse(anywhere.store())
    buries(arrival(SAID))
    anywhere.says("withdraw", invited["invitation"])
    assert anywhere.json("dead-letters", "list") == []


def test_a_reviewers_input(anywhere: Interview, buries: Buries) -> None:
    code = anywhere.json("reviewer", "add", "Jo Carter")["enrolment_code"]
    arrives(anywhere, arrival(Say(words=code, sent=1), 1, bot=Bot.REVIEWERS))
    anywhere.sent(Bot.REVIEWERS)
    letter = buries(arrival(Open("review"), bot=Bot.REVIEWERS))
    assert anywhere.texts(Bot.REVIEWERS) == [desk_phrases.NOT_TAKEN]
    anywhere.says("dead-letters", "retry", letter)
    assert desk_phrases.REFERENCE in anywhere.texts(Bot.REVIEWERS)[0]


def test_not_when_a_reviewer_has_written_since(anywhere: Interview, buries: Buries) -> None:
    code = anywhere.json("reviewer", "add", "Jo Carter")["enrolment_code"]
    arrives(anywhere, arrival(Say(words=code, sent=1), 1, bot=Bot.REVIEWERS))
    letter = buries(arrival(Open("review"), bot=Bot.REVIEWERS))
    arrives(anywhere, arrival(Open("help"), 901, bot=Bot.REVIEWERS))
    assert "has written since" in anywhere.refuses("dead-letters", "retry", letter)


def test_nothing_of_it_is_in_the_clear(anywhere: Interview, buries: Buries) -> None:
    anywhere.consenting(anywhere.invited(), *TO_P2)
    buries(arrival(SAID))
    refuse(anywhere.store())
    store = anywhere.store()
    assert not any(STORY.encode() in row.payload or b"text" in row.payload for row in rows(store, dead_letters))
    store.close()
