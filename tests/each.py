"""`@each`: many cases in one test. Every case is checked, and all that fail are shown together, each with its values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import iscoroutinefunction, signature
from typing import Any

import pytest

Test = Callable[..., Any]


def each(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Have a test check all the cases, which are given as to `pytest.mark.parametrize`: a test for each takes longer.

    Fixtures are made once for all the cases, so it is for tests that leave nothing behind.
    """
    keys = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    rows = [dict(zip(keys, case if len(keys) > 1 else (case,), strict=True)) for case in cases]
    assert rows, "without a case nothing is checked"

    def made(test: Test) -> Test:
        def checked(**fixtures: Any) -> None:
            misses: list[BaseException] = []
            for row in rows:
                with kept(misses, row):
                    test(**row, **fixtures)
            tell(misses, len(rows))

        async def checked_later(**fixtures: Any) -> None:
            misses: list[BaseException] = []
            for row in rows:
                with kept(misses, row):
                    await test(**row, **fixtures)
            tell(misses, len(rows))

        whole = wraps(test)(checked_later if iscoroutinefunction(test) else checked)
        others = [asked for name, asked in signature(test).parameters.items() if name not in keys]
        whole.__signature__ = signature(test).replace(parameters=others)  # type: ignore[attr-defined]
        return whole

    return made


@contextmanager
def kept(misses: list[BaseException], row: dict[str, Any]) -> Iterator[None]:
    """Keep what fails inside, with the values it failed with."""
    try:
        yield
    except (Exception, pytest.fail.Exception) as miss:  # noqa: BLE001 - whatever fails, the other cases are checked too
        miss.add_note(", ".join(f"{name}: {value!r}" for name, value in row.items()))
        misses.append(miss)


def tell(misses: list[BaseException], cases: int) -> None:
    """Fail with all that was kept, if anything was."""
    if misses:
        raise BaseExceptionGroup(f"{len(misses)} of {cases} cases fail", misses)
