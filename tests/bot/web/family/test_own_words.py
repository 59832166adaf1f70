"""On the page too, words that wish to rest, to skip or to have finished are heard, and nothing is lost or kept twice."""

from __future__ import annotations

import pytest

from tests.bot.web.browser import Browser
from tests.bot.web.family.test_way_on import buttons, to_the_end
from tests.bot.web.place import Place, agreed, first, reaches


async def at(browser: Browser, place: Place, question: str) -> None:
    await agreed(browser, place.invited()[0])
    await reaches(browser, question)


async def test_who_wants_to_stop_stays_and_sees_how(place: Place, ann: Browser) -> None:
    await at(ann, place, "P2")
    await ann.sends("next:P2", words="i want to stop now")
    assert "To have a break, press Pause. To end here, press Stop." in ann.text
    assert (ann.form["place"], {"next:P2", "pause", "stop"} <= buttons(ann)) == ("P2", True)
    await ann.sends("next:P2")
    assert ann.form["place"] == "P3"
    assert first(place.world.record(), "P2") == {"text": ["i want to stop now"]}


@pytest.mark.parametrize("words", ["I don't know", "not sure", "no", "nie wiem"])
async def test_what_is_no_name_is_never_offered_as_one(place: Place, ann: Browser, words: str) -> None:
    await at(ann, place, "P1")
    await ann.sends("next:P1", words=words)
    assert (ann.form["place"], "Shall I say" in ann.text) == ("P2", False)


@pytest.mark.parametrize(
    "how", [{"do": "skip:W3"}, {"do": "next:W3", "words": "skip"}, {"do": "next:W3", "words": "that's all"}]
)
async def test_ticks_are_never_wiped(place: Place, ann: Browser, how: dict[str, str]) -> None:
    await to_what_would_help(ann, place)
    await ann.sends(how["do"], box=["more-time", "someone-with-me"], words=how.get("words", ""))
    assert ann.form["place"] == "R1"
    assert first(place.world.record(), "W3")["codes"] == ["more-time", "someone-with-me"]


async def to_what_would_help(browser: Browser, place: Place) -> None:
    """At the first multiple choice."""
    await at(browser, place, "R1")
    await browser.sends("change:W3")


async def test_words_at_the_check_say_how_to_finish(place: Place, ann: Browser) -> None:
    await to_the_end(ann, place)
    await ann.sends("write", words="thats all thank you bye")
    assert "If you have finished, press I have finished." in ann.text
    assert "send:check" in buttons(ann)


async def test_who_asks_who_writes_is_told_and_that_is_no_answer(place: Place, ann: Browser) -> None:
    """The form stays at its question."""
    await at(ann, place, "P2")
    await ann.sends("next:P2", words="who reads this?")
    assert ("This is a computer program, not a person." in ann.text, ann.form["place"]) == (True, "P2")
    await ann.opens("/chat/answers")
    asked = [line for line in ann.page.one("main").text.splitlines() if "like as a person" in line]
    assert asked == [], "the question has no answer yet"
