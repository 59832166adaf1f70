"""Handle words from somebody who comes back: after a pause, a reminder or a long silence the question is out of sight.

The words answer nothing. They are a note, the question is asked again, and there they can put their words (`keeping`).
"""

from __future__ import annotations

from dialogs import answering, phrases
from dialogs.inputs import Above, Channel, Say, Unseen
from dialogs.messages import plain
from dialogs.navigation import WHEN, Scene, ask_again
from dialogs.response import Response, Status
from dialogs.route import DONE
from dialogs.text import Text, say
from dialogs.turn import Turn

# What is said there is kept in the same way whether it was seen or not.
_ALWAYS_HEARD = ("", WHEN, DONE)


def is_away(response: Response, said: Say) -> bool:
    """Tell whether the writer can't have seen the question on the screen just now. On a page it stands above the words."""
    if response.channel == Channel.PAGE or response.at in _ALWAYS_HEARD:
        return False
    if said.above is Above.REPLIED and said.about == response.at:
        return False
    return response.status is Status.PAUSED or response.away or said.unseen is not None


def welcome(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Keep the words as a note, if words are kept, and ask the question again; once for words that come in a row."""
    before = turn.response
    kept = answering.set_aside(scene, turn, said, before.at) if before.consented else turn
    if said.unseen is Unseen.IN_A_ROW and before.welcomed:
        return kept.saying(plain(_kept(before, said), brief=True))
    offered = kept.response.offered is not None and kept.response.offered.link_id == before.at
    told = () if offered else (_kept(before, said),)
    return ask_again(scene, kept, say(phrases.WELCOME_BACK), *told).now(welcomed=scene.now)


def _kept(response: Response, said: Say) -> Text:
    if not response.consented:
        return say(phrases.HELD_NOT_SAVED)
    return say(phrases.VOICE_NOTE if said.attachment else phrases.SAVED_NOTE)
