"""Go from part to part: open and leave the hub, choose, pass and send a part, ask fewer questions."""

from __future__ import annotations

from dialogs import answering, board, commands, phrases
from dialogs.hub import ALL, SHORT, part_ended, press_for
from dialogs.inputs import Press, Say, Send
from dialogs.navigation import Scene, ask, ask_again, go_on
from dialogs.parts import PartState, Way
from dialogs.response import HUB, REST, Response, end_of
from dialogs.text import say
from dialogs.turn import NoticeKind, Turn


def open_(scene: Scene, turn: Turn, target: str) -> Turn:
    """The hub, the short form, all questions, one part, or the answers; before the questions what is open there comes first."""
    if board.is_board(target) and turn.response.consented:
        return commands.open_answers(scene, turn, target)
    way = Way(scene.questionnaire, turn.response)
    if not turn.response.consented or not scene.questionnaire.parts or way.is_before_the_parts:
        return ask_again(scene, turn)
    turn = turn.now(changing=None)
    match target:
        case _ if target == HUB:
            return ask(scene, turn, HUB)
        case _ if target == SHORT:
            about = str(len(way.core))
            return go_on(scene, turn.now(short=True, part=""), say(phrases.SHORT_CHOSEN, number=about))
        case _ if target == ALL:
            turn, chosen = turn.now(short=False), say(phrases.ALL_CHOSEN)
            return go_on(scene, turn, chosen) if way.is_untouched else ask(scene, turn, HUB, chosen)
        case _ if target in scene.questionnaire.parts:
            return _open_part(scene, turn, target)
        case _:
            return ask_again(scene, turn)


def leave_hub(scene: Scene, turn: Turn) -> Turn:
    """Carry on where the order of the interview is; parts that the person knows less about are left out."""
    way = Way(scene.questionnaire, turn.response)
    rest = not any(way.open(s.code) for s in way.known)
    response = _past(way, HUB)
    return go_on(scene, turn.leaving(response.passing(REST) if rest else response).now(part=""))


def pass_end(scene: Scene, turn: Turn, part: str) -> Turn:
    """Carry on after a part."""
    return go_on(scene, turn.leaving(turn.response.passing(end_of(part))).now(part=""))


def send(scene: Scene, turn: Turn, said: Send) -> Turn:
    """I have finished: this part, or all."""
    part = part_ended(scene.questionnaire, said.screen)
    if part is None:
        return answering.send(scene, turn)
    if said.screen != turn.response.at:
        return ask_again(scene, turn, say(phrases.OTHER_BUTTON))
    mark = f"sent-{part}"
    before = mark in turn.response.passed
    told = turn if before else turn.leaving(turn.response.passing(mark)).telling(NoticeKind.PART_SENT)
    response = told.response.passing(end_of(part))
    heard = phrases.PART_SENT_BEFORE if before else phrases.PART_SENT
    return go_on(scene, told.leaving(response).now(part=""), say(heard))


def chosen_in_words(scene: Scene, turn: Turn, said: Say) -> Press | None:
    """Return the press that words mean at the hub or at the end of a part."""
    at = turn.response.at
    if at == HUB or part_ended(scene.questionnaire, at):
        return press_for(scene.questionnaire, turn.response, said)
    return None


def _open_part(scene: Scene, turn: Turn, part: str) -> Turn:
    """Open a part from the hub: its next question, or its end if all is answered. A part put off is asked about again."""
    section = scene.questionnaire.section(part)
    turn = turn.leaving(_past(Way(scene.questionnaire, turn.response), HUB)).now(part=part, short=False)
    way = Way(scene.questionnaire, turn.response)
    match way.state(section):
        case PartState.LEFT_OUT:
            return ask_again(scene, turn.now(part=""), say(phrases.PART_CLOSED))
        case PartState.LATER:
            return answering.change(scene, turn, next(i.link_id for i in section.items if i.gate))
        case PartState.DONE:
            return ask(scene, turn, end_of(part))
        case PartState.NOT_STARTED | PartState.STARTED:
            return ask(scene, turn, way.open(part)[0].link_id)


def _past(way: Way, *places: str) -> Response:
    """The response with these places behind the person, and the end of each part that is done: the hub has shown them all."""
    response = way.response
    for place in (*places, *(end_of(s.code) for s in way.done)):
        response = response.passing(place)
    return response
