"""Voice messages at rest: kept once, sealed for their place, with their participant; whatever comes twice or too late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from dialogs.inputs import Absent, AbsentReason, Choose, Command, Input, Say, Yes
from storage.engine.unit_of_work import Store
from storage.keys.sealing import KeyRing, SealError, new_ring_entry
from storage.maintenance.rotation import rewrap
from storage.outbox import queue
from storage.outbox.queue import FETCH, FETCH_LEASE, LEASE, Fetched, Letter, Mark
from storage.record import erasure
from storage.record.attachments import expected
from storage.record.attachments import files as taken_out
from storage.record.reading import record
from storage.repositories import attachments as voices
from storage.repositories import fetched_files, responses
from storage.repositories.attachments import attachment_place
from storage.schema.tables import attachments, invitations
from storage.schema.vocabulary import Bot, CallState
from tests.dialogs.core import SPOKEN
from tests.storage.people import LATER, NOW, REFERENCE, Visitor, consenting, invited, rows, taken

SOUND = b"OggS\x00" + bytes(range(256))
HERE = replace(SPOKEN, where="")


def at_a_story(store: Store, *then: Input) -> Visitor:
    """Somebody at a question that wants a story, after these inputs."""
    visitor = consenting(store, invited(store))
    visitor.skips_to("P2")
    visitor.does(*then)
    return visitor


def speaks(visitor: Visitor, content: bytes | None, *then: Input, sent: int = 100) -> None:
    """A voice message, with its bytes or without, and what follows it in the same round."""
    with visitor.store.begin() as work:
        conversation = visitor.current(work)
        if content is not None:
            conversation.contents[sent] = content
        spoken = SPOKEN if content is None else HERE
        for said in (Say(words="", sent=sent, attachment=spoken), *then):
            taken(conversation, said, visitor.now)
        responses.save(work, [conversation], visitor.now)
        work.commit()


def states(store: Store) -> list[tuple[int, str]]:
    """What is known of each."""
    return [(row.number, row.state) for row in rows(store, attachments)]


def settled(visitor: Visitor, *fetched: Fetched) -> list[str]:
    """What came of files that were asked for and claimed."""
    conversation = visitor.sees()
    with visitor.store.begin() as work:
        letters = [
            Letter(
                bot=Bot.FAMILIES,
                lane=f"families:voice-{n}:ab",
                method=FETCH,
                wire={"file_id": "F", "number": one.number},
                response_id=conversation.response_id,
                key_of=conversation.invitation_id,
                sealer=conversation.sealer,
            )
            for n, one in enumerate(fetched)
        ]
        queue.enqueue(work, letters, NOW)
        claimed = queue.claim(work, "me", [Bot.FAMILIES], NOW)
        marks = [Mark(id=row.id, state=CallState.SENT, fetched=one) for row, one in zip(claimed, fetched, strict=True)]
        errors = fetched_files.settle(work, marks)
        queue.mark(work, marks)
        work.commit()
    return errors


def sounds(store: Store) -> list[bytes]:
    """What can be taken out of the record."""
    with store.read() as work:
        return [file.content for file in taken_out(work, record(work, REFERENCE, LATER))]


YES, NO = Choose("voice", "yes"), Choose("voice", "no")


def test_what_the_channel_keeps_leaves_no_row_before_the_decision(store: Store) -> None:
    visitor = at_a_story(store)
    speaks(visitor, None)
    assert states(store) == []
    visitor.does(YES)
    assert states(store) == [(1, "expected")]
    with store.read() as work:
        told = record(work, REFERENCE, LATER)
    [one] = told.attachments
    assert (one.sha256, one.state, one.file, one.bytes, expected(told)) == (None, "expected", None, 10, 1)


@pytest.mark.parametrize(("decision", "left"), [(YES, [(1, "kept")]), (NO, [])])
def test_what_comes_with_its_bytes_waits_sealed(store: Store, decision: Input, left: Sequence[object]) -> None:
    visitor = at_a_story(store)
    speaks(visitor, SOUND)
    assert states(store) == [(1, "waiting")]
    visitor.does(decision)
    assert (states(store), sounds(store)) == (left, [SOUND] if left else [])


def test_after_a_yes_it_is_kept_in_the_same_transaction(store: Store) -> None:
    visitor = at_a_story(store)
    speaks(visitor, None, YES)
    speaks(visitor, SOUND, sent=101)
    assert (states(store), sounds(store)) == ([(1, "expected"), (2, "kept")], [SOUND])


def test_what_is_fetched_is_kept_once(store: Store) -> None:
    visitor = at_a_story(store)
    speaks(visitor, None, YES)
    assert settled(visitor, Fetched(1, SOUND)) == []
    assert settled(visitor, Fetched(1, b"something else")) == []
    assert settled(visitor, Fetched(1)) == []
    assert (states(store), sounds(store)) == ([(1, "kept")], [SOUND])


def test_what_is_lost_is_told_of_once(store: Store) -> None:
    visitor = at_a_story(store)
    speaks(visitor, None, YES)
    settled(visitor, Fetched(1))
    with store.begin() as work:
        lost = voices.failed(work)
        voices.note_told(work, list(lost))
        assert (list(lost.values()), voices.failed(work)) == ([[1]], {})
        work.commit()
    assert states(store) == [(1, "lost")]


def test_what_belongs_to_nobody_any_more_is_dropped(store: Store) -> None:
    visitor = at_a_story(store)
    speaks(visitor, None, YES)
    with store.begin() as work:
        erasure.erase(work, visitor.current(work).invitation_id, NOW)
        assert fetched_files.settle(work, [Mark(id=1, state=CallState.SENT, fetched=Fetched(1, SOUND))]) == []
        work.commit()
    assert states(store) == []


@pytest.mark.parametrize("content", [None, SOUND])
def test_withdrawing_and_erasing_leave_nothing(store: Store, content: bytes | None) -> None:
    visitor = at_a_story(store)
    speaks(visitor, content, YES)
    visitor.does(Command.WITHDRAW, Yes("withdraw"))
    assert (rows(store, attachments), visitor.sees().response.waiting) == ([], ())


def test_what_is_withdrawn_in_its_own_round_is_not_kept(store: Store) -> None:
    visitor = at_a_story(store)
    speaks(visitor, None, YES)
    with store.begin() as work:
        conversation = visitor.current(work)
        conversation.contents[105] = SOUND
        taken(conversation, Say(words="", sent=105, attachment=HERE), NOW)
        taken(conversation, Command.WITHDRAW, NOW)
        taken(conversation, Yes("withdraw"), NOW)
        erasure.withdraw(work, conversation)
        responses.save(work, [conversation], NOW)
        work.commit()
    assert rows(store, attachments) == []


def test_a_sound_opens_at_its_own_place_only(store: Store) -> None:
    visitor = at_a_story(store)
    speaks(visitor, SOUND, YES)
    speaks(visitor, b"another", sent=101)
    conversation = visitor.sees()
    first, second = rows(store, attachments)
    with pytest.raises(SealError):
        conversation.sealer.open_bytes(attachment_place(conversation.response_id, 2, "content"), first.content)
    with store.begin() as work:
        work.execute(update(attachments).where(attachments.c.number == 1).values(content=second.content))
        work.commit()
    with pytest.raises(SealError):
        sounds(store)


def test_its_key_is_rotated_with_the_others(store: Store) -> None:
    visitor = at_a_story(store)
    speaks(visitor, SOUND, YES)
    old = store.vault.ring
    ring = KeyRing({**KeyRing.parse(new_ring_entry("newer")).keys, **old.keys})
    rewrap(store, ring)
    store.vault.ring = KeyRing({"newer": ring.keys["newer"]})
    store.vault.forget()
    with store.read() as work:
        wrapped = work.execute(select(invitations.c.data_key)).scalar_one()
    assert (wrapped[:6], sounds(store)) == (b"newer:", [SOUND])


def test_it_keeps_the_answer_of_a_skip(store: Store) -> None:
    visitor = at_a_story(store)
    speaks(visitor, SOUND, YES, Absent("P2", AbsentReason.SKIPPED))
    with store.read() as work:
        answers = record(work, REFERENCE, LATER).participants[0].answers
    [spoken] = [a for a in answers if a.link_id == "P2"]
    assert (spoken.text, spoken.absent, [one.after for one in spoken.attachments]) == ((), None, [0])


def test_the_lease_of_a_file_is_longer(store: Store) -> None:
    visitor = at_a_story(store)
    letter = Letter(bot=Bot.FAMILIES, lane="families:voice:ab", method=FETCH, wire={"file_id": "F", "number": 1})
    with visitor.store.begin() as work:
        queue.enqueue(work, [letter], NOW)
        [claimed] = queue.claim(work, "a", [Bot.FAMILIES], NOW)
        assert queue.claim(work, "b", [Bot.FAMILIES], NOW + LEASE) == []
        assert [c.id for c in queue.claim(work, "b", [Bot.FAMILIES], NOW + FETCH_LEASE)] == [claimed.id]


def test_two_that_were_sent_at_the_same_place_of_two_chats_are_both_kept(store: Store) -> None:
    """A response may move; each chat counts its messages anew."""
    visitor = at_a_story(store)
    speaks(visitor, SOUND, YES)
    speaks(visitor, b"OggS another")
    assert sorted(sounds(store)) == sorted([SOUND, b"OggS another"])
