"""Read orders in typed words, wherever they are typed: a command, a cry for help, a wish to talk, the label of a button.

- `/word` at the beginning of a message commands; the words behind it are kept where words are.
- A person who asks for help, for a person or for a pause gets it, in every state; at an open question the words are kept too,
  but for "Pause" alone, which tells nobody anything.
- Words that are exactly the label of a button on the screen, or wish for the same, do what the button does, and are no answer.
- The label of any other command commands, except at an open question: there it is kept, and the button is offered.
- The name of an option is an answer, never a command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogs import nearly
from dialogs.answers import named
from dialogs.commands import MENU, REMINDERS
from dialogs.inputs import Above, Absent, AbsentReason, Amend, Change, Channel, Command, Next, No, Press, Say
from dialogs.listing import numbered_answer
from dialogs.messages import Button
from dialogs.navigation import Scene
from dialogs.phrases import ABOUT_SO_MANY, ALL_PARTS, CHANGE_NUMBER, MORE, MORE_QUESTIONS, NEXT, PAUSE, STOP_REMINDERS
from dialogs.questionnaire import ItemType
from dialogs.response import OVER, Response, Status
from dialogs.route import VOICE
from dialogs.screens import item_for, menu, message_at
from dialogs.slash import at, command_in
from dialogs.spoken import PRESSES, PRIVACY, Spoken
from dialogs.text import say, verbatim
from dialogs.typed import folded

_CHANGE_NUMBER = re.compile(r"(change )?(?:(?:no|nr|num|number|question|answer|the|my) ){0,3}(\d{1,3})")
# What is done at an open question too; the other commands are offered there.
_DONE_ANYWHERE = (Command.RESUME,)
# Ways through the questions, which the menu offers.
_WAYS = frozenset({ABOUT_SO_MANY, MORE_QUESTIONS, ALL_PARTS})


@dataclass(frozen=True, slots=True)
class Order:
    """A press that typed words order. `words`: the words kept of the message; `late`: meant for the question before this one.

    `quiet`: the person is shown whom to call, and nobody is told.
    """

    press: Press
    words: str = ""
    quiet: bool = False
    late: bool = False


def read(scene: Scene, response: Response, said: Say | Amend) -> Order | None:
    """Return the order that a message gives; None if it is words and nothing else."""
    if found := command_in(said.words):
        press, rest = found
        return Order(at(press, response.at), rest)
    if isinstance(said, Say) and _is_option(scene, response, said):
        return None
    if asked := scene.spoken.asked(said.words, response.people.reviewer):
        is_open = is_at_open_question(scene, response, said)
        kept = (is_open or asked.more or isinstance(said, Amend)) and PAUSE not in scene.spoken.labels_in(said.words)
        return Order(asked.press, said.words if kept else "", quiet=asked.bare and is_open)
    return label(scene, response, said) if isinstance(said, Say) and said.above is not Above.SOON else None


def label(scene: Scene, response: Response, said: Say) -> Order | None:
    """Return the order that a button's label gives: one on the screen, or a command's where no words are wanted."""
    if said.attachment is not None or _is_option(scene, response, said):
        return None
    labels = scene.spoken.labels_in(said.words)
    if (press := _on_screen(scene, response, said.words)) and not (is_away(response, said) and response.consented):
        late = response.consented and said.about not in {None, VOICE, response.at}
        return Order(press, late=late)
    if STOP_REMINDERS in labels and response.consented:
        return Order(No(REMINDERS))
    is_open = response.held or is_at_open_question(scene, response, said)
    button = offered(scene, response, said.words) if response.at or response.status is not Status.OPENED else None
    return Order(button.press) if button and (button.press in _DONE_ANYWHERE or not is_open) else None


def meant(spoken: Spoken, words: str) -> Press | None:
    """Return the press that words order when nothing is known of the person who writes."""
    if found := command_in(words):
        return found[0]
    asked, label = spoken.asked(words), _command(spoken.labels_in(words))
    return asked.press if asked else PRESSES[label] if label else None


def offered(scene: Scene, response: Response, words: str) -> Button | None:
    """The button of the command that words may be which are kept as an answer."""
    if link_id := numbered(scene, response, words):
        number = folded(words).rpartition(" ")[2]
        return Button(say(CHANGE_NUMBER, number=number), Change(link_id))
    labels = scene.spoken.labels_in(words)
    if labels & _WAYS:
        rows = menu(scene.questionnaire, response).rows
        return next((b for row in rows for b in row if b.label.msgid in labels & _WAYS), None)
    label = _command(labels)
    shown = verbatim(words.strip()) if label == PRIVACY else say(label) if label else None
    return Button(shown, PRESSES[label]) if label and shown else None


def numbered(scene: Scene, response: Response, words: str, *, bare_number: bool = False) -> str | None:
    """The answer that "change 3", or on the check screen a 3, names; "" when there is none of that number."""
    found = _CHANGE_NUMBER.fullmatch(folded(words))
    if found is None or not (found[1] or bare_number):
        return None
    return numbered_answer(scene.questionnaire, response, found[2]) or ""


def is_at_open_question(scene: Scene, response: Response, said: Say | Amend) -> bool:
    """Tell whether words are an answer here: below an open question that waits for one."""
    if response.status in (*OVER, Status.WITHDRAWN) or response.halted or response.held or is_away(response, said):
        return False
    above = said.about if isinstance(said, Say) and said.about not in {None, VOICE} and response.consented else None
    place = above or response.at
    item = scene.questionnaire.items.get(place)
    return item is not None and place in scene.questionnaire.question_ids and item.type is ItemType.TEXT


def is_away(response: Response, said: Say | Amend) -> bool:
    """Tell whether the question is out of the writer's sight: after a pause, a reminder or a long silence."""
    unseen = response.away or (isinstance(said, Say) and (said.unseen is not None or not said.above.is_sure))
    return response.status is Status.PAUSED or (unseen and response.channel != Channel.PAGE)


def _is_option(scene: Scene, response: Response, said: Say) -> bool:
    """Tell whether the words name an option of the question on the screen."""
    if response.at not in scene.questionnaire.items or response.status in OVER or response.halted or response.held:
        return False
    return bool(named(item_for(scene.questionnaire, response, response.at), said.words, response.wording))


def _on_screen(scene: Scene, response: Response, words: str) -> Press | None:
    """The button on the screen, or in the menu on it, that the words name or nearly name; Next stands at every question.

    Words alone take no ticks away.
    """
    if response.status in OVER or response.halted or response.held or not response.at:
        return None
    labels = scene.spoken.labels_in(words)
    if NEXT in labels and response.at in scene.questionnaire.question_ids:
        return Next(response.at)
    shown = message_at(scene.questionnaire, response, response.at).rows
    rows = (*shown, *(menu(scene.questionnaire, response).rows if response.aside == MENU else ()))
    press = next((b.press for row in rows for b in row if b.label.msgid in labels - {MORE}), None)
    press = press or nearly.press(scene.questionnaire, response, rows, words)
    is_lost = isinstance(press, Absent) and press.reason is not AbsentReason.SKIPPED
    return None if is_lost and nearly.is_ticked(response.answers.get(response.at)) else press


def _command(labels: frozenset[str]) -> str | None:
    """The label of a command among these."""
    return min(labels & PRESSES.keys(), default=None)
