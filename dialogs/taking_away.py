"""Take words away that wait as a note: one message by its own button, or all of it where only one is there.

They are no part of the record then. A note that somebody may not be safe stays, and this is said.
"""

from __future__ import annotations

from dialogs import answering, phrases, side_questions
from dialogs.answers import NOTE, Words
from dialogs.asides import TAKE_AWAY, WORDS_AWAY
from dialogs.copies import replace
from dialogs.inputs import Change, No, Press
from dialogs.listing import numbered_answer
from dialogs.messages import RESUME, Button, Message, Paragraph, Role
from dialogs.navigation import Scene, ask_again
from dialogs.response import Response
from dialogs.screens import AWAY
from dialogs.text import Text, say, verbatim
from dialogs.turn import Turn

__all__ = ["answer", "is_about"]


def is_about(scene: Scene, response: Response, said: No | Change) -> bool:
    """Tell whether a press is about words of the note: takes some away, or names the note to change it."""
    if isinstance(said, No):
        return said.screen.partition("-")[0] == AWAY
    note, named = response.answers.get(NOTE), said.link_id or ""
    is_named = NOTE in {named, numbered_answer(scene.questionnaire, response, named)}
    return is_named and note is not None and bool(note.text)


def answer(scene: Scene, turn: Turn, said: No | Change) -> Turn:
    """Take the words away, or show them to be taken away."""
    return _take_away(scene, turn, said.screen) if isinstance(said, No) else _offer(turn)


def _offer(turn: Turn) -> Turn:
    """Show the words of the note, each message with the button that takes it away."""
    words = turn.response.answers[NOTE].text
    several = len(words) > 1
    shown = [Paragraph(verbatim(w.text), Role.WORDS, number=n if several else 0) for n, w in enumerate(words, 1)]
    rows = tuple((Button(_label(n, several=several), _press(w)),) for n, w in enumerate(words, 1))
    told = turn.saying(Message(paragraphs=(Paragraph(say(phrases.YOU_WROTE)), *shown), rows=(*rows, RESUME)))
    return side_questions.asking(told, side_questions.Kind.NOTE, ",".join(str(w.sent) for w in words))


def _take_away(scene: Scene, turn: Turn, screen: str) -> Turn:
    """Take the words out of the note: those of one message, or those that are offered to the question on the screen."""
    response = turn.response
    note, places = response.answers.get(NOTE), _places(response, screen)
    if note is None or not any(w.sent in places for w in note.text):
        return ask_again(scene, turn, say(phrases.OTHER_BUTTON))
    left = replace(note.without(places), answered_at=scene.now)
    if not left.is_told:
        left = replace(left, superseded=True, growing=False)
    turn = answering.keep(turn, left)
    return ask_again(scene, turn.leaving(turn.response.without_offer(places)), *_told(response))


def _told(response: Response) -> tuple[Text, ...]:
    stays = (say(phrases.WITHDRAW_NOTE),) if response.unsafe else ()
    return (say(WORDS_AWAY), *stays)


def _places(response: Response, screen: str) -> tuple[int, ...]:
    """Return the places that a button names; without one, those that wait for the question on the screen."""
    _, _, sent = screen.partition("-")
    if sent.isdecimal():
        return (int(sent),)
    offered = response.offered
    return offered.sent if offered and offered.link_id == response.at else ()


def _label(number: int, *, several: bool) -> Text:
    return say(phrases.OPTION, number=str(number), choice=say(TAKE_AWAY)) if several else say(TAKE_AWAY)


def _press(words: Words) -> Press:
    return No(f"{AWAY}-{words.sent}")
