"""Questions that we ask beside the interview, and what typed words answer to them: the same as their buttons.

What was asked last is kept in `response.aside` until anything else comes. Words that answer it are never an answer to the
question that stands above it. A yes that cannot be taken back counts only if it says nothing else: any other is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dialogs import phrases
from dialogs.asides import TAKE_AWAY
from dialogs.copies import replace
from dialogs.inputs import Above, Change, Command, Language, No, Press, Say, Unseen, Yes, data, parse
from dialogs.languages import named_in
from dialogs.meaning import NO, YES, Guess, near_option, without_polite, yes_or_no
from dialogs.messages import Button
from dialogs.navigation import Scene
from dialogs.questionnaire import ItemType
from dialogs.response import Response, Status
from dialogs.screens import AWAY, WORDS
from dialogs.slash import command_in, number_in
from dialogs.spoken import PRESSES
from dialogs.text import say
from dialogs.turn import Turn
from dialogs.typed import folded

# A message of more words tells something besides.
MOST_WORDS = 6
_MEANT = " ?"
# The list was asked for while the questions were out of sight.
_OUT = "out"


class Kind(StrEnum):
    """The questions that can be asked beside the interview."""

    DELETION = "withdraw"
    FORWARDED = "forwarded"
    OLD_BUTTON = "old"
    COMMAND = "command"
    WORDS = "words"
    LANGUAGES = "languages"
    CHANGE = "change"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked: its kind, what it is about, and the answer that "Did you mean …?" was about since."""

    kind: Kind
    target: str = ""
    meant: str = ""

    def __str__(self) -> str:
        """Return it as it is kept in `response.aside`."""
        named = f"{self.kind} {self.target}" if self.target else str(self.kind)
        return f"{named}{_MEANT}{self.meant}" if self.meant else named


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer that words give to it: a press that counts, or else the code that they may mean.

    `more`: they say something besides.
    """

    asked: Asked
    press: Press | None = None
    meant: str = ""
    more: bool = False


def asking(turn: Turn, kind: Kind, target: str = "") -> Turn:
    """Return the turn with this as what was asked last."""
    return turn.now(aside=str(Asked(kind, target)))


def listing(turn: Turn) -> Turn:
    """Return the turn with the list of answers, to choose one from, as what was asked last."""
    return asking(turn, Kind.CHANGE, _OUT if _is_out(turn.response) else "")


def asked_last(response: Response) -> Asked | None:
    """Return what was asked beside the interview just now; None if nothing was."""
    named, _, meant = (response.aside or "").partition(_MEANT)
    kind, _, target = named.partition(" ")
    return Asked(Kind(kind), target, meant) if kind in {*Kind} else None


def kind_of(response: Response) -> Kind | None:
    """Return the kind of what was asked beside the interview just now."""
    asked = asked_last(response)
    return asked.kind if asked else None


def shown(turn: Turn, before: str | None = None) -> Turn:
    """Return the turn, with the offer beside a question as what was asked last if that question was shown now.

    `before`: what was asked before this turn; a question that is shown now ends it.
    """
    response = turn.response
    if response.aside != before or not any(m.prompt for m in turn.messages):
        return turn
    offered = response.offered is not None and response.offered.link_id == response.at
    return turn.now(aside=str(Asked(Kind.WORDS)) if offered else None)


def over(turn: Turn, before: Response) -> Turn:
    """Return a turn that nobody's input caused: what it says ends what was asked before, unless it asks something itself."""
    return turn.now(aside=None) if turn.messages and turn.response.aside == before.aside else turn


def command(press: Press, sent: int) -> str:
    """Return the target of a command that the words at this place may have been."""
    return f"{data(press)} {sent}"


def obeyed(response: Response, said: object) -> int | None:
    """Return the place of the words that were a command after all, if this press obeys it."""
    asked = asked_last(response)
    pressed, _, sent = asked.target.partition(" ") if asked and asked.kind is Kind.COMMAND else ("", "", "")
    return int(sent) if pressed and parse(pressed) == said else None


def buttons(asked: Asked) -> dict[str, Button]:
    """Return the two buttons of what was asked, by what is said to it; none where it is a list to choose from."""
    match asked.kind:
        case Kind.DELETION:
            no = Button(say(phrases.NO).at(asked.kind), No(asked.kind))
            return {YES: Button(say(phrases.WITHDRAW), Yes(asked.kind)), NO: no}
        case Kind.FORWARDED:
            return _pair(phrases.KEEP_MARKED, Yes(asked.kind), phrases.LEAVE_THEM_OUT, No(asked.kind))
        case Kind.WORDS:
            return _pair(phrases.PUT_WORDS, Yes(WORDS), phrases.LEAVE_WORDS, No(WORDS))
        case Kind.OLD_BUTTON:
            return _pair(phrases.CHANGE_THIS, Change(asked.target), phrases.GO_ON, Command.RESUME)
        case Kind.COMMAND:
            press = parse(asked.target.partition(" ")[0]) or Command.RESUME
            label = next((label for label, does in PRESSES.items() if does == press), phrases.CHANGE)
            return _pair(label, press, phrases.GO_ON, Command.RESUME)
        case Kind.NOTE if asked.target.isdecimal():
            return _pair(TAKE_AWAY, No(f"{AWAY}-{asked.target}"), phrases.LEAVE_WORDS, Command.RESUME)
        case Kind.LANGUAGES | Kind.CHANGE | Kind.NOTE:
            return {}


def hear(scene: Scene, response: Response, said: object) -> Heard | None:
    """Return what a message says to what was asked beside the interview; None if nothing was, or it says something else."""
    asked = asked_last(response)
    if asked is None or not isinstance(said, Say) or not may_answer(said):
        return None
    late = said.unseen is not None or not said.above.is_sure
    if late and (asked.kind in {Kind.WORDS, Kind.NOTE} or said.unseen is Unseen.IN_A_ROW):
        return None
    if not buttons(asked) or (asked.kind is Kind.NOTE and number_in(said.words)):
        return None if _is_long_ago(asked, response, late=late) else _listed(asked, said, response)
    guess = _guessed(scene, response, asked, said.words)
    if guess is None:
        return None
    code = _decided(asked, guess)
    if code and not (late and asked.kind is Kind.DELETION):
        return Heard(asked, buttons(asked)[code].press)
    return Heard(asked, meant=guess.code, more=not guess.whole)


def may_answer(said: Say) -> bool:
    """Tell whether these are the person's own words, to nothing else."""
    beside = said.attachment or said.forwarded or said.media or said.above is Above.REPLIED
    return not beside and command_in(said.words) is None


def _is_long_ago(asked: Asked, response: Response, *, late: bool) -> bool:
    """Tell whether the list of answers is out of sight: after a pause, a reminder or a long silence that came since."""
    return asked.kind is Kind.CHANGE and (late or (_is_out(response) and asked.target != _OUT))


def _is_out(response: Response) -> bool:
    return response.away or response.status is Status.PAUSED


def _pair(yes: str, agrees: Press, no: str, refuses: Press) -> dict[str, Button]:
    return {YES: Button(say(yes), agrees), NO: Button(say(no), refuses)}


def _listed(asked: Asked, said: Say, response: Response) -> Heard | None:
    """Return what words choose from a list: by number, or by the name of a language."""
    again: Press = Language() if asked.kind is Kind.LANGUAGES else Change()
    back = again if response.halted else Command.RESUME
    words = without_polite(said.words, response.language)
    if asked.kind is Kind.LANGUAGES and (code := named_in(words, response.languages)):
        return Heard(asked, Language(code))
    if (number := number_in(words)) and asked.kind is not Kind.LANGUAGES:
        return _numbered(asked, number)
    guess = yes_or_no(words, response.language)
    if guess is None or not guess.whole:
        return None
    return Heard(asked, again if guess.code == YES else back)


def _numbered(asked: Asked, number: str) -> Heard:
    """Return what a number chooses: an answer to change, or a message of the note to take away."""
    if asked.kind is Kind.CHANGE:
        return Heard(asked, Change(number))
    places = dict(enumerate(asked.target.split(","), 1))
    place = places.get(int(number))
    return Heard(asked, No(f"{AWAY}-{place}") if place else Change(AWAY))


def _guessed(scene: Scene, response: Response, asked: Asked, words: str) -> Guess | None:
    """Guess which of the two buttons words mean."""
    if code := _labelled(scene, asked, words):
        return Guess(code, sure=asked.kind is not Kind.DELETION or code == NO)
    guess = yes_or_no(words, response.language)
    bare = yes_or_no(without_polite(words, response.language), response.language)
    if bare and bare.sure and (asked.kind is not Kind.DELETION or bare.code == NO):
        guess = bare
    if asked.kind in {Kind.COMMAND, Kind.WORDS}:
        return _doubted(scene, response, asked, guess) if guess and guess.sure else None
    guess = guess or _near(scene, asked, words)
    if guess and not guess.whole and not _says_little(asked, words):
        return None
    return _doubted(scene, response, asked, guess) if guess else None


def _labelled(scene: Scene, asked: Asked, words: str) -> str:
    """Return which of the two buttons has these words as its label."""
    labels = scene.spoken.labels_in(words)
    found = [code for code, msgids in _labels(asked).items() if labels & msgids]
    return found[0] if len(found) == 1 else ""


def _labels(asked: Asked) -> dict[str, frozenset[str]]:
    labels = {code: frozenset({b.label.msgid}) for code, b in buttons(asked).items()}
    if asked.kind is Kind.DELETION:
        return {**labels, NO: labels[NO] | {phrases.LEAVE_WORDS}}
    if asked.kind is Kind.OLD_BUTTON:
        return {YES: labels[YES] | {phrases.CHANGE}, NO: labels[NO] | {phrases.CARRY_ON, phrases.KEEP}}
    return labels


def _near(scene: Scene, asked: Asked, words: str) -> Guess | None:
    """Guess a button by a part of its label."""
    if len(words.split()) > MOST_WORDS:
        return None
    known = {
        code: [shown for shown, labels in scene.spoken.labels.items() if labels & msgids]
        for code, msgids in _labels(asked).items()
    }
    guess, shown = near_option(words, known), folded(words)
    return replace(guess, whole=any(shown in label for label in known[guess.code])) if guess else None


def _says_little(asked: Asked, words: str) -> bool:
    """Tell whether a yes or a no with more words around it is still about this, and no story."""
    return asked.kind is Kind.DELETION or len(words.split()) <= MOST_WORDS


def _doubted(scene: Scene, response: Response, asked: Asked, guess: Guess) -> Guess:
    """Return the guess as no more than one, where the words may as well answer the question that stands there too."""
    item = scene.questionnaire.items.get(response.at)
    if asked.kind is not Kind.WORDS or item is None or item.type is ItemType.TEXT:
        return guess
    return Guess(guess.code, whole=guess.whole)


def _decided(asked: Asked, guess: Guess) -> str:
    """Return the code that counts now: a sure one, a no that changes nothing, or what was confirmed; "" if none does."""
    if asked.meant and guess.whole:
        return _confirmed(asked, guess)
    return guess.code if guess.sure or (guess.whole and _is_harmless(asked, guess.code)) else ""


def _is_harmless(asked: Asked, code: str) -> bool:
    """Tell whether nothing is lost where this was not meant: nothing changes, or something is only shown."""
    match asked.kind:
        case Kind.DELETION:
            return code == NO
        case Kind.OLD_BUTTON:
            return True
        case Kind.COMMAND:
            return code == NO or buttons(asked)[YES].press is not Command.STOP
        case _:
            return False


def _confirmed(asked: Asked, guess: Guess) -> str:
    """Return what a yes or a no to "Did you mean …?" says."""
    if guess.code == YES:
        return asked.meant
    return NO if asked.meant == YES or asked.kind is Kind.DELETION else YES
