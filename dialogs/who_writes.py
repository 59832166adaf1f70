"""Answer whoever asks who writes here, whether it is real, and who reads it: in any state, and it is no part of an answer."""

from __future__ import annotations

from dialogs import asides, commands, distress, phrases
from dialogs.copies import replace
from dialogs.inputs import Channel, Say
from dialogs.messages import RESUME, Paragraph, plain
from dialogs.navigation import Scene, ask_again
from dialogs.questionnaire import Questionnaire
from dialogs.response import OVER, Response, Status
from dialogs.side_questions import may_answer
from dialogs.text import Text, say
from dialogs.turn import Turn
from dialogs.wishes import Wish, wished


def is_asked(said: object) -> bool:
    """Tell whether a message asks who is there, and nothing else."""
    return isinstance(said, Say) and may_answer(said) and Wish.WHO in wished(said.words)


def answer(scene: Scene, turn: Turn, said: object) -> Turn | None:
    """Return the turn that says who writes and who reads, with the way on that there is; None if nobody asks for it."""
    if not is_asked(said):
        return None
    response = turn.response
    told = (*lines(scene.questionnaire), *_who_reads(scene.questionnaire, response))
    if response.status in OVER:
        over = commands.over(scene, turn)
        *before, last = over.messages
        return replace(over, messages=(*before, replace(last.after(*map(Paragraph, told)), once="")))
    if response.halted:
        carry_on = say(phrases.DISTRESS_CARRY_ON)
        return turn.saying(plain(*told, carry_on, rows=(distress.CARRY_ON,)))
    if response.held:
        return turn.saying(plain(*told))
    if response.status is Status.PAUSED:
        return turn.saying(plain(*told, rows=(RESUME,)))
    if not response.at:
        return commands.begin(scene, turn.saying(plain(*told)))
    return replace(ask_again(scene, turn, *told), unread=True)


def lines(questionnaire: Questionnaire) -> tuple[Text, ...]:
    """Say that this is a program, whose it is, and how that can be checked."""
    facts = questionnaire.programme
    whose = say(asides.WHO_WE_ARE, organisation=say(facts["organisation"]), programme=facts["programme"])
    return say(asides.COMPUTER), whose, say(asides.DOOR_CHECK, phone=facts["phone"])


def _who_reads(questionnaire: Questionnaire, response: Response) -> tuple[Text, ...]:
    if response.status is Status.WITHDRAWN:
        return ()
    kept = say(phrases.PRIVACY_UNBOUND, phone=questionnaire.programme["phone"])
    telegram = (say(phrases.PRIVACY_TELEGRAM),) if response.channel == Channel.TELEGRAM else ()
    return (say(phrases.PRIVACY) if response.bound else kept, *telegram)
