"""Words that wait: the question above them is being sent, so nobody knows yet whether they stand above or below it.

They are no answer before that is known, whatever they say. What becomes of the question tells, and then they are placed.
"""

from __future__ import annotations

from typing import TypeGuard

from dialogs import joining, phrases, voice
from dialogs.copies import replace
from dialogs.inputs import Above, Amend, Input, Say
from dialogs.messages import RESUME, Message, plain
from dialogs.navigation import Scene
from dialogs.response import OVER, Response, Status
from dialogs.route import NAME, VOICE
from dialogs.text import say
from dialogs.turn import Turn


def waits(said: Input, response: Response) -> TypeGuard[Say]:
    """Return whether these are words that can't be placed yet. Before consent nothing is kept, so nothing waits."""
    return isinstance(said, Say) and said.above is Above.SOON and response.consented and response.status not in OVER


def put_aside(turn: Turn, said: Say) -> Turn:
    """Keep the words until it is known where they belong, and say nothing."""
    others = tuple(w for w in turn.response.unplaced if w.sent != said.sent)
    return turn.now(unplaced=tuple(sorted((*others, said), key=lambda w: w.sent)))


def taken(response: Response, sent: int) -> Response:
    """Return the response without the message at this place among those that wait."""
    return replace(response, unplaced=tuple(w for w in response.unplaced if w.sent != sent))


def amend(turn: Turn, edited: Amend) -> Turn | None:
    """Change a message that waits; None if it is none of those."""
    if all(w.sent != edited.sent for w in turn.response.unplaced):
        return None
    changed = tuple(replace(w, words=edited.words) if w.sent == edited.sent else w for w in turn.response.unplaced)
    return turn.now(unplaced=changed).saying(plain(say(phrases.EDIT_SAVED), brief=True))


def is_stray(scene: Scene, response: Response, said: Say) -> bool:
    """Return whether words may not have been written to what they would decide: a consent, who is there, a name."""
    decides = response.at == NAME or response.at in (*scene.questionnaire.setup, VOICE)
    stray = not said.above.is_sure or (not response.consented and said.about not in (None, response.at))
    return stray and said.attachment is None and (decides or not response.consented)


def is_quiet(response: Response) -> bool:
    """Return whether nothing may be asked or go on because of words that were written before."""
    return response.halted or response.held or response.status in OVER or response.status is Status.PAUSED


def keep_quietly(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Keep the words with their question, or as a note; nothing moves, and no more is said than that they are kept."""
    before = turn.response
    turn, told = voice.without_asking(turn, said)
    kept = joining.join(scene, turn, told) if told else turn
    amended = kept.response.status is Status.AMENDED
    still = kept.now(at=before.at, wording=before.wording, asked=before.asked, left_open=before.left_open)
    status = kept.response.status if amended else before.status
    return replace(still.now(status=status), messages=_receipt(before, said), repaint=None, toast=None)


def _receipt(response: Response, said: Say) -> tuple[Message, ...]:
    """Say that the words are kept, to somebody who has paused or must wait; any other person was told."""
    if response.halted or response.status in OVER:
        return ()
    heard = phrases.HELD_SAVED if response.held else phrases.SAVED_MORE
    return (replace(plain(say(heard), rows=() if response.held else (RESUME,)), replies_to=said.sent),)
