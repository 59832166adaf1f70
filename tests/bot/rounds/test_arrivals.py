"""Arrivals as they are buried: whatever was said can be written down and read back."""

from __future__ import annotations

import json
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rounds.arrivals import Arrival, Membership, Opening, Said, Stranger, Unreadable, from_text
from dialogs import leder
from dialogs.inputs import Amend, Attachment, Begin, Channel, Media, Say, Unkept, Unseen
from storage.schema.vocabulary import Bot
from tests.dialogs.strategies import presses

texts = st.text(st.characters(exclude_categories=()))
numbers = st.integers(-(2**63), 2**63 - 1)
attachments = st.builds(
    Attachment, kind=st.sampled_from(Media), seconds=numbers, bytes=numbers, mime=texts, where=texts, number=numbers
)
said: st.SearchStrategy[Said] = st.one_of(
    presses(leder.load()),
    st.builds(Say, words=texts, sent=numbers, about=st.none() | texts, media=st.none() | st.sampled_from(Media)),
    st.builds(Say, words=texts, sent=numbers, attachment=attachments, unseen=st.none() | st.sampled_from(Unseen)),
    st.builds(Amend, words=texts, sent=numbers),
    st.builds(Unkept, st.sampled_from(Media), texts),
    st.builds(Membership, st.booleans()),
    st.builds(Opening, texts),
    st.just(Stranger()),
    st.just(Begin()),
)
arrivals = st.builds(
    Arrival,
    bot=st.sampled_from(("families", "reviewers")),
    channel=st.just("telegram"),
    update_id=numbers,
    user=texts,
    address=texts,
    said=said,
    message_id=st.none() | numbers,
    press_id=st.none() | texts,
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    content=st.none() | st.binary(max_size=20),
    language=texts,
)


@given(arrival=arrivals)
def test_what_was_buried_can_be_dug_up(arrival: Arrival) -> None:
    assert arrival.as_text().isascii()
    assert from_text(arrival.as_text()) == arrival


@pytest.mark.parametrize(
    "text", ["", "words", "[]", "{}", '{"kind": "Call", "method": "sendMessage", "uid": "1"}', "null", "5"]
)
def test_what_is_no_arrival(text: str) -> None:
    with pytest.raises(ValueError):
        from_text(text)


@pytest.mark.parametrize(
    "broken", [{"kind": "Nobody"}, {"said": 5}, {"said": {"words": "x"}}, {"said": None}, {"user": ...}]
)
def test_what_is_half_an_arrival(broken: dict[str, object]) -> None:
    whole = Arrival(
        bot=Bot.FAMILIES, channel=Channel.TELEGRAM, update_id=1, user="7", address="7", said=Say(words="a", sent=1)
    ).as_text()
    written = {k: v for k, v in {**json.loads(whole), **broken}.items() if v is not ...}
    with pytest.raises(ValueError):
        from_text(json.dumps(written))


def test_what_nobody_could_read_stays_buried() -> None:
    unread = Arrival(
        bot=Bot.FAMILIES, channel=Channel.TELEGRAM, update_id=1, user="7", address="7", said=Unreadable("{}")
    )
    with pytest.raises(ValueError):
        from_text(unread.as_text())
