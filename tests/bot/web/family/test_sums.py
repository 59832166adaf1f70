"""A response that is full, on the page: it is said, what was typed stands there still, and all else works."""

from __future__ import annotations

import pytest

from bot.web.interview import forms
from bot.web.interview.forms import MOST_PARTS
from dialogs import sums
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, first, reaches

STORY = "She sang in the kitchen, every morning."


async def test_what_there_is_no_room_for_is_given_back(
    place: Place, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    await ann.sends("write", words=STORY)
    monkeypatch.setattr(sums, "MOST_LETTERS", sums.LEAST)
    refused = await ann.sends("next:P2", words="One more thing.")
    assert refused.status == 422
    assert "There is no more room for words here. Everything before it is saved." in ann.text
    assert ann.form["words"] == "One more thing."
    assert ann.form["place"] == "P2"
    assert first(place.world.record(), "P2")["text"] == [STORY]
    await ann.sends("next:P2", words="")
    assert ann.form["place"] == "P3"


@pytest.mark.promise("nothing-lost")
@pytest.mark.parametrize("sign", ["x", "\ufdfa"])
async def test_help_beside_a_megabyte_is_help_and_nothing_is_lost(
    place: Place, ann: Browser, monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    monkeypatch.setattr(forms, "LONGEST", 500)
    words = sign * (MOST_PARTS * 500 + 1)
    told = await ann.sends("help", words=words)
    assert told.status == 422
    assert "Samaritans" in ann.text
    assert ann.form["words"] == words
    assert [a for a in place.world.record()["participants"][0]["answers"] if a["link_id"] == "P2"] == []
    await ann.opens("/chat")
    assert "Samaritans" in ann.text
