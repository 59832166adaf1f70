"""The walks of the core, carried by the page: a person sees the same there, word for word, and the record is the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dialogs import leder
from storage.codec import dump_value
from tests.bot.pages.driver import PageDriver, comparable
from tests.bot.pages.place import make_place
from tests.bot.test_walks import WALKS, ticking
from tests.dialogs.core import NOW, CoreDriver, fresh
from tests.scenario import Deed, Edits, Sends, inputs_of

ONLY_IN_A_CHAT = (Edits, Sends)


def deeds(walk: str) -> tuple[Deed, ...]:
    """What can be done on a page as well."""
    return tuple(d for d in inputs_of(walk) if not isinstance(d, ONLY_IN_A_CHAT))


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS.keys())
async def test_the_page(walk: str, tmp_path: Path, sqlite_url: str) -> None:
    core = CoreDriver(leder.load(), fresh(channel="page"))
    there = make_place(tmp_path, sqlite_url)
    token = there.world.invite(there.world.review())
    there.clock = ticking(NOW)  # type: ignore[assignment]
    async with there.served(), there.browser() as browser:
        page = PageDriver(browser, token)
        for deed in deeds(walk):
            wanted, seen = comparable(core.does(deed)), comparable(await page.does(deed))
            if wanted:
                assert seen == wanted, deed
    assert counted(there.world.record()) == {k: dump_value(a) for k, a in core.response.answers.items() if a.has_value}
    there.world.store.close()


def counted(record: dict[str, Any]) -> dict[str, str]:
    """The answers that count, as the core would write them."""
    import json

    kept = [a for p in record["participants"] for a in p["answers"] if not a["superseded"]]
    said = {a["link_id"]: a["value"] for a in kept if {"codes", "text", "dates"} & a["value"].keys()}
    return {k: json.dumps(v, ensure_ascii=False, separators=(",", ":")) for k, v in said.items()}
