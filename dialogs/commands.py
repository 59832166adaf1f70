"""Answer the commands that work in every state: pause, resume, talk, help, privacy, language, answers, stop, withdraw."""

from __future__ import annotations

from typing import Any

from dialogs import board, courtesy, ended, helplines, phrases, side_questions, way_back
from dialogs.agreed import BUTTON, CONSENTS, agreed
from dialogs.asides import NO_NOTE, NOBODY_TOLD, THANKS_BACK
from dialogs.copies import replace
from dialogs.door import door
from dialogs.inputs import Change, Channel, Command, Language, No, Open, Say, Yes
from dialogs.messages import PERSON, RESUME, Button, Message, Row, plain
from dialogs.navigation import WHEN, Scene, ask_again, go_on
from dialogs.response import CHECK, OVER, Response, Status
from dialogs.route import NAME, VOICE
from dialogs.screens import answers, languages, menu, message_at, to_change
from dialogs.text import Text, say
from dialogs.turn import FlagKind, NoticeKind, Turn

WITHDRAW = side_questions.Kind.DELETION
REMINDERS = "reminders"
MENU = "menu"
_PAUSED_ON_PAGE = (phrases.PAUSED_ON_PAGE_NOTHING_YET, phrases.PAUSED_ON_PAGE)
_DELETE: Row = (Button(say(phrases.WITHDRAW), Command.WITHDRAW),)


def obey(scene: Scene, turn: Turn, command: Command | Open) -> Turn:
    """Do what the command says; what is opened explains how this works, or lists what they agreed to."""
    match command:
        case Open():
            return show_consents(scene, turn) if command.section == CONSENTS else explain(scene, turn)
        case Command.PAUSE:
            return over(scene, turn) if turn.response.status in OVER else pause(turn)
        case Command.RESUME:
            return resume(scene, turn)
        case Command.TALK:
            return talk(scene, turn)
        case Command.HELP:
            return help_now(scene, turn)
        case Command.PRIVACY:
            return privacy(scene, turn)
        case Command.ANSWERS:
            return show_answers(scene, turn)
        case Command.STOP | Command.WITHDRAW:
            return stop(turn) if command is Command.STOP else ask_withdraw(turn)


def begin(scene: Scene, turn: Turn) -> Turn:
    """The invitation is opened for the first time, or again: everything is where it was left."""
    if not turn.response.at and turn.response.status is Status.OPENED:
        # A page has a door of its own, before anything is opened.
        who = () if turn.response.channel == Channel.PAGE else door(scene.questionnaire, turn.response.language)
        return go_on(scene, turn, *who).telling(NoticeKind.OPENED)
    if turn.response.status in OVER and turn.response.bound:
        turn = turn.telling(NoticeKind.CAME_BACK)
    if turn.response.status in OVER or turn.response.at == WHEN:
        return go_on(scene, turn, say(phrases.WELCOME_BACK))
    return ask_again(scene, turn, say(phrases.WELCOME_BACK))


def resume(scene: Scene, turn: Turn) -> Turn:
    """Go on after a pause, or from a screen aside."""
    if turn.response.status in OVER:
        return over(scene, turn)
    intro = (say(phrases.WELCOME_BACK),) if turn.response.status is Status.PAUSED else ()
    if turn.response.at == WHEN:
        return go_on(scene, turn, *intro)
    return ask_again(scene, turn, *intro)


def pause(turn: Turn) -> Turn:
    """Stop for a while; nothing is lost."""
    if turn.response.finished:
        return turn.saying(plain(say(phrases.ALREADY_FINISHED)))
    kept = turn.response.consented and turn.response.answered
    said = (phrases.PAUSED_NOTHING_YET, phrases.PAUSED) if turn.response.channel != Channel.PAGE else _PAUSED_ON_PAGE
    return turn.saying(plain(say(said[bool(kept)]), rows=(RESUME, PERSON))).now(status=Status.PAUSED)


def talk(scene: Scene, turn: Turn) -> Turn:
    """A person is asked for: the reviewer hears of it, once the visitor has said who they are."""
    if not turn.response.bound:
        return turn.saying(plain(*_call(scene, phrases.TALK_PHONE), rows=_way_back(turn.response)))
    told = turn.flagging(FlagKind.TALK)
    return told.saying(plain(*_call(scene, phrases.TALK_PROMISE), rows=_way_back(turn.response)))


def help_now(scene: Scene, turn: Turn) -> Turn:
    """I need help now: whom to call, and a note for the reviewer."""
    if not turn.response.bound:
        return show_help(scene, turn)
    return turn.flagging(FlagKind.HELP).saying(help_card(scene, phrases.HELP_NOTE, *_way_back(turn.response)))


def show_help(scene: Scene, turn: Turn) -> Turn:
    """Whom to call, where nobody asked for more than that may mean: nobody is told, and the card says so."""
    return turn.saying(help_alone(scene, turn.response, *_way_back(turn.response)))


def help_alone(scene: Scene, response: Response, *rows: Row) -> Message:
    """Whom to call, where no note goes to the reviewer; what is kept as an answer is read all the same."""
    told = NO_NOTE if response.consented and not response.closed else NOBODY_TOLD
    return help_card(scene, phrases.HELP_PHONE, *rows, told=told)


def help_card(scene: Scene, last: str, *rows: Row, told: str = "") -> Message:
    """Whom to call, and what happens with this message."""
    facts = scene.questionnaire.programme
    return helplines.help_card(facts, last, *rows, told=told, known=scene.known, adult=scene.is_grown, hurt=scene.hurt)


def show_consents(scene: Scene, turn: Turn) -> Turn:
    """Show what they were asked to agree to, and what they decided."""
    if turn.response.status in OVER:
        return over(scene, turn)
    return turn.saying(agreed(scene.questionnaire, turn.response, *_way_back(turn.response)))


def explain(scene: Scene, turn: Turn) -> Turn:
    """Explain how to answer, skip, pause, change and stop; I need help now comes first. Nobody is told."""
    if turn.response.status in OVER:
        return show_help(scene, turn)
    # On a page these buttons stand below every question.
    rest = () if turn.response.channel == Channel.PAGE else (phrases.HOW_TO_REST,)
    how = (phrases.HOW_TO_ANSWER, phrases.HOW_TO_GO_ON, *rest)
    emergency = scene.questionnaire.programme["emergency"]
    told = (*map(say, how), say(phrases.HOW_TO_GET_HELP, emergency=emergency), *_call(scene, phrases.TALK_PHONE))
    return turn.saying(plain(*told, rows=(*((b,) for b in reversed(PERSON)), RESUME)))


def privacy(scene: Scene, turn: Turn) -> Turn:
    """Explain who reads the answers, how to have them deleted, and when they are where the organisation says so."""
    response = turn.response
    own = phrases.PRIVACY_LINKS if response.channel == Channel.PAGE else phrases.PRIVACY_COMMANDS
    months = scene.questionnaire.programme.get("keep_closed_months")
    kept = (say(phrases.PRIVACY_KEPT, keep_closed_months=months),) if months else ()
    there = (say(phrases.PRIVACY), say(phrases.PRIVACY_SHARE), say(own), *kept)
    there = there if response.status is not Status.WITHDRAWN else ()
    whose = say(phrases.PRIVACY_ORGANISATION, organisation=say(scene.questionnaire.programme["organisation"]))
    told = (*there, whose, *_call(scene, phrases.PRIVACY_ASK))
    telegram = (say(phrases.PRIVACY_TELEGRAM),) if response.channel == Channel.TELEGRAM else ()
    voice: tuple[Row, ...] = ((Button(say(phrases.VOICE_MESSAGES), Change(VOICE)),),)
    rows = voice if VOICE in turn.response.decisions and not turn.response.closed else ()
    rows = (*rows, (BUTTON,)) if response.decisions and response.bound and response.status not in OVER else rows
    told = told if response.bound else (_phone(scene, phrases.PRIVACY_UNBOUND),)
    return turn.saying(plain(*told, *telegram, rows=(*rows, *_way_back(response))))


def language(scene: Scene, turn: Turn, wanted: Language) -> Turn:
    """Another language from now on; the place and the answers stay."""
    if wanted.code in turn.response.languages:
        return ask_again(scene, turn.now(language=wanted.code))
    if len(turn.response.languages) > 1:
        return side_questions.asking(turn.saying(languages(turn.response)), side_questions.Kind.LANGUAGES)
    return turn.saying(plain(_phone(scene, phrases.ONE_LANGUAGE), rows=_way_back(turn.response)))


def choose_change(scene: Scene, turn: Turn) -> Turn:
    """The answers, to choose one to change."""
    return side_questions.listing(turn.saying(to_change(scene.questionnaire, turn.response)))


def open_answers(scene: Scene, turn: Turn, target: str) -> Turn:
    """The list of answers, or a piece of it, in the place of the message that was pressed."""
    response, is_check = turn.response, turn.response.at == CHECK
    whole = message_at(scene.questionnaire, response, CHECK) if is_check else to_change(scene.questionnaire, response)
    shown = board.opened(scene.questionnaire, response, target.partition("-")[2]) or whole
    turn = replace(turn, repaint=replace(shown, rewritten=True))
    return turn if is_check else side_questions.listing(turn)


def show_answers(scene: Scene, turn: Turn) -> Turn:
    """The answers so far; where nothing can be changed now, without buttons that would say so."""
    turn = replace(turn, copied=True)
    fixed = turn.response.closed or turn.response.held
    listed = answers(scene.questionnaire, turn.response, phrases.YOUR_ANSWERS, fixed=fixed)
    if fixed:
        return turn.saying(replace(listed, rows=_way_back(turn.response)) if turn.response.ended else listed)
    return side_questions.listing(turn.saying(listed))


def stop(turn: Turn) -> Turn:
    """End the questions and our messages; the answers so far are kept."""
    kept = phrases.STOPPED if turn.response.consented and turn.response.answered else phrases.STOPPED_NOTHING
    rows = (_DELETE,) if turn.response.bound else ()
    if turn.response.status in OVER:
        return turn.saying(plain(say(kept), rows=rows))
    last = (way_back.told(turn.response, phrases.STOPPED_RETURN),) if turn.response.bound else ()
    told = turn.telling(NoticeKind.STOPPED) if turn.response.bound else turn
    return told.saying(plain(say(kept), *last, rows=rows)).now(status=Status.STOPPED)


def reminder(turn: Turn) -> Turn:
    """The person agreed to take part and has been silent: there is no rush, and no need."""
    row = (Button(say(phrases.STOP_REMINDERS), No(REMINDERS)),)
    reminder = plain(say(phrases.REMINDER), say(phrases.REMINDER_WAYS), rows=(RESUME, row))
    return turn.saying(replace(reminder, unopened=True)).now(away=True, aside=None)


def stop_reminders(turn: Turn) -> Turn:
    """We do not write first any more."""
    told = turn.saying(plain(say(phrases.REMINDERS_STOPPED), rows=_way_back(turn.response)))
    return told.now(unreminded=True)


def ask_withdraw(turn: Turn) -> Turn:
    """Deleting everything cannot be undone, so it is asked once more. Before anybody is known there is nothing to delete."""
    if not turn.response.bound:
        return stop(turn)
    row = (Button(say(phrases.WITHDRAW), Yes(WITHDRAW)), Button(say(phrases.NO).at(WITHDRAW), No(WITHDRAW)))
    stays = (say(phrases.WITHDRAW_NOTE),) if turn.response.unsafe else ()
    asked = plain(say(phrases.WITHDRAW_SURE), say(phrases.WITHDRAW_LIMIT), *stays, rows=(row,))
    return side_questions.asking(turn.saying(asked), side_questions.Kind.DELETION)


def withdrawing(turn: Turn, *, asked: bool, agreed: bool) -> Turn:
    """Yes counts only right after the question; later it asks again."""
    if not agreed:
        return turn.saying(plain(say(phrases.NOT_WITHDRAWN), rows=_way_back(turn.response)))
    return withdraw(turn) if asked else ask_withdraw(turn)


def withdraw(turn: Turn) -> Turn:
    """Every answer is deleted; that it happened stays, and that somebody may not be safe."""
    telegram = (say(phrases.WITHDRAWN_TELEGRAM),) if turn.response.channel == Channel.TELEGRAM else ()
    said = turn.saying(plain(say(phrases.WITHDRAWN), *telegram)).telling(NoticeKind.WITHDREW)
    people = replace(turn.response.people, called="")
    gone = said.now(
        people=people, passed=turn.response.passed - {NAME}, answers={}, revisions={}, left_open={}, asked=()
    )
    kept: dict[str, Any] = {"waiting": (), "offered": None, "unplaced": (), "forwards": (), "album": ""}
    return gone.now(status=Status.WITHDRAWN, wording="", changing=None, aside=None, halted=False, **kept)


def after_withdrawal(scene: Scene, turn: Turn, said: object) -> Turn:
    """Everything is deleted; whom to call in need, and who reads what, is still said."""
    match said:
        case Command.HELP | Open("help"):
            return turn.saying(help_alone(scene, turn.response))
        case Command.TALK:
            return turn.saying(plain(_phone(scene, phrases.WITHDRAWN_HELP)))
        case Command.PRIVACY:
            return privacy(scene, turn)
        case _:
            return over(scene, turn, said)


def over(scene: Scene, turn: Turn, said: object = None) -> Turn:
    """After the end nothing is kept, and the reply says so; thanks are answered first. A form gets its words back once."""
    ended = phrases.WITHDRAWN_OVER if turn.response.status is Status.WITHDRAWN else phrases.OVER
    told = way_back.told(turn.response, ended, phone=scene.questionnaire.programme["phone"])
    thanked = isinstance(said, Say) and courtesy.is_thanks(turn.response, said)
    lost = isinstance(said, Say) and bool(said.words) and not thanked
    turn = replace(turn, unkept=say(phrases.HELD_NOT_SAVED)) if lost else turn
    return turn.saying(plain(*((say(THANKS_BACK),) if thanked else ()), told, brief=True))


def open_menu(scene: Scene, turn: Turn) -> Turn:
    """Show the menu that "More" opens; until anything else comes its labels can be typed."""
    return turn.saying(menu(scene.questionnaire, turn.response)).now(aside=MENU)


def _way_back(response: Response) -> tuple[Row, ...]:
    if response.ended:
        return ended.ways(response)
    return () if response.status in OVER else (RESUME,)


def _phone(scene: Scene, msgid: str) -> Text:
    return say(msgid, phone=scene.questionnaire.programme["phone"])


def _call(scene: Scene, msgid: str) -> tuple[Text, ...]:
    """A text with the number to phone, and when it is answered."""
    return (_phone(scene, msgid), *helplines.hours(scene.questionnaire.programme))
