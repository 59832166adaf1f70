"""The codec: every response that can be is read back as it was written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from datetime import UTC, date, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.answers import Answer, Named, Recording, Words
from dialogs.danger import Danger
from dialogs.inputs import Above, AbsentReason, Attachment, Channel, Media, Say, Unseen
from dialogs.response import Offered, People, Response, Status
from storage.schema.codec import CodecError, dump_response, dump_value, load_response, refreshed
from tests.each import each
from tests.storage.people import NOW

ids = st.sampled_from(["W1", "R1", "P2", "H4a", "S2-what", "H3-epilepsy", "note"])
codes = st.sampled_from(["yes", "no", "none", "often-unwell", "learning-disability-team"])
languages = st.sampled_from(["en", "en_GB@easyread", "cy", "ar"])
channels = st.sampled_from(["telegram", "page", "terminal"])
offsets = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.datetimes(timezones=offsets | st.just(UTC))
words = st.builds(Words, st.integers(0, 2**40), st.text(), st.booleans())
numbers = st.integers(0, 2**40)
attachments = st.builds(
    Attachment,
    kind=st.sampled_from([Media.VOICE, Media.AUDIO]),
    seconds=numbers,
    bytes=numbers,
    mime=st.text(),
    where=st.text(),
    number=numbers,
)
unseen = st.none() | st.sampled_from(Unseen)
waiting = st.builds(Say, words=st.just(""), sent=numbers, about=st.none() | ids, attachment=attachments, unseen=unseen)
unplaced = st.builds(
    Say,
    words=st.text(),
    sent=numbers,
    about=st.none() | ids,
    media=st.none() | st.sampled_from(Media),
    attachment=st.none() | attachments,
    unseen=unseen,
    above=st.just(Above.SOON),
    reply_to=st.none() | numbers,
    forwarded=st.booleans(),
)
ANSWER: dict[str, st.SearchStrategy[Any]] = {
    "link_id": ids,
    "revision": st.integers(1, 99),
    "question": st.text(),
    "language": languages,
    "channel": channels,
    "answered_at": moments,
    "codes": st.lists(codes, unique=True).map(tuple),
    "text": st.lists(words, max_size=4).map(tuple),
    "dates": st.lists(st.dates(), max_size=2).map(tuple),
    "absent": st.none() | st.sampled_from(AbsentReason),
    "growing": st.booleans(),
    "recordings": st.lists(st.builds(Recording, numbers, numbers, numbers, st.booleans()), max_size=2).map(tuple),
    "named": st.lists(
        st.builds(Named, numbers, st.lists(st.dates(), min_size=1, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
}
answers = st.builds(Answer, **ANSWER)
people = st.builds(
    People, invitee=st.text(), person=st.text(), reviewer=st.text(), relationship=st.text(), called=st.text()
)
RESPONSE: dict[str, st.SearchStrategy[Any]] = {
    "version": st.text(),
    "language": languages,
    "channel": channels,
    "people": people,
    "status": st.sampled_from(Status),
    "bound": st.booleans(),
    "at": ids | st.just(""),
    "wording": st.text(),
    "passed": st.frozensets(ids),
    "left_open": st.dictionaries(ids, st.text()),
    "asked": st.lists(ids, unique=True).map(tuple),
    "answers": st.lists(answers, unique_by=lambda a: a.link_id).map(lambda found: {a.link_id: a for a in found}),
    "revisions": st.dictionaries(ids, st.integers(1, 99)),
    "decisions": st.dictionaries(st.sampled_from(["C1", "C3", "C5"]), codes | st.just(AbsentReason.SKIPPED)),
    "changing": st.none() | ids,
    "part": st.sampled_from(["", "P", "H"]),
    "short": st.booleans(),
    "waiting": st.lists(waiting, max_size=2).map(tuple),
    "written": st.integers(0, 2**40),
    "sounded": st.integers(0, 2**40),
    "spoken": numbers,
    "unplaced": st.lists(unplaced, max_size=2).map(tuple),
    "forwards": st.lists(numbers, max_size=2).map(tuple),
    "album": ids,
    "offered": st.none() | st.builds(Offered, link_id=ids, sent=st.lists(numbers, min_size=1).map(tuple)),
    "away": st.booleans(),
    "welcomed": st.none() | moments,
    "lagging": st.none() | moments,
    "young": st.booleans(),
    "beside": st.dictionaries(st.sampled_from(Danger).map(str), st.text()),
    "aside": st.none() | st.just("withdraw"),
    "halted": st.booleans(),
    "unreminded": st.booleans(),
    "unsafe": st.booleans(),
    "held": st.booleans(),
    "ended": st.booleans(),
    "languages": st.lists(languages, min_size=1).map(tuple),
}
whole_responses = st.builds(Response, **RESPONSE)


def test_the_strategies_leave_nothing_out() -> None:
    """A new field must be written and read too; of superseded answers a response holds none."""
    assert RESPONSE.keys() == {f.name for f in fields(Response)}
    assert ANSWER.keys() | {"superseded"} == {f.name for f in fields(Answer)}


@pytest.mark.timeout(600)
@given(whole_responses)
def test_a_response_is_read_back_whole(response: Response) -> None:
    """Also the order in which questions were answered; and what is written again is the same."""
    written = dump_response(response)
    read = load_response(written)
    assert read == response
    assert list(read.answers) == list(response.answers)
    assert dump_response(read) == written


def test_another_schema_is_refused() -> None:
    people = People(invitee="Ann", person="Margaret")
    stored = json.loads(dump_response(Response(version="v", language="en", channel=Channel.PAGE, people=people)))
    with pytest.raises(CodecError):
        load_response(json.dumps({**stored, "schema": stored["schema"] + 1}))


@given(whole_responses)
def test_a_response_of_the_first_schema_is_read(response: Response) -> None:
    """Voice messages and the places of messages that named days came to an answer later, other fields to a response."""
    stored = json.loads(dump_response(response)) | {"schema": 1}
    for fewer in (0, -1, -2):
        older = {**stored, "answers": [a[: 13 + fewer] for a in stored["answers"]]}
        for name in ("waiting", "unplaced", "forwards", "offered", "welcomed", "lagging"):
            older.pop(name) if fewer else None
        read = load_response(json.dumps(older))
        if not fewer:
            assert read == response
            continue
        assert (read.waiting, read.unplaced, read.forwards, read.offered, read.welcomed) == ((), (), (), None, None)
        kept = {k: replace(a, recordings=() if fewer == -2 else a.recordings) for k, a in response.answers.items()}
        assert read.answers == {k: replace(a, named=()) for k, a in kept.items()}


# What a schema writes must not change under its number: SHA-256 of the names, kinds and lengths in a response that has all.
SHAPES = {2: "54dd11759152c5719d0e5bed1b20381b6e19e7fea8b1b6d44a3eda78f92fadc3"}


def test_what_is_written_has_the_shape_of_its_schema() -> None:
    """Whoever changes what is written raises SCHEMA, reads the schema before it too, and adds a line here."""
    spoken = Attachment(kind=Media.VOICE, seconds=1, bytes=1, mime="audio/ogg", where="f", number=1)
    held = Say(words="", sent=1, about="P2", attachment=spoken, unseen=Unseen.SILENCE)
    answer = Answer(
        link_id="P2", revision=1, question="q", language="en", channel=Channel.PAGE, answered_at=NOW, codes=("yes",),
        text=(Words(1, "w", forwarded=True),), dates=(NOW.date(),), absent=AbsentReason.SKIPPED,
        recordings=(Recording(1, 1, 1),), named=(Named(1, (NOW.date(),)),),
    )  # fmt: skip
    whole = Response(
        version="v", language="en", channel=Channel.PAGE, people=People(invitee="Ann", person="Margaret"),
        passed=frozenset({"W1"}), left_open={"P2": "q"}, asked=("P2",), answers={"P2": answer}, revisions={"P2": 1},
        decisions={"C1": "yes"}, changing="P2", aside="stop", beside={"self": "d"}, waiting=(held,),
        offered=Offered(link_id="P2", sent=(1,)), welcomed=NOW, lagging=NOW, forwards=(1,),
        unplaced=(replace(held, words="w", media=Media.VOICE, reply_to=1, forwarded=True),),
    )  # fmt: skip
    written = json.loads(dump_response(whole))
    assert hashlib.sha256(json.dumps(shape(written)).encode()).hexdigest() == SHAPES[written["schema"]]


def shape(value: Any) -> Any:
    """Return names, kinds and lengths without the values."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    return [shape(inner) for inner in value] if isinstance(value, list) else type(value).__name__


def test_what_may_change_around_a_response_is_taken_from_there() -> None:
    """All but the name that the family chose."""
    before = People(invitee="Ann", person="Margaret", called="Mags")
    response = Response(version="v", language="en", channel=Channel.PAGE, people=before)
    fresh = refreshed(response, People(invitee="Anne", person="Maggie"), held=True, languages=("cy",))
    assert fresh.people == People(invitee="Anne", person="Maggie", called="Mags")
    assert (fresh.held, fresh.languages, fresh.version) == (True, ("cy",), "v")


DAY = date(2026, 3, 5)


def answer(**changes: object) -> Answer:
    """An answer without a value, changed."""
    plain = {"link_id": "P2", "revision": 1, "question": "?", "language": "en", "channel": "page", "answered_at": NOW}
    return Answer(**{**plain, **changes})  # type: ignore[arg-type] # the fields of an Answer, by name


@each(
    ("said", "kept"),
    [
        (answer(), {}),
        (answer(codes=("yes",)), {"codes": ["yes"]}),
        (answer(text=(Words(1, "{a}"), Words(2, " é\n"))), {"text": ["{a}", " é\n"]}),
        (answer(text=(Words(1, "a"), Words(2, "b", forwarded=True))), {"text": ["a", "b"], "forwarded": [1]}),
        (answer(dates=(DAY,)), {"dates": ["2026-03-05"]}),
        (answer(dates=(DAY,), named=(Named(3, (DAY,)),)), {"dates": ["2026-03-05"]}),
        (answer(absent=AbsentReason.UNKNOWN), {"absent": "asked-unknown"}),
        (answer(absent=AbsentReason.SKIPPED, text=(Words(1, "a"),)), {"text": ["a"], "absent": "skipped"}),
    ],
)
def test_the_value_of_an_answer(said: Answer, kept: dict[str, object]) -> None:
    assert json.loads(dump_value(said)) == kept
