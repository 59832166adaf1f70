"""The question of each screen is its heading, in the legend of its options or with the label of its box; there is one."""

from __future__ import annotations

import pytest

from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, reaches

ASKED = {"P2": "What was", "R1": "How did you know"}


@pytest.mark.parametrize("at", ASKED)
async def test_the_question_is_the_heading(place: Place, ann: Browser, at: str) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, at)
    (heading,) = ann.page.all("h1")
    assert heading.line.startswith(ASKED[at])
    if at == "P2":
        assert [n.attributes["for"] for n in heading.all("label")] == ["words"]
    else:
        assert [len(legend.all("h1")) for legend in ann.page.one("fieldset").all("legend")] == [1]
    await ann.sends(f"next:{at}")
    (again,) = ann.page.all("h1")
    assert again.line.startswith(ASKED[at])


async def test_a_screen_that_asks_nothing_in_a_field_has_one_heading_too(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    for button in ("open:hub", "pause", "change"):
        await ann.sends(button)
        assert len(ann.page.all("h1")) == 1
