"""Easy Read on the page: a picture beside the question, and the credit that its licence asks for."""

from __future__ import annotations

from pathlib import Path

from dialogs.languages import EASY_READ
from tests.bot.web.place import agreed, make_place, reaches


async def test_a_picture_stands_beside_the_question_and_its_makers_are_named(tmp_path: Path, sqlite_url: str) -> None:
    there = make_place(tmp_path, sqlite_url, languages=("en", EASY_READ))
    async with there.served(), there.browser() as ann:
        await agreed(ann, there.invited()[0])
        await reaches(ann, "P3")
        assert not ann.page.all("svg")
        await ann.sends(f"lang:{EASY_READ}")
        pictures = ann.page.one("p", of="page-picture").all("svg")
        assert [p.attributes["aria-hidden"] for p in pictures] == ["true"] * 3
        assert all(p.all("path") or p.all("circle") for p in pictures)
        links = {str(a.attributes["href"]): a.line for a in ann.page.all("a")}
        assert links["https://openmoji.org"] == "OpenMoji"
        assert links["https://creativecommons.org/licenses/by-sa/4.0/"] == "CC BY-SA 4.0"
    there.world.store.close()
