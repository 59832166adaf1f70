"""Core values <-> JSON, with a schema version, so that a stored response can always be read back.

Whatever changes what is written raises SCHEMA, and adds how what was written before becomes what is written now.

`dump_response` writes all of a Response except what its review and the settings bring with every load.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

import orjson

from dialogs.answers import Answer, Named, Recording, Words
from dialogs.copies import replace
from dialogs.inputs import Above, AbsentReason, Attachment, Channel, Media, Say, Unseen
from dialogs.response import Decision, Offered, People, Response, Status

SCHEMA = 2
HISTORY = 1


class CodecError(Exception):
    """A stored value of a schema this code does not know."""


def dump_response(response: Response) -> bytes:
    """The response as JSON."""
    people = response.people
    stored = {
        "schema": SCHEMA,
        "version": response.version,
        "language": response.language,
        "channel": response.channel,
        "people": [people.invitee, people.person, people.reviewer, people.relationship, people.called],
        "status": response.status,
        "bound": response.bound,
        "at": response.at,
        "wording": response.wording,
        "passed": sorted(response.passed),
        "left_open": response.left_open,
        "asked": response.asked,
        "answers": [_answer(a) for a in response.answers.values()],
        "revisions": response.revisions,
        "decisions": response.decisions,
        "changing": response.changing,
        "part": response.part,
        "short": response.short,
        "aside": response.aside,
        "halted": response.halted,
        "unreminded": response.unreminded,
        "unsafe": response.unsafe,
        "beside": response.beside,
        "spoken": response.spoken,
        "written": response.written,
        "sounded": response.sounded,
        **_words_that_wait(response),
        "away": response.away,
        "welcomed": response.welcomed,
        "lagging": response.lagging,
        "young": response.young,
        "held": response.held,
        "ended": response.ended,
        "languages": response.languages,
    }
    return orjson.dumps(stored)


def _words_that_wait(response: Response) -> dict[str, object]:
    return {
        "waiting": [_waiting(said) for said in response.waiting],
        "unplaced": [_unplaced(said) for said in response.unplaced],
        "forwards": response.forwards,
        "album": response.album,
        "offered": [response.offered.link_id, response.offered.sent] if response.offered else None,
    }


def load_response(written: str | bytes) -> Response:
    """The response that `dump_response` of this or of an earlier schema wrote; CodecError for any other."""
    stored = _as_written_now(orjson.loads(written))
    invitee, person, reviewer, relationship, called = stored.pop("people")
    answers = [_read_answer(a) for a in stored.pop("answers")]
    return Response(
        **{
            **stored,
            "people": People(
                invitee=invitee, person=person, reviewer=reviewer, relationship=relationship, called=called
            ),
            "status": Status(stored["status"]),
            "channel": Channel(stored["channel"]),
            "passed": frozenset(stored["passed"]),
            "asked": tuple(stored["asked"]),
            "answers": {a.link_id: a for a in answers},
            "languages": tuple(stored["languages"]),
            "waiting": tuple(map(_read_waiting, stored["waiting"])),
            "unplaced": tuple(map(_read_unplaced, stored["unplaced"])),
            "forwards": tuple(stored["forwards"]),
            "offered": _read_offered(stored["offered"]),
            "welcomed": _read_time(stored["welcomed"]),
            "lagging": _read_time(stored["lagging"]),
        }
    )


def refreshed(
    response: Response, people: People, *, held: bool, languages: tuple[str, ...], ended: bool = False
) -> Response:
    """The response with what may have changed around it since it was stored."""
    around = replace(people, called=response.people.called) if response.people.called else people
    if (response.people, response.held, response.ended, response.languages) == (around, held, ended, languages):
        return response
    return replace(response, people=around, held=held, ended=ended, languages=languages)


class History(NamedTuple):
    """Everything that a response's state does not hold: revisions of answers that count no more, and every decision."""

    answers: tuple[Answer, ...] = ()
    decisions: tuple[Decision, ...] = ()


def dump_history(history: History) -> bytes:
    """The history as JSON."""
    stored = {
        "schema": HISTORY,
        "answers": [[a.superseded, *_answer(a)] for a in history.answers],
        "decisions": [[getattr(d, name) for name in _DECIDED] for d in history.decisions],
    }
    return orjson.dumps(stored)


def load_history(written: bytes) -> History:
    """The history that `dump_history` wrote; CodecError for any other."""
    stored = orjson.loads(written)
    if stored["schema"] != HISTORY:
        raise CodecError("a history of another schema")
    answers = (replace(_read_answer(a), superseded=superseded) for superseded, *a in stored["answers"])
    return History(tuple(answers), tuple(map(_read_decision, stored["decisions"])))


_DECIDED = ("statement", "version", "wording", "wording_sha256", "language", "channel", "decision", "decided_at")


def _read_decision(stored: list[Any]) -> Decision:
    named = dict(zip(_DECIDED, stored, strict=True))
    at = datetime.fromisoformat(named.pop("decided_at"))
    return Decision(**{**named, "channel": Channel(named["channel"])}, decided_at=at)


def dump_value(answer: Answer) -> str:
    """Return an answer in the form the record gives it out: codes, text, dates, or the reason why there is none.

    `recordings` are voice messages: the number of each, and after how many messages of words it came.
    """
    value: dict[str, Any] = {}
    if answer.codes:
        value["codes"] = list(answer.codes)
    if answer.text:
        value["text"] = [w.text for w in answer.text]
    if forwarded := [place for place, w in enumerate(answer.text) if w.forwarded]:
        value["forwarded"] = forwarded
    if answer.recordings:
        value["recordings"] = [[r.number, sum(w.sent < r.sent for w in answer.text)] for r in answer.recordings]
    if answer.dates:
        value["dates"] = [d.isoformat() for d in answer.dates]
    if answer.absent:
        value["absent"] = answer.absent.value
    return orjson.dumps(value).decode()


class Value(NamedTuple):
    """An answer as it was written by `dump_value`; of each recording its number, and how many messages came before it."""

    codes: tuple[str, ...]
    text: tuple[str, ...]
    forwarded: tuple[int, ...]
    recordings: tuple[tuple[int, int], ...]
    dates: tuple[date, ...]
    absent: AbsentReason | None


def load_value(written: str) -> Value:
    """Return the value that `dump_value` wrote."""
    stored = orjson.loads(written)
    return Value(
        codes=tuple(stored.get("codes", ())),
        text=tuple(stored.get("text", ())),
        forwarded=tuple(stored.get("forwarded", ())),
        recordings=tuple((number, after) for number, after in stored.get("recordings", ())),
        dates=_read_dates(stored.get("dates", [])),
        absent=AbsentReason(stored["absent"]) if "absent" in stored else None,
    )


def _as_written_now(stored: dict[str, Any]) -> dict[str, Any]:
    match stored.pop("schema"):
        case 2:
            return stored
        case 1:
            return _from_the_first(stored)
        case _:
            raise CodecError("a response of another schema")


def _from_the_first(stored: dict[str, Any]) -> dict[str, Any]:
    """Fill what the first schema learned to write as it grew: the ends of its lists of 13 and of 9, and whole fields."""
    came_later = {"waiting": (), "unplaced": (), "forwards": (), "offered": None, "welcomed": None, "lagging": None}
    answers = [[*answer, (), ()][:13] for answer in stored["answers"]]
    waiting = [[*said, None][:9] for said in stored.get("waiting", ())]
    return {**came_later, **stored, "answers": answers, "waiting": waiting}


def _answer(answer: Answer) -> list[Any]:
    return [
        answer.link_id,
        answer.revision,
        answer.question,
        answer.language,
        answer.channel,
        answer.answered_at,
        answer.codes,
        [[w.sent, w.text, True] if w.forwarded else [w.sent, w.text] for w in answer.text] if answer.text else (),
        answer.dates,
        answer.absent,
        answer.growing,
        [[r.sent, r.number, r.seconds, r.lost] for r in answer.recordings] if answer.recordings else (),
        [[n.sent, n.days] for n in answer.named] if answer.named else (),
    ]


def _read_answer(stored: list[Any]) -> Answer:
    link_id, revision, question, language, channel, at, codes, text, dates, absent, growing, recordings, named = stored
    return Answer(
        link_id=link_id,
        revision=revision,
        question=question,
        language=language,
        channel=Channel(channel),
        answered_at=datetime.fromisoformat(at),
        codes=tuple(codes),
        text=tuple([Words(*words) for words in text]) if text else (),
        dates=_read_dates(dates) if dates else (),
        absent=AbsentReason(absent) if absent else None,
        growing=growing,
        recordings=tuple([Recording(*r) for r in recordings]) if recordings else (),
        named=tuple([Named(sent, _read_dates(days)) for sent, days in named]) if named else (),
    )


def _read_dates(stored: list[str]) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, stored))


def _read_time(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def _read_offered(stored: list[Any] | None) -> Offered | None:
    return Offered(link_id=stored[0], sent=tuple(stored[1])) if stored else None


def _waiting(said: Say) -> list[Any]:
    spoken = said.attachment
    assert spoken is not None  # noqa: S101 - only voice messages wait
    return [said.sent, said.about, *_spoken(spoken), said.unseen]


def _read_waiting(stored: list[Any]) -> Say:
    sent, about, *spoken, unseen = stored
    return Say(words="", sent=sent, about=about, attachment=_read_spoken(spoken), unseen=_read_unseen(unseen))


def _read_unseen(stored: str | None) -> Unseen | None:
    return Unseen(stored) if stored else None


def _spoken(spoken: Attachment) -> list[Any]:
    return [spoken.kind, spoken.seconds, spoken.bytes, spoken.mime, spoken.where, spoken.number]


def _read_spoken(stored: list[Any]) -> Attachment:
    kind, seconds, size, mime, where, number = stored
    return Attachment(kind=Media(kind), seconds=seconds, bytes=size, mime=mime, where=where, number=number)


def _unplaced(said: Say) -> list[Any]:
    spoken = _spoken(said.attachment) if said.attachment else None
    return [said.sent, said.words, said.about, said.media, spoken, said.reply_to, said.forwarded, said.unseen]


def _read_unplaced(stored: list[Any]) -> Say:
    sent, words, about, media, spoken, reply_to, forwarded, unseen = stored
    return Say(
        words=words,
        sent=sent,
        about=about,
        media=Media(media) if media else None,
        attachment=_read_spoken(spoken) if spoken else None,
        above=Above.SOON,
        reply_to=reply_to,
        forwarded=forwarded,
        unseen=_read_unseen(unseen),
    )
