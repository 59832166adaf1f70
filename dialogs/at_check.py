"""Words and voice at the list of all answers: a number changes one; the rest is a note, with the way to finish."""

from __future__ import annotations

from dialogs import answering, asides, orders, phrases, taking_away
from dialogs.inputs import Change, Channel, Say, Send
from dialogs.messages import RESUME, Button, Row, plain
from dialogs.navigation import Scene
from dialogs.text import say
from dialogs.turn import Turn

_FINISHED: Row = (Button(say(phrases.FINISHED), Send()),)


def words(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Open the answer that a number, or "change" and a number, names; keep other words as a note."""
    if (wanted := orders.numbered(scene, turn.response, said.words, bare_number=True)) is not None:
        press = Change(wanted)
        is_note = taking_away.is_about(scene, turn.response, press)
        return taking_away.answer(scene, turn, press) if is_note else answering.change(scene, turn, wanted)
    return note(scene, turn, said)


def note(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Keep words or voice as a note, and show how to finish; a page has the list and its button below that."""
    told = (say(phrases.VOICE_NOTE),) if said.attachment else (say(phrases.SAVED_NOTE), say(asides.TO_FINISH))
    rows = () if turn.response.channel == Channel.PAGE else (_FINISHED, RESUME)
    return answering.noted(scene, turn, said).saying(plain(*told, rows=rows, brief=True))
