"""Exit quickly: what is in the box is kept first, and whatever hinders that holds nobody up."""

from __future__ import annotations

import io

import pytest

from bot.web.interview.forms import LONGEST, MOST_PARTS
from tests.bot.web.browser import Answer, Browser
from tests.bot.web.place import Place, agreed, first, reaches

STORY = "somone hurt her once"


async def leaves(browser: Browser, *extra: tuple[str, str], **fields: str) -> Answer:
    """Press Exit as a browser without JavaScript does: it sends the form that its button belongs to."""
    [leave] = [b for b in browser.page.all("button") if b.line == "Exit quickly"]
    if leave.attributes.get("form") != "answer":
        return await browser.asks("POST", "/exit")
    assert leave.attributes["formaction"] == "/exit"
    sent = [(k, v) for k, v in browser.filled("", **fields) if k != "do"]
    return await browser.asks("POST", "/exit", data=[*sent, *extra])


def is_away(answer: Answer) -> bool:
    """Tell whether a neutral page opens at once and the browser forgets."""
    return answer.status == 200 and "Refresh" in answer.headers and "Clear-Site-Data" in answer.headers


async def test_words_in_the_box_are_saved_before_the_device_forgets(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    assert is_away(await leaves(ann, words=STORY))
    assert first(place.world.record(), "P2") == {"text": [STORY]}
    await ann.opens("/chat")
    assert "Your saved answers are safe." in ann.text
    assert STORY not in ann.text


async def test_exit_pressed_twice_saves_once(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    sent = [(k, v) for k, v in ann.filled("", words=STORY) if k != "do"]
    held = {"Cookie": "; ".join(f"{c.key}={c.value}" for c in ann.session.cookie_jar)}
    for _ in range(2):
        assert is_away(await ann.asks("POST", "/exit", data=sent, headers=held))
    assert first(place.world.record(), "P2") == {"text": [STORY]}


async def test_ticks_are_saved_too(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "R3")
    [one, *_] = [str(b.attributes["value"]) for b in ann.page.all("input", type="checkbox")]
    assert is_away(await leaves(ann, ("box", one)))
    assert first(place.world.record(), "R3") == {"codes": [one]}


async def test_a_form_that_could_not_be_saved_goes_with_exit_as_it_was(place: Place, ann: Browser) -> None:
    """Its button counts, and what did arrive the first time is not saved again."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    form = ann.filled("next:P2", words=STORY)
    await ann.asks("POST", "/chat", data=form)
    assert is_away(await ann.asks("POST", "/exit", data=form))
    assert first(place.world.record(), "P2") == {"text": [STORY]}


async def test_too_many_words_are_saved_as_far_as_they_may_be(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    assert is_away(await leaves(ann, words="x" * (LONGEST * MOST_PARTS + 5)))
    assert sum(map(len, first(place.world.record(), "P2")["text"])) == LONGEST * MOST_PARTS


@pytest.mark.parametrize("body", [b"words=%zz", b"x" * 2_000_000])
async def test_a_form_that_cannot_be_read_leaves_at_once(place: Place, ann: Browser, body: bytes) -> None:
    await agreed(ann, place.invited()[0])
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert is_away(await ann.asks("POST", "/exit", data=io.BytesIO(body), headers=form))
    assert (await ann.opens("/chat")).status == 403


async def test_words_of_another_visit_are_not_taken(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    assert is_away(await leaves(ann, words=STORY, token="0" * 64))
    [told] = place.world.record()["participants"]
    assert [a for a in told["answers"] if a["link_id"] == "P2"] == []


async def test_enter_in_a_line_does_not_press_exit(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P1")
    for asked in ("R1", "P1", "R3"):
        await ann.opens("/chat")
        pressed = [b for b in ann.page.all("button", type="submit") if b.attributes.get("form") == "answer"]
        writes = ann.page.all("input", type="text") or ann.page.all("input", type="radio")
        if writes:
            assert pressed[0].attributes.get("formaction") != "/exit", asked


async def test_the_page_tells_what_becomes_of_words_and_of_changed_answers(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    await ann.sends("next:P2", words=STORY)
    await ann.opens("/chat/answers")
    assert "What you have changed stays in the record too" in ann.text
    await ann.opens("/privacy")
    assert "They are saved when you press a button under the question" in ann.text
    assert "gone when you send them" not in ann.text
