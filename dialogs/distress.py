"""Words that may mean that somebody is not safe: nothing is assessed, the questions stop, whom to call is shown.

The phrases are data (`leder/distress.toml`); here words and phrases are brought to one form, so that whole words can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain

from dialogs import asking, commands, consent, keeping, phrases, voice
from dialogs.answers import Words
from dialogs.copies import replace
from dialogs.inputs import Amend, Begin, Command, Input, Language, Open, Say, Unkept, Yes
from dialogs.leder import distress_phrases
from dialogs.messages import Button, Message, Paragraph, Row, plain
from dialogs.moves import Scene
from dialogs.response import OVER, Response, Status
from dialogs.text import Text, say
from dialogs.turn import FlagKind, Turn

SCREEN = "distress"
_GOING_ON = frozenset({"carry on", "go on", "resume"})
_APOSTROPHES = re.compile(r"['`\u2018\u2019\u02bc\u00b4]")
# Latin accents, Arabic vowel signs and the marks on an alef, invisible joiners.
_MARKS = re.compile(r"[\u0300-\u036f\u0640\u064b-\u0655\u200b-\u200f\u2060-\u2069]")
# Letters that are written in two ways: l with a stroke, i without a dot; yeh, kaf and heh of Arabic and of Urdu.
_LETTERS = str.maketrans("\u0142\u0131\u064a\u0649\u0643\u06c1\u0629", "li\u06cc\u06cc\u06a9\u0647\u0647")
_ASCII_ELSE = re.compile(r"[\x00-/:-`{-\x7f]+")
_ONE_WORD = (("can not", "cant"), ("cannot", "cant"), ("do not", "dont"), ("is not", "isnt"))


def heard(words: str) -> bool:
    """Whether these words hold such words."""
    plain_words = normal(words)
    known, whole = _by_first_word(), f" {plain_words} "
    return any(phrase in whole for first in known.keys() & set(plain_words.split()) for phrase in known[first])


def normal(words: str) -> str:
    """The words in the form in which they are compared: lower case, letters and numbers only, single spaces."""
    bare = _APOSTROPHES.sub("", words.casefold())
    if not bare.isascii():
        bare = _MARKS.sub("", unicodedata.normalize("NFKD", bare)).translate(_LETTERS)
        bare = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in bare)
    spaced = f" {' '.join(_ASCII_ELSE.sub(' ', bare).split())} "
    for several, one in _ONE_WORD:
        spaced = spaced.replace(f" {several} ", f" {one} ")
    return spaced.strip()


def carries_on(said: Input) -> bool:
    """Whether this is the way on from the card: its button, Go on, or the words for them."""
    if isinstance(said, Say):
        return said.attachment is None and normal(said.words) in _GOING_ON
    return said in (Yes(SCREEN), Command.RESUME)


def stop(scene: Scene, turn: Turn, said: Say | Amend) -> Turn:
    """Keep the words where words are kept, ask nothing more, say whom to call, and tell the reviewer."""
    response = turn.response
    if response.status in OVER:
        withdrawn = response.status is Status.WITHDRAWN
        ended = say(phrases.WITHDRAWN_OVER if withdrawn else phrases.OVER, phone=scene.questionnaire.programme["phone"])
        told = turn.saying(_card(scene, response, ended))
        return told if withdrawn else _flagged(told)
    kept = _kept(scene, turn, said)
    where = say(phrases.DISTRESS_SAVED if kept.answers else phrases.DISTRESS_UNSAVED)
    stopped = kept.now(halted=True, unreminded=True)
    return _flagged(stopped.saying(_card(scene, response, where, say(phrases.DISTRESS_CARRY_ON), rows=(_CARRY_ON,))))


def wait(scene: Scene, turn: Turn, said: Input) -> Turn:
    """The questions have stopped: words are kept, a language is changed, anything else waits for Carry on."""
    carry_on = say(phrases.DISTRESS_CARRY_ON)
    match said:
        case Say(attachment=None) if isinstance(command := asking.bare(scene, turn, said.words), Command):
            return commands.obey(scene, turn, command)
        case Say() | Amend():
            kept = _kept(scene, turn, said)
            unsaved = phrases.HELD_NOT_SAVED if turn.response.consented else phrases.NOT_SAVED_YET
            saved = phrases.VOICE_MORE if kept.deposits else phrases.HELD_SAVED
            where = say(saved if kept.answers else unsaved)
            later = say(phrases.DISTRESS_LATER, **_numbers(scene))
            return kept.saying(replace(plain(where, later, carry_on, rows=(_CARRY_ON,)), once="distress later"))
        case Unkept(media):
            return turn.saying(plain(consent.unkept(media), carry_on, rows=(_CARRY_ON,)))
        case Open("more"):
            return commands.open_menu(scene, turn)
        case Language(code) if code not in turn.response.languages:
            return commands.language(scene, turn, said)
        case Language(code) if code:
            turn = turn.now(language=code)
            return turn.saying(_card(scene, turn.response, carry_on, rows=(_CARRY_ON,)))
        case Begin():
            return turn.saying(_card(scene, turn.response, carry_on, rows=(_CARRY_ON,)))
        case _:
            again = _card(scene, turn.response, carry_on, rows=(_CARRY_ON,))
            return turn.saying(replace(again, once="distress again"))


_CARRY_ON: Row = (Button(say(phrases.CARRY_ON), Yes(SCREEN)), Button(say(phrases.TALK), Command.TALK))


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
    return keeping.aside(scene, turn, told, at if told.about in (None, at) else "") if told else turn


def _amended(scene: Scene, turn: Turn, said: Amend) -> Turn:
    """An answer that is done with is amended as always; in one that is shown with its question the words wait in the note."""
    at, answer = turn.response.at, turn.response.answers.get(turn.response.at)
    if answer and answer.growing and answer.came_from(said.sent):
        return keeping.aside(scene, turn, Say(words=said.words, sent=said.sent), at)
    return asking.amend(scene, turn, Words(said.sent, said.words))


def _card(scene: Scene, response: Response, *last: Text, rows: tuple[Row, ...] = ()) -> Message:
    """Whom to call; that it may be a mistake; what happens now."""
    note = phrases.HELP_NOTE if response.bound and response.status is not Status.WITHDRAWN else phrases.HELP_PHONE
    card = commands.help_card(scene, note, *rows)
    more = tuple(map(Paragraph, (say(phrases.DISTRESS_CHECK), *last)))
    return replace(card, paragraphs=(*card.paragraphs, *more), once="distress")


def _flagged(turn: Turn) -> Turn:
    return turn.flagging(FlagKind.DISTRESS) if turn.response.bound else turn


def _numbers(scene: Scene) -> dict[str, str]:
    return {name: scene.questionnaire.programme[name] for name in ("emergency", "samaritans")}


@cache
def _by_first_word() -> dict[str, list[str]]:
    """The phrases by their first word, each with spaces around it, so that only whole words are found."""
    known: dict[str, list[str]] = {}
    for phrase in map(normal, chain.from_iterable(distress_phrases().values())):
        known.setdefault(phrase.split()[0], []).append(f" {phrase} ")
    return known
