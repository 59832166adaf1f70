"""The published questionnaire keeps its contract."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dialogs import leder
from dialogs.inputs import Channel, Choose, Toggle, data, parse
from dialogs.questionnaire import EnableWhen

FOLDER = Path(leder.__file__).parent / leder.CURRENT


def test_a_version_that_was_never_published_cannot_be_loaded() -> None:
    with pytest.raises(FileNotFoundError):
        leder.load("1999-01")


def test_each_link_id_stands_on_a_line_of_its_own() -> None:
    lines = [line for path in FOLDER.glob("*.toml") for line in path.read_text(encoding="utf-8").split("\n")]
    written = [found[1] for line in lines if (found := re.fullmatch(r'link_id = "(.+)"', line))]
    assert sorted(written) == sorted(leder.load().items)


def test_ids_and_codes_fit_a_button() -> None:
    items = leder.load().items.values()
    presses = [make(i.link_id, c) for i in items for c in i.codes for make in (Choose, Toggle)]
    assert [parse(data(p)) for p in presses] == presses


def test_options_that_end_defer_or_divert_have_the_agreed_codes() -> None:
    ends = {"no", "later", "talk", "other-way", "leave-out", "bsl"}
    found = {i.link_id: ends & {*i.codes} for i in leder.load().items.values() if i.required}
    assert found == {
        "W1": {"bsl"},
        "W2": {"no"},
        "C1": {"no"},
        "C2": {"other-way"},
        "C3": {"no", "later"},
        "C4": {"no", "talk"},
        "voice": {"no"},
    }


def test_not_knowing_is_never_an_option() -> None:
    """`I do not know` and `Rather not say` are buttons of their own, stored as reasons."""
    labels = {o.text.casefold() for i in leder.load().items.values() for o in i.options}
    assert labels & {"i do not know", "rather not say", "skip"} == set()


def test_follow_ups_that_have_no_id_of_their_own_are_named_after_their_parent() -> None:
    items = leder.load().items.values()
    conditions = [(i, i.enable_when[0]) for i in items if re.search(r"-(what|when|more)$", i.link_id)]
    assert conditions
    assert [i.link_id.rpartition("-")[0] for i, _ in conditions] == [w.question for _, w in conditions]


def test_a_condition_reads_as_in_the_file() -> None:
    item = leder.load().items["H7a"]
    assert item.enable_when == (EnableWhen(question="H7", any_of=("yes", "some", "no")),)


def test_a_question_may_be_asked_on_one_channel_alone() -> None:
    items = leder.load().items
    assert [items["C2"].is_asked_on(channel) for channel in Channel] == [True, False, False]
    assert all(item.is_asked_on(channel) for item in items.values() if item is not items["C2"] for channel in Channel)
