"""Words that wait as a note: written in distress or out of the conversation, they are no answer before the person says so.

The offer to put them with their question stands at that question (`screens.question`) until the person is done with it.
"""

from __future__ import annotations

from dialogs import answering, phrases
from dialogs.answers import NOTE, Answer, Words
from dialogs.copies import replace
from dialogs.inputs import AbsentReason, Say
from dialogs.navigation import Scene, ask_again
from dialogs.questionnaire import Item, ItemType
from dialogs.response import Offered
from dialogs.screens import WORDS as SCREEN
from dialogs.screens import item_for
from dialogs.text import say
from dialogs.turn import Turn

__all__ = ["SCREEN", "answer"]


def answer(scene: Scene, turn: Turn, *, agreed: bool) -> Turn:
    """Put the words with the question on the screen, or leave them in the note; ask that question again."""
    offered, turn = turn.response.offered, turn.now(offered=None)
    if offered is None or offered.link_id != turn.response.at:
        return ask_again(scene, turn, say(phrases.OTHER_BUTTON))
    if not agreed:
        return ask_again(scene, turn, say(phrases.SAVED_NOTE))
    turn, moved = _taken_out(scene, turn, offered)
    return _put(scene, turn, item_for(scene.questionnaire, turn.response, offered.link_id), moved)


def _taken_out(scene: Scene, turn: Turn, offered: Offered) -> tuple[Turn, Answer]:
    """Take the words out of the note, in its next revision; also return a note with them alone."""
    note = turn.response.answers[NOTE]
    moved, left = _only(note, offered.sent, inside=True), _only(note, offered.sent, inside=False)
    if not left.is_told:
        return answering.keep(turn, replace(note, superseded=True, growing=False)), moved
    return answering.keep(turn, replace(left, revision=note.revision + 1, answered_at=scene.now)), moved


def _only(note: Answer, places: tuple[int, ...], *, inside: bool) -> Answer:
    return replace(
        note,
        text=tuple(w for w in note.text if (w.sent in places) is inside),
        recordings=tuple(r for r in note.recordings if (r.sent in places) is inside),
    )


def _put(scene: Scene, turn: Turn, item: Item, moved: Answer) -> Turn:
    """One message of words is understood as if it was written at the question; more are kept in their order."""
    kept = turn.response.answers.get(item.link_id)
    if len(moved.messages) == 1 and moved.text and not (kept and kept.came_from(moved.text[0].sent)):
        put = answering.words(scene, turn, item, _said(moved.text[0]))
        asks = any(m.prompt for m in put.messages)
        return put if asks else ask_again(scene, replace(put, messages=turn.messages), say(phrases.SAVED_MORE))
    joined = _joined(answering.growing(scene, turn, item), moved)
    turn = answering.keep(turn, replace(joined, answered_at=scene.now))
    heard = phrases.SAVED_MORE if item.type is ItemType.TEXT else answering.to_do(turn.response.answers[item.link_id])
    return ask_again(scene, turn, say(heard))


def _joined(answer: Answer, moved: Answer) -> Answer:
    """Return the answer with these messages in their places; an edited message replaces the earlier one."""
    words = {w.sent: w for w in (*answer.text, *moved.text)}
    spoken = {r.sent: r for r in (*answer.recordings, *moved.recordings)}
    return replace(
        answer,
        text=tuple(words[sent] for sent in sorted(words)),
        recordings=tuple(spoken[sent] for sent in sorted(spoken)),
        absent=None if answer.absent is AbsentReason.SKIPPED else answer.absent,
    )


def _said(words: Words) -> Say:
    return Say(words=words.text, sent=words.sent)
