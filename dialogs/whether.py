""" "Did you mean Yes?": what was asked about, and what words after it say to that."""

from __future__ import annotations

from dialogs.meaning import NO, YES, Guess, is_plain_yes, yes_or_no
from dialogs.navigation import Scene
from dialogs.response import Response
from dialogs.turn import Turn

_MEANT = "meant "


def remembered(turn: Turn, code: str) -> Turn:
    """Return the turn with this as what was asked about, until anything comes."""
    return turn.now(aside=f"{_MEANT}{code}")


def asked_about(response: Response) -> str:
    """Return the code of which the person was asked just now whether they meant it."""
    aside = response.aside or ""
    return aside.removeprefix(_MEANT) if aside.startswith(_MEANT) else ""


def decided(scene: Scene, guess: Guess | None, words: str, language: str) -> str | None:
    """Return the code that words decide for, by a plain yes or no or by a yes to what was asked; "" if for none.

    None where they say no to what was asked about, which may not be a no to the question.
    """
    confirmed = confirms(scene, guess, words, language)
    if confirmed:
        return scene.meant
    if confirmed is False:
        return None
    return guess.code if guess and guess.sure else ""


def confirms(scene: Scene, guess: Guess | None, words: str, language: str) -> bool | None:
    """Return whether words after "Did you mean …?" say yes to that; None where that was not asked, or they say something else.

    `guess`: what they mean as an answer to the question itself.
    """
    if not scene.meant:
        return None
    if guess and guess.code == scene.meant:
        return True if guess.whole else None
    yes = yes_or_no(words, language)
    if yes is None:
        return None
    return yes.code == YES and yes.whole and (scene.meant != NO or is_plain_yes(words, language))
