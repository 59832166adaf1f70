"""Agree on the name that is used from now on: read the answer to "Shall I say Mags?" in words."""

from __future__ import annotations

from dialogs import answering, consent, phrases, whether
from dialogs.inputs import Say
from dialogs.meaning import NO, YES, Guess, yes_or_no
from dialogs.navigation import Scene
from dialogs.route import NAME
from dialogs.text import say
from dialogs.turn import Turn
from dialogs.typed import plain_words
from dialogs.wishes import Wish, wished


def words(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Words at the short name: yes, no or skip, if they are plain; else they say more about the name."""
    numbers = {"1": Guess(YES, sure=True), "2": Guess(NO, sure=True)}
    if _passes(scene, said):
        return answering.unnamed(scene, turn, say(phrases.SKIPPED))
    guess = numbers.get(plain_words(said.words)) or yes_or_no(said.words, turn.response.language)
    if guess is None:
        return answering.words_about_name(scene, turn, said)
    code = whether.decided(scene, guess, said.words, turn.response.language)
    if code is None:
        return consent.ask_anew(scene, turn, said)
    if code:
        return answering.name(scene, turn, agreed=code == YES)
    return consent.ask_whether(scene, turn, said, guess, say(phrases.YES if guess.code == YES else phrases.NO).at(NAME))


def _passes(scene: Scene, said: Say) -> bool:
    """Tell whether the words leave this question out: to skip, not to know, rather not to say."""
    labels = {phrases.SKIP, phrases.DO_NOT_KNOW, phrases.RATHER_NOT_SAY}
    return bool(
        scene.spoken.labels_in(said.words) & labels or wished(said.words) & {Wish.SKIP, Wish.UNKNOWN, Wish.DECLINED}
    )
