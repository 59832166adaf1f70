"""The interview: one input in, one turn out. Pure; the time comes in as `now`.

The charter:

- Before the visitor has said who they are (W2), nothing about the person who died is said.
- Before C3 and C4 are answered with yes, no question is asked and nothing said is kept.
- Between consent and the end, everything said is kept: with its question, or as a note.
- After the end (declined, stopped, elsewhere, not them) nothing is kept; opening the invitation again goes on.
- Withdrawn is final.
- Help, a person to talk to, privacy, pause, stop and withdraw work in every state.
- A button names its question. It never answers another one.

`respond` looks at the state first and at the input second:

    clear danger -> distress.py: the words are kept, the questions stop, nothing goes on before the person says so
    unclear danger, or danger to somebody else -> what is below, with whom to call beside it
    words that order something -> orders.py: they are kept where they may be words too, and the order is done
    withdrawn -> only a word of farewell          over   -> only opening again, help, talk, withdraw
    held      -> words are kept, nothing is asked paused or silent for long -> returning.py for words, any press resumes
    set-up    -> consent.py                       questions, check, end -> answering.py
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from dialogs import (
    answering,
    at_screens,
    between_parts,
    commands,
    consent,
    courtesy,
    distress,
    forwards,
    heeding,
    holding,
    joining,
    keeping,
    old_buttons,
    orders,
    phrases,
    returning,
    shared,
    side_answers,
    side_questions,
    sums,
    taking_away,
    taking_out,
    under_card,
    unplaced,
    voice,
    whether,
    who_writes,
    young,
)
from dialogs.answers import Words
from dialogs.cards import CARDS
from dialogs.changing import chosen
from dialogs.copies import replace
from dialogs.hub import part_ended
from dialogs.inputs import (
    Absent,
    Amend,
    Attachment,
    Back,
    Begin,
    Change,
    Choose,
    Command,
    Input,
    Language,
    Next,
    No,
    Open,
    Say,
    Send,
    Toggle,
    Unkept,
    Unseen,
    Yes,
)
from dialogs.messages import plain
from dialogs.navigation import WHEN, Scene, ask_again, go_on, natural_status, scene_of
from dialogs.onward import with_a_way_on
from dialogs.orders import Order
from dialogs.questionnaire import Item, Questionnaire
from dialogs.response import HUB, OVER, Response, Status
from dialogs.route import NAME, VOICE
from dialogs.screens import item_for
from dialogs.spoken import Spoken
from dialogs.text import say
from dialogs.turn import Keeping, Turn

__all__ = ["place", "respond", "shown"]

_Answering = Choose | Toggle | Next | Absent


def respond(
    questionnaire: Questionnaire, response: Response, said: Input, *, now: datetime, spoken: Spoken | None = None
) -> Turn:
    """The turn that follows from `said`. Every input has a reply: a message, a toast or both; and a way on is in sight.

    `spoken`: what labels are in the language of the conversation; in English alone if it is not given.
    """
    heard = shared.read(questionnaire, response, said)
    if heard is None:
        return Turn(response=response)
    scene = replace(
        scene_of(questionnaire, response, now, spoken),
        young=young.is_told(response, heard),
        meant=whether.asked_about(response),
        covered=under_card.covers(response, heard),
    )
    turn = young.beside(scene, sums.within(scene, response, heard, _responded(scene, response, heard)))
    return under_card.led_on(questionnaire, response, side_questions.shown(shared.noted(turn, heard)))


def _responded(scene: Scene, response: Response, said: Input) -> Turn:
    turn = young.remembered(scene, Turn(response=replace(response, aside=None)))
    if isinstance(said, Say) and said.forwarded:
        return forwards.hear(scene, turn, said)
    dangers = distress.heard_in(said)
    scene = replace(scene, hurt=bool(dangers) and distress.is_hurt(said))
    if isinstance(said, Say | Amend) and distress.Danger.CLEAR in dangers:
        return distress.beside(scene, response, distress.stop(scene, turn, said), dangers)
    if scene.covered and under_card.says_nothing(response, said):
        return _heard(scene, turn, Command.RESUME, asked=None)
    if scene.covered and isinstance(said, Say) and courtesy.is_thanks(response, said):
        return courtesy.answer(turn)
    heard = side_questions.hear(scene, response, said)
    if heard and heard.press is None and isinstance(said, Say):
        return distress.beside(scene, response, side_answers.ask_whether(scene, turn, said, heard), dangers)
    said = heard.press if heard and heard.press else said
    if forwards.decides(response, said):
        return forwards.decide(scene, turn, keeps=isinstance(said, Yes))
    order = orders.read(scene, response, said) if isinstance(said, Say | Amend) else None
    order = under_card.ordered(scene.questionnaire, response, order) if scene.covered else order
    turn = side_answers.without_obeyed(scene, turn, response, order.press if order else said)
    if response.halted and distress.carries_on(order.press if order else said):
        turn, said, order = turn.now(halted=False), Begin() if response.status in OVER else Command.RESUME, None
    asked = side_questions.kind_of(response)
    if order and isinstance(said, Say | Amend):
        done = _ordered(scene, turn, said, order, asked=asked)
        dangers -= {distress.Danger.UNCLEAR} if order.press is Command.HELP else set()
    else:
        done = who_writes.answer(scene, turn, said) or _heard(scene, turn, said, asked=asked)
    return distress.beside(scene, response, done, dangers)


def _ordered(scene: Scene, turn: Turn, said: Say | Amend, order: Order, *, asked: str | None) -> Turn:
    """Keep what is words, then do what is ordered; a form does not go on to the next question after that."""
    if order.late:
        return ask_again(scene, turn, say(phrases.OTHER_BUTTON))
    if isinstance(said, Say) and said.attachment is not None:
        turn = _heard(scene, turn, said, asked=asked)
    else:
        turn = heeding.keep(scene, turn, said, order.words)
    done = commands.show_help(scene, turn) if order.quiet else _heard(scene, turn, order.press, asked=asked)
    return replace(heeding.told(done, order), unread=True)


def place(
    questionnaire: Questionnaire, response: Response, said: Say, *, now: datetime, spoken: Spoken | None = None
) -> Turn:
    """Take the turn of words that have waited until their place was known; urgent words among them were heard at once."""
    scene = scene_of(questionnaire, response, now, spoken)
    turn = Turn(response=unplaced.taken(response, said.sent))
    words = unplaced.keep_quietly if unplaced.is_quiet(response) else _placed
    placed = forwards.place(scene, turn, said) if said.forwarded else words(scene, turn, said)
    return with_a_way_on(questionnaire, side_questions.shown(placed, response.aside))


def _placed(scene: Scene, turn: Turn, said: Say) -> Turn:
    order = orders.label(scene, turn.response, said)
    orders_now = order if order and not order.late else None
    return _ordered(scene, turn, said, orders_now, asked=None) if orders_now else _live(scene, turn, said)


def _heard(scene: Scene, turn: Turn, said: Input, *, asked: str | None) -> Turn:
    response = turn.response
    if response.status is Status.WITHDRAWN:
        return commands.after_withdrawal(scene, turn, said)
    match said:
        case Command() | Open("help" | "consents") if not (response.held and said in (Command.RESUME, Command.PAUSE)):
            return commands.obey(scene, turn, said)
        case Yes(screen) | No(screen) if screen == commands.WITHDRAW:
            return commands.withdrawing(turn, asked=asked == commands.WITHDRAW, agreed=isinstance(said, Yes))
        case No(screen) if screen == commands.REMINDERS:
            return commands.stop_reminders(turn)
        case _ if response.status in OVER and not isinstance(said, Begin):
            return commands.over(scene, turn, said)
        case _ if response.halted:
            return distress.wait(scene, turn, said)
        case _ if response.held:
            return holding.wait(scene, turn, said)
        case _:
            return _asked(scene, turn, said)


def _asked(scene: Scene, turn: Turn, said: Input) -> Turn:
    """An input while something is asked: not before it is agreed that this chat may be used."""
    if turn.response.refused and turn.response.at not in scene.questionnaire.setup:
        return consent.ask_channel(scene, turn, said)
    if isinstance(said, No | Change) and taking_away.is_about(scene, turn.response, said):
        return taking_away.answer(scene, turn, said)
    return unplaced.put_aside(turn, said) if unplaced.waits(said, turn.response) else _live(scene, turn, said)


def shown(response: Response, wording: str) -> Response:
    """The response once its current question was rendered: the wording that the answer and the decision will keep."""
    return replace(response, wording=wording)


def _live(scene: Scene, turn: Turn, said: Input) -> Turn:
    match said:
        case Begin():
            return commands.begin(scene, turn)
        case Say(attachment=Attachment()):
            return _spoken(scene, turn, said)
        case Say():
            return consent.with_media(_words(scene, turn, said), said)
        case Amend():
            return _amended(scene, turn, said)
        case Unkept(media):
            return turn.saying(plain(consent.unkept(media), brief=True))
        case Choose() | Toggle() | Next() | Absent():
            return _answered(scene, turn, said)
        case Yes() | No() | Back() | Open() | Change() | Language() | Send():
            return _moved(scene, turn, said)
        case Command():
            return commands.obey(scene, turn, said)
        case _:
            assert_never(said)


def _moved(scene: Scene, turn: Turn, said: Yes | No | Back | Open | Change | Language | Send) -> Turn:
    match said:
        case Yes(screen):
            return _screen(scene, turn, screen, agreed=True)
        case No(screen):
            return _screen(scene, turn, screen, agreed=False)
        case Send():
            return between_parts.send(scene, turn, said)
        case Change(link_id):
            return answering.change(scene, turn, link_id) if link_id else commands.choose_change(scene, turn)
        case Language():
            return commands.language(scene, turn, said)
        case Open("more"):
            return commands.open_menu(scene, turn)
        case Open(target):
            return between_parts.open_(scene, turn, target)
        case Back():
            return go_on(scene, turn) if turn.response.changing else ask_again(scene, turn)
        case _:
            assert_never(said)


def _screen(scene: Scene, turn: Turn, screen: str, *, agreed: bool) -> Turn:
    """The way on from a screen that is no item; an old one asks what is on now."""
    if screen == keeping.SCREEN:
        return keeping.answer(scene, turn, agreed=agreed)
    if screen == taking_out.SCREEN and not agreed:
        return taking_out.take_out(scene, turn)
    reads = scene.questionnaire.screen(screen)
    if screen != turn.response.at:
        # What was a screen of its own once is read with another one now: its old button answers nothing.
        is_old = reads is not None and screen in reads.was
        return ask_again(scene, turn, *(() if is_old else (say(phrases.OTHER_BUTTON),)))
    if screen == NAME:
        return answering.name(scene, turn, agreed=agreed)
    if screen == HUB and agreed:
        return between_parts.leave_hub(scene, turn)
    if (part := part_ended(scene.questionnaire, screen)) and agreed:
        return between_parts.pass_end(scene, turn, part)
    if agreed and (reads or screen in CARDS):
        return go_on(scene, turn if screen in CARDS else turn.leaving(turn.response.passing(screen)))
    return ask_again(scene, turn)


def _answered(scene: Scene, turn: Turn, said: _Answering) -> Turn:
    """A button of a question: the one on the screen is answered, any other offers to change."""
    item = scene.questionnaire.items.get(said.link_id)
    if item is None:
        return ask_again(scene, turn, say(phrases.UNKNOWN_BUTTON))
    if item.link_id != turn.response.at:
        return old_buttons.press(scene, turn, item, said)
    if item.link_id in (*scene.questionnaire.setup, WHEN, VOICE):
        return _answered_setup(scene, turn, item, said)
    status = natural_status(scene.questionnaire, turn.response)
    turn = turn.now(status=status, away=False, welcomed=None)
    item = item_for(scene.questionnaire, turn.response, item.link_id)
    match said:
        case Choose(_, code):
            return answering.choose(scene, turn, item, code)
        case Toggle(_, code, on):
            return answering.toggle(scene, turn, item, (code,), on=on)
        case Next():
            return answering.next_(scene, turn, item)
        case Absent(_, reason):
            return answering.absent(scene, turn, item, reason)


def _answered_setup(scene: Scene, turn: Turn, item: Item, said: _Answering) -> Turn:
    match said:
        case Choose(_, code) if code in chosen(turn.response, item) and not turn.response.waiting:
            return go_on(scene, turn, say(phrases.KEPT_ANSWER))
        case Choose(_, code) if item.link_id == VOICE:
            return voice.choose(scene, turn, item, code)
        case Choose(_, code):
            return consent.choose(scene, turn, item, code)
        case Absent(_, reason):
            return consent.absent(scene, turn, item, reason)
        case Next() if item.link_id == turn.response.changing:
            return go_on(scene, turn, say(phrases.KEPT_ANSWER))
        case Toggle() | Next():
            return ask_again(scene, turn, say(phrases.NO_SUCH_OPTION))


def _spoken(scene: Scene, turn: Turn, said: Say) -> Turn:
    """A voice message is an answer like words, if it may be kept."""
    assert said.attachment is not None  # noqa: S101 - the caller has matched it
    if not turn.response.consented:
        unkept = _words_before_anything(scene, turn, said) if not turn.response.at else None
        return unkept or ask_again(scene, turn, say(phrases.NOT_SAVED_YET))
    if why := voice.refusal(turn.response, said.attachment):
        words = replace(said, attachment=None)
        return voice.refuse(_words(scene, turn, words) if said.words else turn, why)
    if VOICE not in scene.questionnaire.items:
        return turn.saying(plain(consent.unkept(said.attachment.kind), brief=True))
    if VOICE not in turn.response.decisions:
        unseen = Unseen.SILENCE if returning.is_away(turn.response, said) else None
        return voice.wait(scene, turn, replace(said, unseen=said.unseen or unseen))
    turn, said = voice.numbered(turn, said)
    return _words(scene, turn.depositing(said, Keeping.WANTED), said)


def _words(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Words belong to the question above them, if the person has that in sight."""
    at = turn.response.at
    if said.about == VOICE != at and said.reply_to is None:
        said = replace(said, about=None)
    hidden = scene.covered and said.attachment is None and under_card.decides(scene.questionnaire, at)
    if not at or hidden or unplaced.is_stray(scene, turn.response, said):
        return _words_elsewhere(scene, turn, said) if at else _words_before_anything(scene, turn, said)
    if said.about not in (None, at) and turn.response.consented:
        return joining.late_words(scene, turn, str(said.about), said)
    if returning.is_away(turn.response, said):
        thanked = courtesy.is_thanks(turn.response, said)
        return courtesy.answer(turn) if thanked else returning.welcome(scene, turn, said)
    return _words_in_sight(scene, turn, said)


def _words_in_sight(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Words at what is on the screen."""
    at = turn.response.at
    item = scene.questionnaire.items.get(at)
    question = item if item and item.link_id in scene.questionnaire.question_ids else None
    if said.attachment is not None and question is None:
        return voice.aside(scene, turn, said)
    if question is not None:
        turn = turn.now(status=natural_status(scene.questionnaire, turn.response))
        return answering.words(scene, turn, question, said)
    if item is None:
        done = at_screens.words(scene, turn, said)
        if isinstance(done, Turn):
            return done
        return commands.obey(scene, turn, done) if isinstance(done, Command) else _live(scene, turn, done)
    if at == VOICE:
        return voice.words(scene, turn, item, said)
    return consent.words(scene, turn, item, said)


def _words_elsewhere(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Decide nothing by these words: keep them as a note once that is allowed, and ask again what is open."""
    if turn.response.consented:
        return ask_again(scene, answering.note(scene, turn, said))
    return ask_again(scene, turn, say(phrases.NOT_SAVED_YET))


def _words_before_anything(scene: Scene, turn: Turn, said: Say) -> Turn:
    """Keep nothing while nothing is on the screen, before the opening or after "Not now"; ask what comes next."""
    if turn.response.status is Status.OPENED:
        return commands.begin(scene, turn)
    return ask_again(scene, turn, say(phrases.NOT_SAVED_YET))


def _amended(scene: Scene, turn: Turn, said: Amend) -> Turn:
    if not turn.response.consented:
        return turn.saying(plain(say(phrases.NOT_SAVED_YET), brief=True))
    if (amended := unplaced.amend(turn, said)) is not None:
        return amended
    return answering.amend(scene, turn, Words(said.sent, said.words))
