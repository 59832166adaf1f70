"""Words that stand beside a choice can be taken out of the answer, while that is changed. The revision before keeps them."""

from __future__ import annotations

from dialogs import answering, asides, changing, phrases
from dialogs.copies import replace
from dialogs.inputs import AbsentReason
from dialogs.navigation import Scene, ask_again
from dialogs.screens import SAID as SCREEN
from dialogs.text import say
from dialogs.turn import Turn

__all__ = ["SCREEN", "take_out"]


def take_out(scene: Scene, turn: Turn) -> Turn:
    """Leave the words out of the answer on the screen, and say so; an answer of words alone becomes a skip."""
    item = scene.questionnaire.items.get(turn.response.at)
    if item is None or not changing.has_words_beside(turn.response, item):
        return ask_again(scene, turn, say(phrases.OTHER_BUTTON))
    answer = turn.response.answers[item.link_id]
    left = replace(answer, text=(), revision=answer.revision + 1, answered_at=scene.now)
    if not (left.has_value or left.absent):
        left = left.is_absent(AbsentReason.SKIPPED)
    return ask_again(scene, answering.keep(turn, left), say(asides.WORDS_OUT))
