"""Words beside an order are kept where words are kept, with the question they belong to; nothing else moves."""

from __future__ import annotations

from dialogs import answering, joining, phrases, unplaced
from dialogs.answers import Answer, Words
from dialogs.copies import replace
from dialogs.inputs import AbsentReason, Amend, Command, Say
from dialogs.messages import Paragraph
from dialogs.navigation import Scene
from dialogs.orders import Order, is_away
from dialogs.response import OVER
from dialogs.route import NAME
from dialogs.text import say
from dialogs.turn import Turn

# Their replies say by themselves what became of the words, or ask for other words.
_ASIDE = (Command.HELP, Command.TALK, Command.PRIVACY)


def keep(scene: Scene, turn: Turn, said: Say | Amend, words: str) -> Turn:
    """The turn with these words of the message; an edited message that commands now is no part of an answer any more."""
    before = turn.response
    if not before.consented or before.status in OVER:
        return turn
    if isinstance(said, Amend):
        kept = _edited(scene, turn, said, words)
    else:
        kept = _put(scene, turn, replace(said, words=words)) if words else turn
    still = kept.now(at=before.at, wording=before.wording, asked=before.asked, left_open=before.left_open)
    return replace(still, messages=(), repaint=None, toast=None)


def told(turn: Turn, order: Order) -> Turn:
    """The turn, with what became of the words if there were any beside the order."""
    if not (order.words and turn.messages and order.press in _ASIDE):
        return turn
    unsaved = phrases.HELD_NOT_SAVED if turn.response.consented else phrases.NOT_SAVED_YET
    where = Paragraph(say(phrases.HELD_SAVED if turn.answers else unsaved))
    last = turn.messages[-1]
    return replace(turn, messages=(*turn.messages[:-1], replace(last, paragraphs=(*last.paragraphs, where))))


def _put(scene: Scene, turn: Turn, said: Say) -> Turn:
    """The words with the question they belong to, else as a note."""
    at = turn.response.at
    if unplaced.waits(said, turn.response):
        return unplaced.put_aside(turn, said)
    if said.about not in (None, at, NAME) and at != NAME:
        return joining.late_words(scene, turn, str(said.about), said)
    item = scene.questionnaire.items.get(at)
    if item is None or is_away(turn.response, said) or item.link_id not in scene.questionnaire.question_ids:
        return answering.noted(scene, turn, said)
    return answering.keep(turn, replace(answering.growing(scene, turn, item), answered_at=scene.now).says(said))


def _edited(scene: Scene, turn: Turn, said: Amend, words: str) -> Turn:
    if words:
        waiting = unplaced.amend(turn, replace(said, words=words))
        return waiting or answering.amend(scene, turn, Words(said.sent, words))
    return without(scene, turn.leaving(unplaced.taken(turn.response, said.sent)), said.sent)


def without(scene: Scene, turn: Turn, sent: int) -> Turn:
    """Take the message at this place out of the answer that holds it, if one does: it was a command and nothing else."""
    answer = next((a for a in turn.response.answers.values() if a.came_from(sent)), None)
    turn = turn.leaving(turn.response.without_offer((sent,)))
    return _taken_out(scene, turn, answer, sent) if answer else turn


def _taken_out(scene: Scene, turn: Turn, answer: Answer, sent: int) -> Turn:
    """Take a message out of an answer. An emptied answer that was finished becomes a skip; one that still grows goes."""
    revision = answer.revision if answer.growing else answer.revision + 1
    left = replace(
        answer.unnames(sent).without((sent,)), growing=answer.growing, revision=revision, answered_at=scene.now
    )
    if not left.has_value and left.absent is None:
        left = replace(left, superseded=True) if left.growing else left.is_absent(AbsentReason.SKIPPED)
    return answering.renaming(turn, left)
