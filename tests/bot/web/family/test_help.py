"""Asking for help on the page: typed or pressed, and numbers that a thumb can press."""

from __future__ import annotations

import pytest

from dialogs import leder
from dialogs.numbers import numbers
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, first, reaches

FACTS = leder.programme()
LISTED = ("emergency", "crisis", "samaritans", "phone", "cruse", "child_bereavement")


async def at(browser: Browser, place: Place, question: str) -> None:
    await agreed(browser, place.invited()[0])
    await reaches(browser, question)


def dialled(browser: Browser) -> dict[str, str]:
    """What the links of the page call, and what they say."""
    links = browser.page.all("a")
    return {h: a.line for a in links if (h := a.attributes.get("href") or "").startswith(("tel:", "sms:"))}


def flags(place: Place) -> list[str]:
    [told] = place.world.record()["participants"]
    return [flag["kind"] for flag in told["flags"]]


async def test_every_number_of_the_card_is_a_link_of_its_own(place: Place, ann: Browser) -> None:
    await at(ann, place, "P2")
    await ann.sends("help")
    links = dialled(ann)
    assert [n for n in LISTED if links.get(numbers()[n].link) != FACTS[n]] == []
    assert links["sms:85258?body=SHOUT"] == "85258"
    assert "Help for you now" in [h.line for h in ann.page.all("h2")]
    assert "format-detection" not in ann.html


async def test_the_footer_and_the_last_page_have_numbers_too(place: Place, ann: Browser) -> None:
    await ann.opens(f"/i/{place.invited()[0]}")
    assert dialled(ann)[numbers()["phone"].link] == FACTS["phone"]


async def test_words_of_a_family_are_never_a_link(place: Place, ann: Browser) -> None:
    await at(ann, place, "P2")
    await ann.sends("next:P2", words="She rang 116 123 <b>often</b>")
    assert numbers()["samaritans"].link not in dialled(ann)
    assert "<b>often" not in ann.html


@pytest.mark.parametrize("name", sorted(numbers()))
async def test_a_page_for_each_number_calls_it_first(place: Place, ann: Browser, name: str) -> None:
    """It needs no cookie, sets none, and knows nothing of anybody."""
    answer = await ann.opens(f"/call/{name}")
    assert (answer.status, "Set-Cookie" in answer.headers) == (200, False)
    first_link = next(a for a in ann.page.one("main").all("a"))
    assert first_link.attributes["href"] == numbers()[name].link


async def test_there_is_no_page_for_another_number(place: Place, ann: Browser) -> None:
    assert (await ann.opens("/call/retention")).status == 404


@pytest.mark.parametrize(
    ("words", "raised"),
    [("help", []), ("I need help now", ["help"]), ("please can Jo ring me 07700 900123", ["talk"]), ("/help me", [])],
)
async def test_who_asks_in_words_is_heard_and_the_words_are_kept(
    place: Place, ann: Browser, words: str, raised: list[str]
) -> None:
    """Nothing follows what is said then, though the words came with Next."""
    await at(ann, place, "P2")
    await ann.sends("next:P2", words=words)
    assert flags(place) == raised
    assert first(place.world.record(), "P2") == {"text": [words.removeprefix("/help ")]}
    assert "resume" in ann.html
    await ann.sends("resume")
    assert ann.form["place"] == "P2"


@pytest.mark.parametrize(("words", "status"), [("/STOP", "stopped"), ("/pause please", "paused")])
async def test_a_command_commands_on_the_page_too(place: Place, ann: Browser, words: str, status: str) -> None:
    await at(ann, place, "P2")
    await ann.sends("next:P2", words=words)
    [told] = place.world.record()["participants"]
    assert told["status"] == status
