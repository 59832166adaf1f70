"""Forwarded messages: somebody else may have said them. They are marked, and left out if the person says so.

Whatever they say, they are never taken for the person's own: they choose, consent, command and open nothing.
"""

from __future__ import annotations

from dialogs import answering, commands, distress, joining, phrases, side_questions, unplaced
from dialogs.copies import replace
from dialogs.inputs import Next, No, Say, Yes
from dialogs.messages import ALWAYS, RESUME, Button, Message, Row, plain
from dialogs.navigation import Scene, ask_again
from dialogs.questionnaire import ItemType
from dialogs.response import OVER, Response, Status
from dialogs.text import Text, say
from dialogs.turn import Turn

SCREEN = side_questions.Kind.FORWARDED
_ROWS: tuple[Row, ...] = (
    (Button(say(phrases.KEEP_MARKED), Yes(SCREEN)),),
    (Button(say(phrases.LEAVE_THEM_OUT), No(SCREEN)),),
)


def hear(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Keep forwarded words, marked, and ask about them; refuse a forwarded voice."""
    response = turn.response
    if response.status is Status.WITHDRAWN:
        return commands.after_withdrawal(scene, turn, said)
    turn = _with_card(scene, turn, said)
    if response.status in OVER:
        return commands.over(scene, turn)
    if not response.consented:
        return _before_consent(scene, turn)
    if said.attachment is not None:
        turn = turn.saying(plain(say(phrases.VOICE_FORWARDED), brief=True))
        said = replace(said, attachment=None)
    if not said.words:
        return turn
    if unplaced.waits(said, response):
        return unplaced.put_aside(turn, said)
    return place(scene, turn, said)


def _before_consent(scene: Scene, turn: Turn) -> Turn:
    """Keep nothing; ask what is on, where anything is asked now."""
    response = turn.response
    if response.halted or response.held:
        return turn.saying(plain(say(phrases.NOT_SAVED_YET), rows=() if response.held else (RESUME,)))
    return ask_again(scene, turn, say(phrases.NOT_SAVED_YET)) if response.at else commands.begin(scene, turn)


def place(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Keep the words with the question above them, marked, and ask whether they may stay."""
    kept = joining.join_forwarded(scene, turn, said)
    if kept.response.status in OVER:
        return kept
    if kept.response.halted:
        return kept.saying(replace(plain(say(phrases.FORWARDED), rows=(RESUME,)), replies_to=said.sent))
    kept = kept.now(forwards=(*kept.response.forwards, said.sent))
    asked = kept.saying(replace(_asked(kept.response), replies_to=said.sent))
    return side_questions.asking(asked, side_questions.Kind.FORWARDED)


def decides(response: Response, said: object) -> bool:
    """Return whether this is the answer to what was asked about forwarded words."""
    return bool(response.forwards) and said in (Yes(SCREEN), No(SCREEN))


def decide(scene: Scene, turn: Turn, *, keeps: bool) -> Turn:
    """Leave the forwarded words marked where they are, or take them out of the record."""
    places, turn = turn.response.forwards, turn.now(forwards=())
    if keeps:
        return _goes_on(scene, turn, say(phrases.FORWARDED_KEPT))
    for answer in tuple(turn.response.answers.values()):
        if any(w.sent in places for w in answer.text):
            left = replace(answer.without(places), answered_at=scene.now)
            turn = turn.keeping(left) if turn.response.status in OVER else answering.keep(turn, left)
    return _goes_on(scene, turn, say(phrases.FORWARDED_LEFT))


def _with_card(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Show whom to call where the words sound like danger: whose they are is not known, so nothing stops."""
    return turn.saying(
        *(
            distress.card_beside(scene, turn.response, danger, forwarded=True)
            for danger in sorted(distress.heard_in(said))
        )
    )


def _asked(response: Response) -> Message:
    """Ask whether to keep the words; where nothing is asked now, say that they are marked."""
    rows = (*_ROWS, RESUME if response.status is Status.PAUSED else ALWAYS)
    return replace(plain(say(phrases.FORWARDED), say(phrases.FORWARDED_ASK), rows=rows), once=SCREEN)


def _goes_on(scene: Scene, turn: Turn, heard: Text) -> Turn:
    """Say it, with the way on."""
    response = turn.response
    if response.status in OVER or response.held:
        return turn.saying(plain(heard))
    if response.halted or response.status is Status.PAUSED:
        return turn.saying(plain(heard, rows=(RESUME,)))
    item = scene.questionnaire.items.get(response.at)
    answer = response.answers.get(response.at)
    if item and item.type is ItemType.TEXT and answer and answer.growing and answer.is_told:
        return turn.saying(plain(heard, rows=((Button(say(phrases.NEXT), Next(item.link_id)),), ALWAYS)))
    return ask_again(scene, turn, heard)
