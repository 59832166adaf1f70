"""A form that was sent -> what was said with it, or what is the matter. Nothing is known here of who sent it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rounds.arrivals import Filled
from bot.web import phrases
from dialogs import leder
from dialogs.inputs import (
    Absent,
    AbsentReason,
    Attachment,
    Back,
    Begin,
    Choose,
    Command,
    Input,
    Media,
    Press,
    Say,
    Toggle,
    parse,
)
from dialogs.phrases import TOO_MANY
from dialogs.questionnaire import Item
from dialogs.text import Text, say

# What our own buttons say that are no press of the conversation.
CHOOSE, WRITE, HERE, STAY = "choose", "write", "here", "stay"
LONGEST = 20_000
# What is pressed beside them is done in any case; so many parts of words are kept with it, and no more.
MOST_PARTS = 15
_PARTS = re.compile(rf"\S.{{0,{LONGEST - 1}}}(?!\S)|\S.{{0,{LONGEST - 1}}}", re.DOTALL)
SECONDS_DIGITS = 6
_VERSION = re.compile(r"\d{4}-\d{2}")
FIELDS = ("id", "version", "place", "do", "choice", "words", "was", "visit")


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """The fields of a form; `boxes` are the options that are ticked, `was` those that were when it was shown.

    `visit` names the conversation that it was shown in.
    """

    id: str
    version: str
    place: str
    do: str
    choice: str
    words: str
    boxes: tuple[str, ...]
    was: tuple[str, ...]
    visit: str = ""

    @classmethod
    def read(cls, fields: Mapping[str, Sequence[str]]) -> Form:
        """The form in these fields; what is missing is empty. Lines end as they do everywhere but in forms."""
        given = {name: (fields.get(name) or [""])[0] for name in FIELDS}
        return cls(
            id=given["id"],
            version=given["version"],
            place=given["place"],
            do=given["do"],
            choice=given["choice"],
            words=given["words"].replace("\r\n", "\n"),
            boxes=tuple(fields.get("box", ())),
            was=tuple(given["was"].split()),
            visit=given["visit"],
        )

    @property
    def number(self) -> int:
        """The number by which a repeat is known: the same form with the same content. 63 bits, as the store keeps."""
        content = json.dumps([self.id, self.place, self.do, self.choice, self.words, sorted(self.boxes)])
        return int.from_bytes(hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()[:8]) >> 1


def recording_number(form: Form, content: bytes) -> int:
    """The number by which a recording that is sent again is known."""
    return int.from_bytes(hashlib.sha256(form.id.encode("utf-8", "surrogatepass") + content).digest()[:8]) >> 1


def recorded(form: Form, content: bytes, mime: str, seconds: str) -> Filled:
    """A recording as what was said at its question, with the words that were typed before it."""
    length = int(seconds) if seconds.isdecimal() and len(seconds) < SECONDS_DIGITS else 0
    spoken = Attachment(kind=Media.VOICE, seconds=length, bytes=len(content), mime=mime.partition(";")[0])
    return Filled((*_written(form), Say(words="", sent=0, about=form.place, attachment=spoken)))


def is_above_all_bounds(form: Form) -> bool:
    """Tell whether these words are too many even in parts: a press beside them is done, and the words are given back."""
    return len(form.words) > MOST_PARTS * LONGEST


def item_of(version: str, place: str) -> Item | None:
    """Return the item that a form asked for, in the version it said."""
    try:
        return leder.load(version).items.get(place) if _VERSION.fullmatch(version) else None
    except FileNotFoundError:
        return None


def inputs(form: Form, item: Item | None) -> Filled | Text:
    """Return the inputs of the form, in order, or one sentence on how to mend it."""
    if len(form.words) > LONGEST and not isinstance(parse(form.do), Command):
        return say(phrases.TOO_LONG)
    written = () if is_above_all_bounds(form) else _written(form)
    match form.do:
        case "choose":
            return _chosen(form, item, written)
        case "write":
            return Filled(written or (Back("here"),))
        case "here":
            return Filled((*written, Begin()))
        case _:
            return _pressed(form, item, written)


def left_behind(form: Form, item: Item | None) -> tuple[Input, ...]:
    """Return what is in a form that somebody leaves: nothing is said to them any more, so what fits is kept.

    A form that was under way keeps its button.
    """
    asked = inputs(form, item) if form.do else None
    if isinstance(asked, Filled):
        return asked.inputs
    ticked = _ticked(form, item)
    return (*_written(form)[:MOST_PARTS], *(() if isinstance(ticked, Text) else ticked))


def _pressed(form: Form, item: Item | None, written: tuple[Input, ...]) -> Filled | Text:
    press = parse(form.do) or Back("here")
    if item is not None and item.repeats and written and isinstance(press, Choose):
        label = next((o.text for o in item.options if o.code == press.code), "")
        return say(phrases.NONE_AND_MORE, choice=say(label).at(item.link_id))
    leaves = isinstance(press, Absent) and press.reason is not AbsentReason.SKIPPED
    ticked = () if leaves else _ticked(form, item)
    if isinstance(ticked, Text) and isinstance(press, Command | Absent):
        ticked = ()
    # What is ticked stands above the words, and they may say to go on.
    return ticked if isinstance(ticked, Text) else Filled((*ticked, *written, press))


def _written(form: Form) -> tuple[Input, ...]:
    """The words; what is too long for one message comes in parts, cut between words where there is a place."""
    parts = [form.words] if len(form.words) <= LONGEST else _PARTS.findall(form.words)
    return tuple(Say(words=part, sent=0, about=form.place) for part in parts if part.strip())


def _chosen(form: Form, item: Item | None, written: tuple[Input, ...]) -> Filled | Text:
    press: Press | None = parse(form.choice)
    if not isinstance(press, Choose):
        return say(phrases.CHOOSE_ONE_FIRST if item is not None and item.required else phrases.CHOOSE_ONE)
    return Filled((*written, press))


def _ticked(form: Form, item: Item | None) -> tuple[Input, ...] | Text:
    """Return what was ticked, or unticked, since the form was shown; or a sentence on how to mend it."""
    if item is None:
        return ()
    now, before = set(form.boxes), set(form.was)
    alone = next((o for o in item.options if o.code in item.exclusive & now), None)
    if alone is not None and len(now) > 1:
        return say(phrases.NONE_AND_MORE, choice=say(alone.text))
    if item.at_most and len(now) > item.at_most:
        return say(TOO_MANY, number=str(item.at_most))
    changed = [code for code in item.codes if (code in now) != (code in before)]
    return tuple(Toggle(item.link_id, code, code in now) for code in sorted(changed, key=lambda c: c in now))
