"""What is pressed beside words or boxes that cannot be taken: the press counts, and nothing that was written is lost."""

from __future__ import annotations

import pytest

from bot.rounds.arrivals import Filled
from bot.web.interview.forms import LONGEST, Form, inputs
from dialogs import leder
from dialogs.inputs import Command, Say
from tests.bot.web.browser import Browser
from tests.bot.web.driver import recording
from tests.bot.web.place import Place, agreed, first, reaches

NO_DAY = "whenever it rains"


async def at(browser: Browser, place: Place, question: str) -> None:
    """Agreed, and on to this question."""
    await agreed(browser, place.invited()[0])
    await reaches(browser, question)


@pytest.mark.parametrize(
    ("press", "shown", "status"),
    [
        ("help", "999", "in-progress"),
        ("pause", "", "paused"),
        ("stop", "", "stopped"),
        ("withdraw", "yes:withdraw", "in-progress"),
    ],
)
async def test_a_command_counts_beside_words_that_are_no_day(
    place: Place, ann: Browser, press: str, shown: str, status: str
) -> None:
    """The words are kept, once."""
    await at(ann, place, "N4")
    answer = await ann.sends(press, words=NO_DAY)
    assert (answer.status, shown in ann.html) == (200, True)
    assert first(place.world.record(), "N4") == {"text": [NO_DAY]}
    [told] = place.world.record()["participants"]
    assert told["status"] == status


async def test_skip_counts_beside_words_that_are_no_day_and_next_does_not(place: Place, ann: Browser) -> None:
    await at(ann, place, "N4")
    assert (await ann.sends("next:N4", words=NO_DAY)).status == 422
    assert ann.form["place"] == "N4"
    assert (await ann.sends("skip:N4", words=NO_DAY)).status == 200
    assert ann.form["place"] == "N5"


async def test_a_recording_counts_beside_words_that_are_no_day(place: Place, ann: Browser) -> None:
    await at(ann, place, "N4")
    await ann.goes_on(await ann.asks("POST", "/chat/voice", data=recording(ann, words=NO_DAY)))
    await ann.sends("choose", choice="choose:voice:yes")
    [answer] = [a for a in place.world.record()["participants"][0]["answers"] if a["link_id"] == "N4"]
    assert (answer["value"], [x["kind"] for x in answer["attachments"]]) == ({"text": [NO_DAY]}, ["voice"])


def test_help_comes_beside_boxes_that_do_not_go_together() -> None:
    item = leder.load().items["W3"]
    form = Form.read({"do": ["help"], "place": [item.link_id], "box": list(item.codes)})
    said = inputs(form, item)
    assert said == Filled((Command.HELP,))


async def test_help_comes_beside_too_many_words_and_they_are_kept(place: Place, ann: Browser) -> None:
    words = "They laughed. " * (LONGEST // 10)
    await at(ann, place, "P2")
    answer = await ann.sends("help", words=words)
    assert (answer.status, "999" in ann.text) == (200, True)
    kept = first(place.world.record(), "P2")["text"]
    assert " ".join(" ".join(kept).split()) == words.strip()


@pytest.mark.parametrize("words", ["x" * (2 * LONGEST + 1), "They laughed. " * LONGEST, "x " + "y" * 2 * LONGEST])
def test_the_parts_of_too_many_words_are_all_of_them(words: str) -> None:
    said = inputs(Form.read({"do": ["help"], "place": ["P2"], "words": [words]}), leder.load().items["P2"])
    assert isinstance(said, Filled)
    parts = [part.words for part in said.inputs if isinstance(part, Say)]
    assert (said.inputs[-1], len(parts)) == (Command.HELP, len(said.inputs) - 1)
    assert max(map(len, parts)) <= LONGEST
    assert "".join("".join(parts).split()) == "".join(words.split())
