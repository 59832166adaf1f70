"""What works in every state: pause, resume, talk, help, privacy, language, answers, stop, withdraw."""

from __future__ import annotations

from dialogs import phrases
from dialogs.inputs import Command, Language, No, Yes
from dialogs.messages import RESUME, Button, Row, plain
from dialogs.moves import Scene, ask_again, go_on
from dialogs.response import OVER, Response, Status
from dialogs.screens import answers, menu
from dialogs.text import Text, say
from dialogs.turn import FlagKind, NoticeKind, Turn

WITHDRAW = "withdraw"
_DELETE: Row = (Button(say(phrases.WITHDRAW), Command.WITHDRAW),)


def obey(scene: Scene, turn: Turn, command: Command) -> Turn:
    """Do what the command says."""
    match command:
        case Command.PAUSE:
            return pause(turn)
        case Command.RESUME:
            return resume(scene, turn)
        case Command.TALK:
            return talk(scene, turn)
        case Command.HELP:
            return help_now(scene, turn)
        case Command.PRIVACY:
            return privacy(scene, turn)
        case Command.ANSWERS:
            return turn.saying(answers(scene.questionnaire, turn.response, phrases.YOUR_ANSWERS))
        case Command.STOP:
            return stop(turn)
        case Command.WITHDRAW:
            return ask_withdraw(turn)


def begin(scene: Scene, turn: Turn) -> Turn:
    """The invitation is opened for the first time, or again: everything is where it was left."""
    if not turn.response.at:
        return go_on(scene, turn).telling(NoticeKind.OPENED)
    if turn.response.status in OVER:
        return go_on(scene, turn, say(phrases.WELCOME_BACK))
    return ask_again(scene, turn, say(phrases.WELCOME_BACK))


def resume(scene: Scene, turn: Turn) -> Turn:
    """Go on after a pause, or from a screen aside."""
    if turn.response.status in OVER:
        return over(scene, turn)
    intro = (say(phrases.WELCOME_BACK),) if turn.response.status is Status.PAUSED else ()
    return ask_again(scene, turn, *intro)


def pause(turn: Turn) -> Turn:
    """Stop for a while; nothing is lost."""
    if turn.response.finished:
        return turn.saying(plain(say(phrases.ALREADY_FINISHED)))
    said = phrases.PAUSED if turn.response.answered else phrases.PAUSED_NOTHING_YET
    return turn.saying(plain(say(said), rows=(RESUME,))).now(status=Status.PAUSED)


def talk(scene: Scene, turn: Turn) -> Turn:
    """A person is asked for: the reviewer hears of it, once the visitor has said who they are."""
    if not turn.response.bound:
        return turn.saying(plain(_phone(scene, phrases.TALK_PHONE), rows=_way_back(turn.response)))
    told = turn.flagging(FlagKind.TALK).telling(NoticeKind.ASKED_TO_TALK)
    return told.saying(plain(_phone(scene, phrases.TALK_PROMISE), rows=_way_back(turn.response)))


def help_now(scene: Scene, turn: Turn) -> Turn:
    """I need help now: whom to call, and a note for the reviewer."""
    facts = scene.questionnaire.programme
    numbers = {name: facts[name] for name in ("emergency", "crisis", "samaritans", "phone", "reply_time")}
    last = phrases.HELP_NOTE if turn.response.bound else phrases.HELP_PHONE
    card = plain(
        *(say(p, **numbers) for p in (phrases.HELP_CARD, phrases.HELP_CRISIS, last)), rows=_way_back(turn.response)
    )
    if turn.response.bound:
        turn = turn.flagging(FlagKind.HELP).telling(NoticeKind.RAISED_A_CONCERN)
    return turn.saying(card)


def privacy(scene: Scene, turn: Turn) -> Turn:
    """Who reads what, and how to have it deleted."""
    told = phrases.PRIVACY if turn.response.bound else phrases.PRIVACY_UNBOUND
    telegram = (say(phrases.PRIVACY_TELEGRAM),) if turn.response.channel == "telegram" else ()
    return turn.saying(plain(_phone(scene, told), *telegram, rows=_way_back(turn.response)))


def language(scene: Scene, turn: Turn, wanted: Language) -> Turn:
    """Another language from now on; the place and the answers stay."""
    if wanted.code in turn.response.languages:
        return ask_again(scene, turn.now(language=wanted.code))
    return turn.saying(plain(_phone(scene, phrases.ONE_LANGUAGE), rows=_way_back(turn.response)))


def stop(turn: Turn) -> Turn:
    """No more questions and no more messages from us; what was answered is kept."""
    kept = phrases.STOPPED if turn.response.answered else phrases.STOPPED_NOTHING
    rows = (_DELETE,) if turn.response.bound else ()
    told = turn.telling(NoticeKind.STOPPED) if turn.response.status is not Status.STOPPED else turn
    last = (say(phrases.STOPPED_RETURN),) if turn.response.bound else ()
    return told.saying(plain(say(kept), *last, rows=rows)).now(status=Status.STOPPED)


def ask_withdraw(turn: Turn) -> Turn:
    """Deleting everything cannot be undone, so it is asked once more. Before anybody is known there is nothing to delete."""
    if not turn.response.bound:
        return stop(turn)
    row = (Button(say(phrases.WITHDRAW), Yes(WITHDRAW)), Button(say(phrases.NO), No(WITHDRAW)))
    asked = plain(say(phrases.WITHDRAW_SURE), say(phrases.WITHDRAW_LIMIT), rows=(row,))
    return turn.saying(asked).now(aside=WITHDRAW)


def withdraw(turn: Turn) -> Turn:
    """Every answer is deleted; that it happened is all that stays."""
    telegram = (say(phrases.WITHDRAWN_TELEGRAM),) if turn.response.channel == "telegram" else ()
    said = turn.saying(plain(say(phrases.WITHDRAWN), *telegram)).telling(NoticeKind.WITHDREW)
    return said.now(status=Status.WITHDRAWN, answers={}, wording="", changing=None, aside=None, asked=(), revisions={})


def over(scene: Scene, turn: Turn) -> Turn:
    """After the end nothing is kept, and the reply says so."""
    ended = phrases.WITHDRAWN_OVER if turn.response.status is Status.WITHDRAWN else phrases.OVER
    return turn.saying(plain(_phone(scene, ended), brief=True))


def open_menu(turn: Turn) -> Turn:
    """What "More" opens."""
    return turn.saying(menu())


def _phone(scene: Scene, msgid: str) -> Text:
    return say(msgid, phone=scene.questionnaire.programme["phone"])


def _way_back(response: Response) -> tuple[Row, ...]:
    return () if response.status in OVER or response.finished else (RESUME,)
