"""Words at a place that is no question: something to read, a card, the short name, the hub, the check, the end."""

from __future__ import annotations

from collections.abc import Collection

from dialogs import answering, asides, at_check, between_parts, calling, consent, courtesy, phrases, under_card, whether
from dialogs.cards import CARDS
from dialogs.copies import replace
from dialogs.inputs import Press, Say, Yes
from dialogs.meaning import YES, goes_on, yes_or_no
from dialogs.navigation import Scene, ask_again, ask_in_short
from dialogs.response import CHECK
from dialogs.route import DONE, NAME
from dialogs.text import Text, say
from dialogs.turn import Turn
from dialogs.wishes import Wish, wished


def words(scene: Scene, turn: Turn, said: Say) -> Turn | Press:
    """Return the turn that follows from the words, or the button that they mean."""
    at = turn.response.at
    if at in {DONE, *CARDS} and courtesy.is_thanks(turn.response, said):
        return courtesy.answer(turn)
    wishes = wished(said.words)
    if at in CARDS and under_card.says_nothing(turn.response, said):
        return Yes(at)
    if Wish.REST in wishes and at != DONE:
        return consent.offer_rest(scene, turn, said)
    if screen := scene.questionnaire.screen(at):
        return _at_reading(scene, turn, said, wishes, say(screen.button))
    if at == NAME:
        return calling.words(scene, turn, said)
    if at == CHECK:
        return at_check.words(scene, turn, said)
    if press := between_parts.chosen_in_words(scene, turn, said):
        return press
    noted = answering.note(scene, turn, said)
    return noted if at == DONE else ask_again(scene, noted)


def _at_reading(scene: Scene, turn: Turn, said: Say, wishes: Collection[Wish], button: Text) -> Turn | Press:
    """Words at a screen to read: the way on; else it is said how to go on, and what may be kept is a note."""
    at, language = turn.response.at, turn.response.language
    if goes_on(said.words, language):
        return Yes(at)
    if (guess := yes_or_no(said.words, language)) and guess.code == YES:
        if whether.confirms(scene, guess, said.words, language):
            return Yes(at)
        return consent.ask_whether(scene, turn, said, guess, button)
    if turn.response.consented:
        turn, told = answering.noted(scene, turn, said), [say(phrases.SAVED_NOTE)]
    else:
        asks = courtesy.is_thanks(turn.response, said) or Wish.NEXT in wishes
        told = [] if asks else [say(phrases.NOT_SAVED_YET)]
    short = ask_in_short(scene, turn, *told, say(asides.TO_GO_ON, choice=button))
    *before, last = short.messages
    return replace(short, messages=(*before, replace(last, once=f"to go on {at} {bool(told)}")))
