"""Answers: what was said, made into a value or a Rejection; how one answer grows and when it becomes a new revision."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.copies import replace
from dialogs.days import Days, days_in, parse_date
from dialogs.inputs import AbsentReason, Channel, Say
from dialogs.months import AND
from dialogs.phrases import BAD_DATE, NO_SUCH_OPTION, PAST_DATE
from dialogs.questionnaire import Item, ItemType
from dialogs.text import FIRST_STRONG_ISOLATE, POP_ISOLATE, Text, say
from dialogs.typed import folded, name_in, plain_words, without_pictures
from dialogs.wishes import is_no_name

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Words:
    """One message, exactly as sent. `sent` is its place in the chat; messages of one answer are ordered by it.

    `forwarded`: somebody else may have written it.
    """

    sent: int
    text: str
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """One voice message at its place in the chat; `number` is its own. `lost` when it could not be kept after all."""

    sent: int
    number: int
    seconds: int
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """The days that one message named, by its place in the chat: its words may not be kept, and it can still be edited."""

    sent: int
    days: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One revision of the answer to one item. It grows until Next; a change after that is the next revision.

    `question` is the wording as shown. `absent` excludes `codes` and `dates`; words written before it stay in `text`.
    """

    link_id: str
    revision: int
    question: str
    language: str
    channel: Channel
    answered_at: datetime
    codes: tuple[str, ...] = ()
    text: tuple[Words, ...] = ()
    dates: tuple[date, ...] = ()
    absent: AbsentReason | None = None
    growing: bool = True
    superseded: bool = False
    recordings: tuple[Recording, ...] = ()
    named: tuple[Named, ...] = ()

    @property
    def has_value(self) -> bool:
        """Tell whether anything was said: codes, words, voice or dates."""
        return bool(self.codes or self.is_told or self.dates)

    @property
    def is_told(self) -> bool:
        """Tell whether there are words or a voice message."""
        return bool(self.text or self.recordings)

    @property
    def messages(self) -> tuple[Words | Recording, ...]:
        """Return the words and voice messages in the order of the chat; a voice message before the words that came with it."""
        return tuple(sorted((*self.recordings, *self.text), key=lambda m: m.sent))

    def came_from(self, sent: int) -> bool:
        """Tell whether words or days of the message at this place are in the answer."""
        return sent in {*(w.sent for w in self.text), *(n.sent for n in self.named)}

    def holds(self, sent: int) -> bool:
        """Tell whether the message at this place is in the answer, as words or voice."""
        return self.came_from(sent) or any(r.sent == sent for r in self.recordings)

    def says(self, said: Say) -> Answer:
        """Return a copy with one more message, in its place. Words that were overtaken by Skip take the place of the skip."""
        words = (Words(said.sent, said.words, said.forwarded),) if said.words or said.attachment is None else ()
        spoken = (Recording(said.sent, said.attachment.number, said.attachment.seconds),) if said.attachment else ()
        return replace(
            self,
            text=tuple(sorted((*self.text, *words), key=lambda w: w.sent)),
            recordings=tuple(sorted((*self.recordings, *spoken), key=lambda r: r.sent)),
            absent=None if self.absent is AbsentReason.SKIPPED and not said.forwarded else self.absent,
        )

    def without(self, places: Collection[int]) -> Answer:
        """Return a copy without the words at these places; when nothing is left, it is open again."""
        left = replace(self, text=tuple(w for w in self.text if w.sent not in places))
        return left if left.has_value or left.absent else replace(left, growing=True)

    def loses(self, numbers: Collection[int]) -> Answer:
        """Return a copy with the voice messages of these numbers marked as lost."""
        marked = (replace(r, lost=r.lost or r.number in numbers) for r in self.recordings)
        return replace(self, recordings=tuple(marked))

    def rewords(self, words: Words) -> Answer:
        """Return a copy with the message at the same place replaced."""
        return replace(self, text=tuple(replace(w, text=words.text) if w.sent == words.sent else w for w in self.text))

    def chooses(self, *codes: str) -> Answer:
        """Return a copy with these codes and no others, and no days."""
        return replace(self, codes=codes, dates=(), named=(), absent=None)

    def names(self, sent: int, *days: date) -> Answer:
        """Return a copy with the days that the message at this place names too, and no option."""
        dates = tuple(sorted({*self.dates, *days}))
        return replace(self, codes=(), dates=dates, named=(*self.named, Named(sent, days)), absent=None)

    def unnames(self, sent: int) -> Answer:
        """Return a copy without the days that no message names but the one at this place."""
        others = tuple(n for n in self.named if n.sent != sent)
        gone = {d for n in self.named if n.sent == sent for d in n.days} - {d for n in others for d in n.days}
        return replace(self, dates=tuple(d for d in self.dates if d not in gone), named=others)

    def toggles(self, item: Item, code: str, on: bool) -> Answer:
        """Return a copy with one option of a multiple choice set or unset; `none` and its like exclude the others."""
        kept = set(self.codes) - {code}
        if on:
            kept = {code} if code in item.exclusive else (kept - item.exclusive) | {code}
        return replace(self, codes=tuple(c for c in item.codes if c in kept), absent=None)

    def is_absent(self, reason: AbsentReason) -> Answer:
        """Return a copy with no value, for this reason; words stay."""
        return replace(self, codes=(), dates=(), named=(), absent=reason, growing=False)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The words name these options."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    day: date


@dataclass(frozen=True, slots=True)
class Free:
    """Words in answer to an open question."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Not understood as an answer to this item; `reason` is the msgid of one sentence that says how to mend it.

    `signs`: what cannot be in the answer, where the sentence has a place for that.
    """

    reason: str
    signs: str = ""

    @property
    def said(self) -> Text:
        """The sentence."""
        return say(self.reason, signs=self.signs) if self.signs else say(self.reason)


Meaning = Chosen | Dated | Days | Free | Rejection


def understand(item: Item, words: str, *, today: date, wording: str = "", language: str = "en") -> Meaning:
    """Read `words` as an answer to `item`. Options may be named as they are in `wording`, the question as shown."""
    codes = named(item, words, wording)
    match item.type:
        case ItemType.TEXT:
            return Chosen(codes) if codes else Free()
        case ItemType.CHOICE:
            return Chosen(codes) if len(codes) == 1 else Rejection(NO_SUCH_OPTION)
        case ItemType.MULTIPLE:
            return Chosen(codes) if codes else Rejection(NO_SUCH_OPTION)
        case ItemType.DATE if item.repeats and not codes:
            return days_in(words, today=today, language=language)
        case ItemType.DATE:
            return Chosen(codes) if codes else _dated(words, today, language)


def name_from(answer: Answer | None) -> str | None:
    """The short name that an answer gives: one message of at most 3 words and 30 characters that says nothing else, or None."""
    own = [m for m in answer.messages if not (isinstance(m, Words) and m.forwarded)] if answer else []
    if len(own) != 1 or not isinstance(own[0], Words):
        return None
    name = name_in(without_pictures(own[0].text))
    short = 0 < len(name) <= 30 and len(name.split()) <= 3 and "\n" not in own[0].text.strip()  # noqa: PLR2004 - the rule's own numbers
    return name if short and not is_no_name(name, answer.language if answer else "") else None


# What stands between numbers of options, in any language on offer, and around them.
CONNECTING = frozenset({"and", "n", *(word for words, _ in AND.values() for word in words)})
_NUMBERS = re.compile(r"[\s,;.&+()#:/\u060c\u061b\u06d4\u0964\u0965\u3001\u3002\u2022]+")
_GLUED = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_AS_SHOWN = re.compile(r"(\d+) ?[.):=-]* ?(.+)")
# What people write before the number of an option: English, and the languages on offer that write it in Latin letters.
_CALLED = re.compile(
    r"(?:my )?(?:answer|option|number|choice|opcja|numer|nr|numero|numeros|numar|numarul|opcion|opcao|opzione|optiunea|varianta|"
    r"respuesta|resposta|risposta|opsiwn|rhif)(?: is)? (\d{1,2})"
)
LONGEST_NAMED = 120
_SHOWN_OPTION = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_ISOLATES = str.maketrans("", "", FIRST_STRONG_ISOLATE + POP_ISOLATE)


def named(item: Item, words: str, wording: str) -> tuple[str, ...]:
    """The codes that the words name, by number or by label; empty if any part is something else."""
    said = plain_words(words)
    shown, options = _AS_SHOWN.fullmatch(said), labels(item, wording)
    for number, (code, known) in enumerate(options.items(), 1):
        if said in known or (shown and shown[1] == str(number) and shown[2] in known):
            return (code,)
    if len(said) <= LONGEST_NAMED and (meant := _without_signs(item, said, options)):
        return (meant,)
    numbers = _numbers_in(said)
    if item.type is ItemType.DATE and said != "".join(map(str, numbers)):
        return ()
    chosen = dict.fromkeys(item.options[n - 1].code for n in numbers if 0 < n <= len(item.options))
    return tuple(chosen) if all(0 < n <= len(item.options) for n in numbers) else ()


def _without_signs(item: Item, said: str, options: dict[str, set[str]]) -> str:
    """Return the one code whose label is the same without accents, apostrophes and dashes, or that is called "option 2"."""
    spoken, shown = folded(said), _AS_SHOWN.fullmatch(said)
    numbered = {shown[1]: folded(shown[2])} if shown else {}
    alike = [
        code
        for n, (code, known) in enumerate(options.items(), 1)
        if {spoken, numbered.get(str(n), spoken)} & {label for label in map(folded, known) if label}
    ]
    if len(alike) == 1:
        return alike[0]
    called = _CALLED.fullmatch(spoken) if item.type in (ItemType.CHOICE, ItemType.MULTIPLE) else None
    return next((code for n, code in enumerate(options, 1) if called and int(called[1]) == n), "")


def _numbers_in(said: str) -> list[int]:
    """Return the numbers that the words consist of, with nothing but commas and "and"s between; none if there is more."""
    parts = [p for p in _NUMBERS.split(_GLUED.sub(" ", said)) if p and p not in CONNECTING]
    return [int(p) for p in parts] if all(p.isdecimal() and len(p) < 4 for p in parts) else []  # noqa: PLR2004


def is_number(words: str) -> bool:
    """Tell whether words are the numbers of options and nothing else: "2", "1 and 3", "option 2"; a day is none."""
    said = plain_words(words)
    return "/" not in said and bool(_numbers_in(said) or _CALLED.fullmatch(folded(said)))


def labels(item: Item, wording: str) -> dict[str, set[str]]:
    """Return the labels of each option as they are compared: in English, and as they stand in `wording`; a draft shows both."""
    known = {str(n): {plain_words(o.text)} for n, o in enumerate(item.options, 1)}
    for number, label in _SHOWN_OPTION.findall(wording.translate(_ISOLATES)):
        known.get(number, set()).add(plain_words(label))
    return dict(zip(item.codes, known.values(), strict=True))


def _dated(words: str, today: date, language: str) -> Meaning:
    day = parse_date(words, today=today, language=language)
    if day is None:
        return Rejection(BAD_DATE)
    return Rejection(PAST_DATE) if day < today else Dated(day)
