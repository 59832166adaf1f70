"""Take typed words that answer a question asked beside the interview, where they are not simply its button."""

from __future__ import annotations

from dialogs import answering, heeding, phrases
from dialogs.copies import replace
from dialogs.inputs import Input, Say
from dialogs.messages import plain
from dialogs.navigation import Scene, ask_again
from dialogs.response import Response
from dialogs.side_questions import Heard, Kind, buttons, obeyed
from dialogs.text import say
from dialogs.turn import Turn


def ask_whether(scene: Scene, turn: Turn, said: Say, heard: Heard) -> Turn:
    """Ask whether the words meant this button; a yes to that, or either button, decides. What else they say is kept."""
    kept = _kept(scene, turn, said) if heard.more else turn
    both, asked = buttons(heard.asked), replace(heard.asked, meant=heard.meant)
    whether = say(phrases.DID_YOU_MEAN, choice=both[heard.meant].label)
    told = () if not heard.more else (say(phrases.SAVED_NOTE if kept.answers else phrases.HELD_NOT_SAVED),)
    if asked.kind is Kind.WORDS:
        again = ask_again(scene, kept, *told, whether)
    else:
        limit = (say(phrases.WITHDRAW_SURE),) if asked.kind is Kind.DELETION else ()
        again = kept.saying(plain(*told, whether, *limit, rows=(tuple(both.values()),)))
    return again.now(aside=str(asked))


def without_obeyed(scene: Scene, turn: Turn, before: Response, said: Input) -> Turn:
    """Return the turn without the words that were kept as an answer and were a command after all, which is obeyed now."""
    sent = obeyed(before, said)
    return turn if sent is None else heeding.without(scene, turn, sent)


def _kept(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Keep the words as a note where words are kept, and say nothing."""
    if not turn.response.consented or turn.response.closed:
        return turn
    return answering.noted(scene, turn, said)
