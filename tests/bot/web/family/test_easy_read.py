"""Easy Read on the page: a drawing beside the question, beside each option, and on the buttons that leave one out."""

from __future__ import annotations

from pathlib import Path

from dialogs.languages import EASY_READ
from tests.bot.web.place import agreed, make_place, reaches


async def test_a_drawing_stands_beside_the_question_its_options_and_its_buttons(
    tmp_path: Path, sqlite_url: str
) -> None:
    there = make_place(tmp_path, sqlite_url, languages=("en", EASY_READ))
    async with there.served(), there.browser() as ann:
        await agreed(ann, there.invited()[0])
        await reaches(ann, "P3")
        assert not ann.page.all("svg")
        await ann.sends(f"lang:{EASY_READ}")
        drawn = ann.page.one("span", of="page-drawn").all("svg")
        assert [d.attributes["aria-hidden"] for d in drawn] == ["true"] * 3
        assert all(d.all("path") or d.all("circle") for d in drawn)
        await reaches(ann, "P6")
        labels = [n for n in ann.page.all("label") if "nhsuk-checkboxes__label" in str(n.attributes.get("class"))]
        assert (len(labels), [len(n.all("svg")) for n in labels]) == (6, [1] * 6)
        pressed = {
            str(b.attributes["value"]).split(":")[0]: len(b.all("svg")) for b in ann.page.all("button", name="do")
        }
        assert [pressed[name] for name in ("next", "skip", "unsure", "help", "stop")] == [1, 1, 1, 1, 0]
    there.world.store.close()


async def test_each_number_of_the_card_has_a_drawing(tmp_path: Path, sqlite_url: str) -> None:
    there = make_place(tmp_path, sqlite_url, languages=("en", EASY_READ))
    async with there.served(), there.browser() as ann:
        await ann.starts(there.invited()[0])
        await ann.sends("help")
        assert not ann.page.one("section", id="now").all("svg")
        await ann.sends(f"lang:{EASY_READ}")
        await ann.sends("help")
        lines = [
            p for p in ann.page.one("section", id="now").all("p") if "page-service" in str(p.attributes.get("class"))
        ]
        assert [len(p.all("svg")) for p in lines if any(c.isdigit() for c in p.text)] == [1] * len(lines)
        assert len(lines) >= 6
    there.world.store.close()
