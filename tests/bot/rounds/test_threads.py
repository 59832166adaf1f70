"""Work beside the event loop: whoever waits for it does not leave it behind."""

from __future__ import annotations

import asyncio
from threading import Event, get_ident

import pytest

from bot.rounds.threads import beside


async def test_work_is_done_in_another_thread() -> None:
    assert await beside(get_ident) != get_ident()


async def test_what_goes_wrong_is_told() -> None:
    with pytest.raises(ZeroDivisionError):
        await beside(lambda: 1 / 0)


@pytest.mark.parametrize("fails", [False, True])
async def test_who_is_cancelled_waits_for_its_end(fails: bool) -> None:
    began, may_end, ended = Event(), Event(), Event()

    def work() -> None:
        began.set()
        may_end.wait(10)
        ended.set()
        if fails:
            raise ValueError

    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(beside(work))
        assert await asyncio.to_thread(began.wait, 10)
        waiting.cancel()
        await asyncio.wait([waiting], timeout=0.05)
        assert not waiting.done()
        may_end.set()
    assert waiting.cancelled()
    assert ended.is_set()
