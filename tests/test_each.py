"""Many cases in one test are all checked, and none that fails is passed over."""

from __future__ import annotations

import asyncio

import pytest

from tests.each import each


def test_every_case_is_checked_and_all_that_fail_are_told() -> None:
    seen = []

    @each("number", [1, 2, 3, 4])
    def test(number: int) -> None:
        seen.append(number)
        assert number % 2

    with pytest.raises(ExceptionGroup, match="2 of 4 cases fail") as told:
        test()
    assert seen == [1, 2, 3, 4]
    assert [miss.__notes__ for miss in told.value.exceptions] == [["number: 2"], ["number: 4"]]


def test_what_was_expected_and_did_not_come_is_told_too() -> None:
    @each("words", ["1", "one", "2"])
    def test(words: str) -> None:
        with pytest.raises(ValueError):
            int(words)

    with pytest.raises(BaseExceptionGroup, match="2 of 3 cases fail"):
        test()


def test_several_values_and_several_lists() -> None:
    seen = set()

    @each(("one", "other"), [(1, 2), (3, 4)])
    @each("third", [(5, 6), (7, 8)])
    def test(one: int, other: int, third: tuple[int, int]) -> None:
        seen.add((one, other, third))

    test()
    assert len(seen) == 4


def test_a_test_that_waits() -> None:
    @each("number", [1, 2])
    async def test(number: int) -> None:
        await asyncio.sleep(0)
        assert number == 1

    with pytest.raises(ExceptionGroup, match="1 of 2 cases fail"):
        asyncio.run(test())


def test_without_a_case_there_is_no_test() -> None:
    with pytest.raises(AssertionError, match="nothing is checked"):
        each("number", [])


@each("number", range(3))
def test_fixtures_are_given_on(number: int, request: pytest.FixtureRequest) -> None:
    assert request.node.name == test_fixtures_are_given_on.__name__
    assert number < 3
