"""Ask nothing while a review has to wait; keep what is said, and say that it is kept."""

from __future__ import annotations

from dialogs import answering, orders, phrases, unplaced, voice
from dialogs.answers import Words
from dialogs.copies import replace
from dialogs.inputs import Amend, Input, Say
from dialogs.messages import plain
from dialogs.navigation import Scene
from dialogs.response import OVER, Status
from dialogs.text import say
from dialogs.turn import Turn


def wait(scene: Scene, turn: Turn, said: Input) -> Turn:
    """Keep words, ask nothing, and say that the review waits; a command that they may be is offered."""
    before = turn.response
    later = say(phrases.HELD_LATER, phone=scene.questionnaire.programme["phone"])
    if isinstance(said, Say | Amend) and turn.response.consented and turn.response.status not in OVER:
        keeping = _noted(scene, turn, said) if isinstance(said, Say) else _amended(scene, turn, said)
        amended = keeping.response.status is Status.AMENDED
        turn = replace(keeping if amended else keeping.now(status=turn.response.status), messages=())
        saved = phrases.VOICE_MORE if turn.deposits else phrases.HELD_SAVED
        is_kept = turn.answers or turn.response.unplaced != before.unplaced
        heard = say(saved if is_kept else phrases.HELD_NOT_SAVED)
        button = orders.offered(scene, turn.response, said.words)
        rows = ((button,),) if button else ()
        return turn.saying(plain(heard, say(phrases.HELD), later, rows=rows, brief=not rows))
    unheard = (say(phrases.HELD_NOT_SAVED),) if isinstance(said, Say | Amend) else ()
    return turn.saying(plain(*unheard, say(phrases.HELD), later, brief=True))


def _noted(scene: Scene, turn: Turn, said: Say) -> Turn:
    turn, told = voice.without_asking(turn, said)
    return answering.note(scene, turn, told) if told else turn


def _amended(scene: Scene, turn: Turn, said: Amend) -> Turn:
    return unplaced.amend(turn, said) or answering.amend(scene, turn, Words(said.sent, said.words))
