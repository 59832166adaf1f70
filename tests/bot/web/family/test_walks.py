"""The walks of the core, carried by the page: a person sees the same there, word for word, and the record is the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dialogs import leder
from dialogs.answers import Answer
from dialogs.inputs import Media
from dialogs.languages import NAMES
from locales import speech
from storage.schema.codec import dump_value
from tests.bot.test_walks import WALKS, ticking
from tests.bot.web.driver import PageDriver, comparable, in_words
from tests.bot.web.place import Place, make_place
from tests.dialogs.core import NOW, CoreDriver, fresh
from tests.scenario import Deed, Edits, Presses, Reply, Sends, Shown, inputs_of
from tests.walks.test_languages import DEEDS

LANGUAGES = tuple(NAMES)
ASKED_ELSEWHERE = {Presses(f"choose:C2:{code}") for code in ("yes", "more", "other-way")}
GO_ON = Reply((Shown(""),))


def deeds(walk: str) -> tuple[Deed, ...]:
    """Return what can be done on a page as well: nothing is edited there, and of all that is no words only a voice is sent.

    Whether somebody is happy to answer in Telegram is not asked there.
    """
    return tuple(
        d
        for d in inputs_of(walk)
        if not isinstance(d, Edits | Sends) or d == Sends(Media.VOICE)
        if d not in ASKED_ELSEWHERE
    )


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS.keys())
async def test_the_page(walk: str, tmp_path: Path, sqlite_url: str) -> None:
    await walked(walk, CoreDriver(leder.load(), fresh(channel="page")), make_place(tmp_path, sqlite_url))


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_in_each_language(language: str, tmp_path: Path, sqlite_url: str) -> None:
    core = CoreDriver(leder.load(), fresh(channel="page", languages=LANGUAGES), speech=speech)
    there = make_place(tmp_path, sqlite_url, languages=LANGUAGES)
    await walked(DEEDS.replace("LANGUAGE", language), core, there, in_words)


async def walked(
    walk: str, core: CoreDriver, there: Place, seen_as: Callable[[Reply], Sequence[object]] = comparable
) -> None:
    """Deed by deed the page shows what the core shows, below it the open question or Go on; and the record is the same."""
    token = there.world.invite(there.world.review())
    there.clock = ticking(NOW)  # type: ignore[assignment]
    async with there.served(), there.browser() as browser:
        page = PageDriver(browser, token)
        for deed in deeds(walk):
            wanted, seen = seen_as(core.does(deed)), seen_as(await page.does(deed))
            if wanted:
                assert [*seen[: len(wanted)]] == [*wanted], deed
                assert [*seen[len(wanted) :]] in ([], [*seen_as(core.in_sight())], [*seen_as(GO_ON)]), deed
    assert counted(there.world.record()) == {k: a for k, a in map(_written, core.response.answers.values()) if any(a)}
    there.world.store.close()


Counted = tuple[dict[str, Any], int]


def counted(record: dict[str, Any]) -> dict[str, Counted]:
    """The answers that count, and how many recordings each has."""
    kept = [a for p in record["participants"] for a in p["answers"] if not a["superseded"]]
    said = {a["link_id"]: (_said(a["value"]), len(a["attachments"])) for a in kept}
    return {k: a for k, a in said.items() if any(a)}


def _written(answer: Answer) -> tuple[str, Counted]:
    return answer.link_id, (_said(json.loads(dump_value(answer))), len(answer.recordings))


def _said(value: dict[str, Any]) -> dict[str, Any]:
    return {k: said for k, said in value.items() if k in {"codes", "text", "dates"}}
