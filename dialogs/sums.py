"""How much one response may hold, of words and of sound. What is above that is told kindly, and nothing before it is lost.

Counted is all that was ever kept, also what was changed afterwards. Whether somebody is safe is heard in any case.
"""

from __future__ import annotations

from collections.abc import Iterator

from dialogs import distress
from dialogs.answers import NOTE
from dialogs.asides import WORDS_FULL
from dialogs.copies import replace
from dialogs.danger import Danger
from dialogs.inputs import Amend, Input, Say
from dialogs.messages import plain
from dialogs.navigation import Scene
from dialogs.response import Response
from dialogs.text import say
from dialogs.turn import Turn

# Some four hundred pages of a book.
MOST_LETTERS = 1_000_000
# However short a message is, it takes room.
LEAST = 100


def within(scene: Scene, before: Response, said: Input, turn: Turn) -> Turn:
    """Return the turn with what it keeps counted; where there is no room for that, the turn that says so."""
    grown = sum(max(len(words), LEAST) for _, words in {*_kept(before, turn, turn.response)} - {*_was(before, turn)})
    if not grown:
        return turn
    if before.written + grown > MOST_LETTERS and isinstance(said, Say | Amend):
        return _full(scene, before, said)
    return turn.now(written=before.written + grown)


def _full(scene: Scene, before: Response, said: Say | Amend) -> Turn:
    """Keep nothing of this message, and say so; whom to call stands there too, where its words may need that."""
    full = say(WORDS_FULL, phone=scene.questionnaire.programme["phone"])
    dangers = distress.heard_in(said)
    turn = Turn(response=replace(before, aside=None), unread=True, unkept=full)
    turn = distress.stop(scene, turn, said, unkept=full) if Danger.CLEAR in dangers else turn.saying(plain(full))
    return distress.beside(scene, before, turn, dangers)


_Message = tuple[int, str]


def _kept(before: Response, turn: Turn, after: Response) -> Iterator[_Message]:
    """Name the messages in what the turn leaves, by their places in the chat."""
    for answer in turn.answers:
        if not answer.superseded:
            yield from ((w.sent, w.text) for w in answer.text)
    if after.unplaced is not before.unplaced:
        yield from ((w.sent, w.words) for w in after.unplaced)


def _was(before: Response, turn: Turn) -> Iterator[_Message]:
    """Name those that were there: in these answers, in the note, and where words wait."""
    for link_id in {*(a.link_id for a in turn.answers), NOTE}:
        if (answer := before.answers.get(link_id)) is not None:
            yield from ((w.sent, w.text) for w in answer.text)
    yield from ((w.sent, w.words) for w in before.unplaced)
