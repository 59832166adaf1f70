"""Words that may mean that somebody is not safe: nothing is assessed, whom to call is shown.

In clear danger to the writer the questions stop, too. In unclear danger, and where somebody else is at risk, the card stands
beside what is said anyway. How danger is heard: `dialogs.danger`.
"""

from __future__ import annotations

from collections.abc import Collection

from dialogs import answering, asides, commands, consent, flags, helplines, phrases, unplaced, voice, way_back
from dialogs.answers import NOTE, Words
from dialogs.copies import replace
from dialogs.danger import Danger, heard
from dialogs.danger import is_hurt as somebody_hurts
from dialogs.inputs import Amend, Begin, Command, Input, Language, Open, Say, Unkept, Yes
from dialogs.messages import PERSON, RESUME, Button, Message, Paragraph, Row, plain
from dialogs.navigation import Scene
from dialogs.response import OVER, Response, Status
from dialogs.text import Text, say
from dialogs.turn import FlagKind, Turn
from dialogs.typed import plain_words
from dialogs.wishes import Wish, wished

__all__ = [
    "CARRY_ON",
    "SCREEN",
    "Danger",
    "beside",
    "card_beside",
    "carries_on",
    "heard",
    "heard_in",
    "is_hurt",
    "stop",
    "wait",
]

SCREEN = "distress"
_GOING_ON = frozenset({"carry on", "go on", "resume"})


def heard_in(said: Input) -> frozenset[Danger]:
    """The kinds of danger that the words of an input may mean."""
    return heard(said.words) if isinstance(said, Say | Amend) else frozenset()


def is_hurt(said: Input) -> bool:
    """Tell whether words of danger say that somebody hurts the writer."""
    return isinstance(said, Say | Amend) and somebody_hurts(said.words)


def carries_on(said: Input) -> bool:
    """Tell whether this is the way on from the card: its button, Go on, or the words for them."""
    if isinstance(said, Say):
        return said.attachment is None and (plain_words(said.words) in _GOING_ON or Wish.NEXT in wished(said.words))
    return said in (Yes(SCREEN), Command.RESUME)


def stop(scene: Scene, turn: Turn, said: Say | Amend, *, unkept: Text | None = None) -> Turn:
    """Keep the words where words are kept, ask nothing more, say whom to call, and tell the reviewer.

    `unkept`: why these words can't be kept.

    Before anybody has said who they are, whom to call is all that is said, and nothing changes for who is invited.
    """
    response = turn.response
    if response.status in OVER:
        withdrawn = response.status is Status.WITHDRAWN
        how = phrases.WITHDRAWN_OVER if withdrawn else phrases.OVER
        ended = way_back.told(response, how, phone=scene.questionnaire.programme["phone"])
        lost = replace(turn, unkept=say(phrases.HELD_NOT_SAVED)) if isinstance(said, Say) else turn
        return _flagged(lost.saying(_card(scene, response, *_heard_of(response), ended)))
    if not response.bound:
        return turn.saying(_card(scene, response, *_heard_of(response), say(phrases.NOT_SAVED_YET), rows=(RESUME,)))
    kept = turn if unkept else _kept(scene, turn, said)
    where = unkept or say(phrases.DISTRESS_SAVED if kept.answers else phrases.DISTRESS_UNSAVED)
    last = (where, *_heard_of(response, kept), say(phrases.DISTRESS_CARRY_ON))
    return _flagged(kept.now(halted=True, unreminded=True).saying(_card(scene, response, *last, rows=(CARRY_ON,))))


def beside(scene: Scene, before: Response, turn: Turn, dangers: Collection[Danger]) -> Turn:
    """Whom to call, beside what is said anyway: once a day at one place for each kind of danger. Nothing stops.

    The reviewer is told at once where somebody else is at risk now.
    """
    if not dangers:
        return turn
    if Danger.OTHERS in dangers and _is_told(turn.response):
        turn = turn.flagging(FlagKind.SAFEGUARDING_URGENT)
    if Danger.CLEAR in dangers:
        return turn
    place = f"{before.at} {scene.now.date()}"
    for danger in sorted(dangers):
        card = card_beside(scene, turn.response, danger, noted=bool(turn.flags))
        if before.beside.get(danger) == place or (danger is Danger.UNCLEAR and before.halted) or _is_said(turn, card):
            continue
        turn = turn.saying(card)
        if turn.response.bound:
            turn = turn.now(beside={**turn.response.beside, danger.value: place})
    return turn


def wait(scene: Scene, turn: Turn, said: Input) -> Turn:
    """The questions have stopped: words are kept, a language is changed, anything else waits for Carry on."""
    carry_on = say(phrases.DISTRESS_CARRY_ON)
    match said:
        case Say() | Amend():
            kept = _kept(scene, turn, said)
            unsaved = phrases.HELD_NOT_SAVED if turn.response.consented else phrases.NOT_SAVED_YET
            saved = phrases.VOICE_MORE if kept.deposits else phrases.HELD_SAVED
            where = say(saved if kept.answers else unsaved)
            later = say(phrases.DISTRESS_LATER, **_numbers(scene))
            return kept.saying(replace(plain(where, later, carry_on, rows=(CARRY_ON,)), once="distress later"))
        case Unkept(media):
            return turn.saying(plain(consent.unkept(media), carry_on, rows=(CARRY_ON,)))
        case Open("more"):
            return commands.open_menu(scene, turn)
        case Language(code) if code not in turn.response.languages:
            return commands.language(scene, turn, said)
        case Language(code) if code:
            turn = turn.now(language=code)
            return turn.saying(_card(scene, turn.response, carry_on, rows=(CARRY_ON,)))
        case Begin():
            return turn.saying(_card(scene, turn.response, carry_on, rows=(CARRY_ON,)))
        case _:
            again = _card(scene, turn.response, carry_on, rows=(CARRY_ON,))
            return turn.saying(replace(again, once="distress again"))


def _is_said(turn: Turn, card: Message) -> bool:
    """Return whether this card, as one that was asked for or brought by an answer, is shown already."""
    return any(card.paragraphs[0].text.msgid == p.text.msgid for m in turn.messages for p in m.paragraphs)


def card_beside(
    scene: Scene, response: Response, danger: Danger, *, noted: bool = False, forwarded: bool = False
) -> Message:
    """The card for unclear danger to the writer, or for danger to somebody else. `noted`: the reviewer hears of something."""
    if danger is Danger.OTHERS:
        return replace(_safety_card(scene, response, forwarded=forwarded), beside=True)
    alone = commands.help_card(scene, phrases.HELP_PHONE, PERSON) if noted else None
    card = alone or commands.help_alone(scene, response, PERSON)
    return replace(card, paragraphs=(*card.paragraphs, Paragraph(say(phrases.DISTRESS_CHECK))), beside=True)


def _safety_card(scene: Scene, response: Response, *, forwarded: bool) -> Message:
    """The card for danger to somebody else: what is not kept nobody reads, and for what was forwarded goes no note."""
    read = response.consented and response.status not in OVER
    facts = scene.questionnaire.programme
    noted = say(phrases.HELP_NOTE, phone=facts["phone"], reply_time=say(facts["reply_time"]))
    told = () if read else (noted, *_heard_of(response)) if _is_told(response) else _heard_of(response)
    card = flags.safety_card(scene.questionnaire, *(told if not forwarded or read else (say(asides.NOBODY_TOLD),)))
    child = () if scene.is_grown else helplines.for_children(facts)
    calls = card.calls if scene.is_grown else ("childline", *card.calls)
    return replace(card, paragraphs=(*card.paragraphs, *child), calls=calls)


CARRY_ON: Row = (Button(say(phrases.CARRY_ON), Yes(SCREEN)), Button(say(phrases.TALK), Command.TALK))


def _kept(scene: Scene, turn: Turn, said: Say | Amend) -> Turn:
    """Keep the words as a note, which may be put with its question later; nothing is said and nothing moves."""
    if not turn.response.consented or turn.response.status in OVER:
        return turn
    before = turn.response
    put = _put(scene, turn, said) if isinstance(said, Say) else _amended(scene, turn, said)
    still = put.now(at=before.at, wording=before.wording, asked=before.asked, left_open=before.left_open)
    return replace(still, messages=(), repaint=None, toast=None)


def _put(scene: Scene, turn: Turn, said: Say) -> Turn:
    turn, told = voice.without_asking(turn, said)
    at = turn.response.at
    return answering.set_aside(scene, turn, told, at if told.about in (None, at) else "") if told else turn


def _amended(scene: Scene, turn: Turn, said: Amend) -> Turn:
    """An answer that is done with is amended as always; in one that is shown with its question the words wait in the note."""
    if any(w.sent == said.sent for w in turn.response.unplaced):
        taken = turn.leaving(unplaced.taken(turn.response, said.sent))
        return answering.set_aside(scene, taken, Say(words=said.words, sent=said.sent), "")
    at, answer = turn.response.at, turn.response.answers.get(turn.response.at)
    if answer and answer.growing and answer.came_from(said.sent):
        return answering.set_aside(scene, turn, Say(words=said.words, sent=said.sent), at)
    return answering.amend(scene, turn, Words(said.sent, said.words))


def _card(scene: Scene, response: Response, *last: Text, rows: tuple[Row, ...] = ()) -> Message:
    """Return the card: whom to call, that it may be a mistake, and what happens now."""
    note = phrases.HELP_NOTE if _is_told(response) else phrases.HELP_PHONE
    card = commands.help_card(scene, note, *rows)
    more = tuple(map(Paragraph, (say(phrases.DISTRESS_CHECK), *last)))
    return replace(card, paragraphs=(*card.paragraphs, *more), once="distress")


def _is_told(response: Response) -> bool:
    """Tell whether the reviewer gets a note of danger: of somebody who has said who they are, and has not withdrawn."""
    return response.bound and response.status is not Status.WITHDRAWN


def _heard_of(response: Response, kept: Turn | None = None) -> tuple[Text, ...]:
    """Say exactly who hears of words of danger: nobody, the reviewer without the words, or the reviewer with them."""
    if not _is_told(response):
        return (say(asides.NOBODY_TOLD),)
    if kept is None or not kept.answers:
        return (say(asides.NOTE_WORDLESS),)
    return (say(asides.NOT_ANSWERED),) if any(a.link_id == NOTE for a in kept.answers) else ()


def _flagged(turn: Turn) -> Turn:
    return turn.flagging(FlagKind.DISTRESS) if _is_told(turn.response) else turn


def _numbers(scene: Scene) -> dict[str, str]:
    return {name: scene.questionnaire.programme[name] for name in ("emergency", "samaritans")}
