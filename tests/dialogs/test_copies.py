"""A copy differs in the fields that were named, and is otherwise the same; with slots and without."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from dialogs.copies import replace
from dialogs.inputs import Channel
from dialogs.messages import Paragraph, Role
from dialogs.response import People, Response
from dialogs.text import say

PEOPLE = People(invitee="Ann", person="Margaret")
RESPONSE = Response(version="2026-11", language="en", channel=Channel.TELEGRAM, people=PEOPLE)
CASES = [
    (RESPONSE, {"at": "P2", "passed": frozenset({"about"})}),
    (RESPONSE, {}),
    (PEOPLE, {"called": "Mags"}),
    (Paragraph(say("Hello")), {"role": Role.HINT}),
]


@pytest.mark.parametrize(("value", "changes"), CASES)
def test_it_is_what_the_standard_library_makes(value: Any, changes: dict[str, Any]) -> None:
    before = dataclasses.replace(value)
    copy = replace(value, **changes)
    assert copy == dataclasses.replace(value, **changes)
    assert value == before
    assert type(copy) is type(value)


@pytest.mark.parametrize("value", [RESPONSE, PEOPLE])
def test_a_field_that_is_none_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        replace(value, nonsense=1)
