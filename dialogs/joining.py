"""Words that join the answer to a question that is not, or not any more, the one on the screen."""

from __future__ import annotations

from dialogs import answering, day_answers, flags, phrases, returning
from dialogs.answers import Answer
from dialogs.copies import replace
from dialogs.inputs import Change, Say
from dialogs.messages import RESUME, Button, Message, Row, plain
from dialogs.navigation import Scene, go_on
from dialogs.questionnaire import ItemType
from dialogs.route import NAME, enabled, name_to_confirm
from dialogs.text import Text, say
from dialogs.turn import Turn


def late_words(scene: Scene, turn: Turn, link_id: str, said: Say) -> Turn:
    """Words that were written before the question on the screen was sent join the question above them."""
    answer = _answer_above(scene, turn, link_id)
    if answer is None:
        noted = answering.note(scene, turn, said)
        return replace(noted, messages=(*turn.messages, *(_replying(m, said) for m in noted.messages[-1:])))
    found = day_answers.days_of(scene, turn, answer.link_id, said.words)
    joined = replace(day_answers.joined(answer, said, found), answered_at=scene.now)
    raised = flags.raised_late(answer, joined)
    turn = answering.renaming(turn, joined).flagging(*raised)
    saved = _saved_where(scene, turn, link_id, said)
    if turn.response.at == NAME and name_to_confirm(turn.response) is None:
        told = go_on(scene, turn, *saved)
        return replace(told, messages=(*told.messages[:-1], _replying(told.messages[-1], said)))
    more = (*day_answers.left_over(found), *(flags.told(joined) if raised else ()))
    receipt = replace(
        plain(*saved, *more, rows=_to_change(scene, link_id, said)), once="" if more else f"{saved[0].msgid} {link_id}"
    )
    return turn.saying(_replying(receipt, said))


def join(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Add words said while something else was on the screen to their question's answer, or to the new one being written."""
    answer = _answer_above(scene, turn, said.about or "")
    if answer is None:
        return replace(answering.note(scene, turn, said), messages=turn.messages)
    if turn.response.changing == answer.link_id and not answer.growing:
        item = scene.questionnaire.items[answer.link_id]
        answer = answering.growing(scene, turn.now(wording=answer.question), item)
    found = day_answers.days_of(scene, turn, answer.link_id, said.words)
    joined = replace(day_answers.joined(answer, said, found), answered_at=scene.now)
    raised = flags.raised_late(answer, joined)
    turn = answering.renaming(turn, joined).flagging(*raised)
    return turn.saying(plain(*flags.told(joined))) if raised else turn


def join_forwarded(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Somebody else's words join the answer that there is, as it is, or begin one; else they are a note."""
    about = turn.response.at if said.about is None else said.about
    answer = _answer_above(scene, turn, about)
    if answer is None or (about == turn.response.at and returning.is_away(turn.response, said)):
        return answering.noted(scene, turn, said)
    return answering.keep(turn, replace(answer.says(said), answered_at=scene.now))


def _to_change(scene: Scene, link_id: str, said: Say) -> tuple[Row, ...]:
    """Offer to change what was chosen, to somebody who has replied to a choice: their words choose nothing there."""
    is_chosen = scene.questionnaire.items[link_id].type is not ItemType.TEXT and said.reply_to is not None
    return ((Button(say(phrases.CHANGE_THIS), Change(link_id)), RESUME[0]),) if is_chosen else ()


def _saved_where(scene: Scene, turn: Turn, link_id: str, said: Say) -> tuple[Text, ...]:
    """Say with which question words were saved: the one just before this one, or one that is named."""
    asked, at = turn.response.asked, turn.response.at
    before = asked[: asked.index(at)] if at in asked else asked
    if before[-1:] == (link_id,):
        return (say(phrases.VOICE_EARLIER if said.attachment else phrases.SAVED_EARLIER),)
    voice = (say(phrases.VOICE_MORE),) if said.attachment else ()
    return (*voice, say(phrases.SAVED_WITH), say(scene.questionnaire.items[link_id].text))


def _replying(message: Message, said: Say) -> Message:
    """The message as a reply to these words, so that it is seen which ones it speaks of."""
    return replace(message, replies_to=said.sent)


def _answer_above(scene: Scene, turn: Turn, link_id: str) -> Answer | None:
    """The answer that words below this question join; None if it does not apply, or was never shown."""
    if link_id not in {i.link_id for i in enabled(scene.questionnaire, turn.response)}:
        return None
    shown = {**turn.response.left_open, turn.response.at: turn.response.wording}
    left = shown.get(link_id)
    fresh = None if left is None else answering.fresh(scene, turn, link_id, question=left)
    return turn.response.answers.get(link_id, fresh)
