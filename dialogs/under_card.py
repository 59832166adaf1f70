"""Hear what is typed below a message whose way on is Go on: a card of help, whom to talk to, how this works, who reads what.

The question behind it is out of sight there. A plain yes or no, a number or thanks go on from the card and answer nothing;
words that tell something are kept as ever, but decide no consent, name or way through.
"""

from __future__ import annotations

from dialogs.answers import is_number
from dialogs.commands import MENU, REMINDERS
from dialogs.copies import replace
from dialogs.inputs import Above, Change, Channel, Choose, Command, Input, Language, Next, No, Open, Say, Send
from dialogs.meaning import goes_on, without_polite, yes_or_no
from dialogs.messages import Message
from dialogs.onward import with_a_way_on
from dialogs.orders import Order
from dialogs.questionnaire import Questionnaire
from dialogs.response import Response, Status
from dialogs.route import NAME, VOICE
from dialogs.side_questions import may_answer
from dialogs.turn import Turn
from dialogs.wishes import Wish, wished

_CARD = "card"
_ASKING = (Choose, Next, Send)


def led_on(questionnaire: Questionnaire, before: Response, turn: Turn) -> Turn:
    """Return the turn with a way on in sight, and noted as a card where that leads back to a question out of sight.

    A receipt for an answer is no card because of the way on below it; but what decides needs its question in sight even then.
    """
    is_receipt = turn.response.answers != before.answers and not decides(questionnaire, turn.response.at)
    led = with_a_way_on(questionnaire, turn)
    return replace(led, response=_marked(turn if is_receipt else led).response)


def covers(response: Response, said: Input) -> bool:
    """Tell whether a card, or the menu, stands before the question; not on a page, nor for a reply to the question itself."""
    if isinstance(said, Say) and said.above is Above.REPLIED:
        return False
    return response.aside in {_CARD, MENU} and response.channel != Channel.PAGE and _is_on(response)


def says_nothing(response: Response, said: Input) -> bool:
    """Tell whether this is a plain yes or no, a number or a wish to go on, and tells nothing besides."""
    if not isinstance(said, Say) or not may_answer(said):
        return False
    words, language = said.words, response.language
    bare = without_polite(words, language)
    guess = yes_or_no(words, language) or yes_or_no(bare, language)
    plainly = goes_on(words, language) or goes_on(bare, language) or is_number(words)
    return plainly or bool(guess and guess.whole) or Wish.NEXT in wished(words)


def ordered(questionnaire: Questionnaire, response: Response, order: Order | None) -> Order | None:
    """Return an order given below a card: Next goes on from the card, and no button behind it decides anything."""
    press = order.press if order else None
    if order is None or isinstance(press, Command | Open | Language | Change) or press == No(REMINDERS):
        return order
    if isinstance(press, Next):
        return replace(order, press=Command.RESUME)
    return None if decides(questionnaire, response.at) else order


def decides(questionnaire: Questionnaire, place: str) -> bool:
    """Tell whether a yes here needs the question in sight: who somebody is, consents, what is to be read, the short name."""
    return place in {*questionnaire.setup, VOICE, NAME} or questionnaire.screen(place) is not None


def _marked(turn: Turn) -> Turn:
    """Return the turn, with the card as what was said last where nothing is asked and Go on leads back to the question."""
    if not _is_on(turn.response) or turn.response.aside is not None or any(m.prompt for m in turn.messages):
        return turn
    return turn.now(aside=_CARD) if any(map(_leads_back, turn.messages)) else turn


def _is_on(response: Response) -> bool:
    """Tell whether Go on leads to something: the interview was opened, does not wait and is not over."""
    waits = response.halted or response.held or response.closed or response.status is Status.PAUSED
    return not waits and bool(response.at)


def _leads_back(message: Message) -> bool:
    presses = [b.press for row in message.rows for b in row]
    return Command.RESUME in presses and not any(isinstance(p, _ASKING) for p in presses)
