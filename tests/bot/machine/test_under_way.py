"""Words that come while a question is under way: whatever becomes of it, they stand with the question above them in the chat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dialogs.inputs import Amend, Attachment, Media, Say
from storage.outbox.queue import UNTRIED, Mark
from storage.schema.vocabulary import CallState
from tests.bot.machine.machine import REFERENCE, Person, Road, copied
from tests.bot.machine.test_machine import at_the_questions, presses
from tests.records import record

NEXT = "choose:R1:sibling"
EARLIER = "Saved with your answer to the question before this one."


@pytest.fixture(scope="module")
def ready(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Road:
    """Two people at the questions."""
    return at_the_questions(sqlite_template, tmp_path_factory.mktemp("under-way"))


@pytest.fixture
def road(ready: Road) -> Iterator[Road]:
    """The same, to be changed."""
    again = copied(ready)
    yield again
    again.store.close()


def told(road: Road) -> dict[str, Any]:
    """What Ann's answers hold that count, from R1 on."""
    with road.store.read() as work:
        everybody = record(work, REFERENCE, road.now)["participants"]
    found = next(p["answers"] for p in everybody if p["to"] == "Ann")
    return {a["link_id"]: a["value"] for a in found if not a["superseded"] and a["link_id"] not in {"W1", "W3"}}


def goes_on(road: Road) -> Person:
    """Ann answers R1, and R2 is being sent."""
    ann = road.people[0]
    presses(road, ann, NEXT)
    road.take(road.pending())
    assert road.claimed[0].place == "R2"
    return ann


def becomes(road: Road, outcome: str) -> None:
    """What becomes of R2, and of the edit that goes along: noted with the next round."""
    question, *edits = road.claimed
    road.send(question, outcome)
    for edit in edits:
        if outcome == "sent":
            road.send(edit, "sent")
        else:
            road.claimed.remove(edit)
            road.marks.append(Mark(id=edit.id, state=CallState.DUE, due_at=road.now, error=UNTRIED))


def writes(road: Road, *messages: str) -> None:
    """Ann's messages come, each in a round of its own."""
    for words in messages:
        road.does(road.people[0], Say(words=words, sent=0))
        road.take(road.pending())


ABOVE = {"R1": {"codes": ["sibling"], "text": ["1", "and more"]}}
# Sent once more, the question was most likely there the first time.
BETWEEN = {"R1": {"codes": ["sibling"]}, "R2": {"codes": ["together"], "text": ["and more"]}}


@pytest.mark.parametrize("outcome", ["sent", "429", "refused"])
def test_words_above_the_question_join_the_one_above_them_at_once(road: Road, outcome: str) -> None:
    ann = goes_on(road)
    writes(road, "1", "and more")
    assert told(road) == {"R1": {"codes": ["sibling"]}}
    becomes(road, outcome)
    road.take([])
    assert told(road) == ABOVE
    road.drain()
    road.compare()
    assert told(road) == ABOVE
    assert EARLIER in {e.text for e in ann.chat.entries}


@pytest.mark.parametrize("outcome", ["500", "no answer", "lost reply"])
def test_words_wait_until_the_question_is_sent_once_more(road: Road, outcome: str) -> None:
    goes_on(road)
    writes(road, "1", "and more")
    becomes(road, outcome)
    road.take([])
    assert told(road) == {"R1": {"codes": ["sibling"]}}
    road.drain()
    road.compare()
    assert told(road) == BETWEEN


def test_the_receipts_speak_of_the_words_and_come_after_the_question(road: Road) -> None:
    ann = goes_on(road)
    writes(road, "1", "and more")
    sent = [w.sent for w in ann.model.response.unplaced]
    becomes(road, "sent")
    road.take([])
    receipt = road.claimed[0]
    assert (receipt.wire["text"], receipt.wire["reply_parameters"]["message_id"]) == (EARLIER, sent[0])


def test_words_below_the_question_answer_it_though_its_mark_is_not_there_yet(road: Road) -> None:
    goes_on(road)
    becomes(road, "sent")
    marks, road.marks = road.marks, []
    writes(road, "1")
    assert "R2" not in told(road)
    road.marks = marks
    road.take([])
    assert told(road)["R2"] == {"codes": [road.people[0].model.response.answers["R2"].codes[0]]}
    road.drain()
    road.compare()


def test_words_that_come_with_the_mark_are_placed_at_once(road: Road) -> None:
    ann = goes_on(road)
    road.does(ann, Say(words="1", sent=0))
    becomes(road, "sent")
    road.does(ann, Say(words="2", sent=0))
    road.take(road.pending())
    assert told(road)["R1"] == {"codes": ["sibling"], "text": ["1"]}
    assert len(told(road)["R2"]["codes"]) == 1
    road.drain()
    road.compare()


@pytest.mark.parametrize("sent", [False, True], ids=["before it was sent", "after"])
@pytest.mark.parametrize("words", ["before", "after"])
def test_a_death_between_sending_and_noting_loses_nothing(road: Road, sent: bool, words: str) -> None:
    ann = goes_on(road)
    if words == "before":
        writes(road, "1")
    if sent:
        becomes(road, "sent")
    if words == "after":
        road.does(ann, Say(words="1", sent=0))
    road.die()
    road.start()
    road.drain()
    road.compare()
    assert told(road) == {"R1": {"codes": ["sibling"]}, "R2": {"codes": ["together"]}}
    assert ann.model.response.at == "R3"


def test_while_a_process_stops_what_is_noted_is_placed(road: Road) -> None:
    goes_on(road)
    writes(road, "1")
    becomes(road, "sent")
    road.rounds.sends = ()
    road.take([])
    assert told(road)["R1"] == {"codes": ["sibling"], "text": ["1"]}


def test_a_blocked_chat_keeps_what_was_written(road: Road) -> None:
    goes_on(road)
    writes(road, "1")
    row = road.claimed.pop(0)
    road.claimed.clear()
    road.marks.append(Mark(id=row.id, state=CallState.FAILED, error="403", gone=True))
    road.take([])
    assert told(road)["R1"] == {"codes": ["sibling"], "text": ["1"]}


def test_an_edit_and_a_voice_message_wait_as_words_do(road: Road) -> None:
    ann = goes_on(road)
    writes(road, "late")
    place = ann.model.response.unplaced[0].sent
    road.does(ann, Amend(words="her elder", sent=place), at=place)
    spoken = Attachment(kind=Media.VOICE, seconds=7, bytes=10, mime="audio/ogg", where="file")
    road.does(ann, Say(words="", sent=0, attachment=spoken))
    road.take(road.pending())
    becomes(road, "sent")
    road.take([])
    assert told(road)["R1"] == {"codes": ["sibling"], "text": ["her elder"]}
    assert ann.model.response.at == "voice"


def test_a_second_person_is_not_held_up(road: Road) -> None:
    goes_on(road)
    ben = road.people[1]
    writes(road, "1")
    presses(road, ben, NEXT)
    road.take(road.pending())
    assert [row.wire["chat_id"] for row in road.claimed if row.place == "R2"] == [7001, 7002]
    road.drain()
    road.compare()


def test_words_wait_in_the_store_and_not_in_the_process(road: Road) -> None:
    """They are placed by whoever hears what became of the question."""
    goes_on(road)
    writes(road, "1")
    claimed, road.claimed = road.claimed, []
    road.rounds = replace(road.rounds, owner="another")
    road.marks = [Mark(id=row.id, state=CallState.SENT, message_id=500 if row.place else None) for row in claimed]
    road.take([])
    assert told(road)["R1"] == {"codes": ["sibling"], "text": ["1"]}
