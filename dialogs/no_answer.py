"""Words at an open question that are a command, or a wish to stop, and nothing else: no answer, unless the person says so.

They are kept as a note. What they may order is offered, and so is to put them with the question after all.
"""

from __future__ import annotations

from dialogs import answering, orders, phrases, resting, side_questions
from dialogs.copies import replace
from dialogs.inputs import Channel, Open, Say
from dialogs.messages import RESUME, Button, Message, plain
from dialogs.navigation import Scene
from dialogs.questionnaire import ItemType
from dialogs.response import Response
from dialogs.text import say
from dialogs.turn import Turn
from dialogs.wishes import Wish, wished


def ask(scene: Scene, turn: Turn, said: Say) -> Turn | None:
    """Return the turn that asks about such words; None where they are others, or no words are wanted."""
    at, above = turn.response.at, said.about or turn.response.at
    item = scene.questionnaire.items.get(above if above in scene.questionnaire.question_ids else at)
    if item is None or item.type is not ItemType.TEXT or said.attachment is not None:
        return None
    here, button = item.link_id == at, _command(scene, turn.response, said.words)
    wishes = button is None and wished(said.words) & {Wish.REST, Wish.FINISHED}
    if button is None and not wishes:
        return None
    kept = answering.set_aside(scene, turn, said, at if here else "")
    if button is None:
        return resting.offer(kept, item) if here else resting.beside(kept, phrases.SAVED_NOTE)
    asked = replace(kept.saying(_whether(kept.response, button, here=here)), unread=True)
    return side_questions.asking(asked, side_questions.Kind.COMMAND, side_questions.command(button.press, said.sent))


def _command(scene: Scene, response: Response, words: str) -> Button | None:
    """Return the button of the command that words are; "more" is no command, for it is a word of any story."""
    button = orders.offered(scene, response, words)
    return None if button and button.press == Open("more") else button


def _whether(response: Response, button: Button, *, here: bool) -> Message:
    """Ask whether this was meant; a page shows below it the question, with the offer to put the words there."""
    meant = say(phrases.DID_YOU_MEAN, choice=button.label)
    told = resting.to_put(response) if here else (say(phrases.SAVED_NOTE),)
    put = (resting.PUT,) if resting.is_put_here(response) and here else ()
    return plain(meant, *told, rows=((button,), *put, *(() if response.channel == Channel.PAGE else (RESUME,))))
