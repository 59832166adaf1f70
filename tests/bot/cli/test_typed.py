"""What looks alike is alike at the command line: references, names, codes, numbers and ids."""

from __future__ import annotations

import pytest

from storage.schema.tables import reviews
from tests.bot.cli.conftest import Interview
from tests.dialogs.look_alikes import CAPITALS, LOOK_ALIKES

SOME = sorted({*LOOK_ALIKES} - CAPITALS - {"a new line", "spaces around", "in low quotes"})[::3]


@pytest.mark.parametrize("how", SOME)
def test_the_command_line(how: str, interview: Interview) -> None:
    write = LOOK_ALIKES[how]
    interview.says("reviewer", "add", write("Jo O'Neil"))
    interview.says(
        "review", "open", write("LDR-2026-1"), "--person", write("Ann-May"), "--age", "47", "--reviewer", "jo o'neil"
    )
    to = (
        "--to",
        write("O'Neil-Tom"),
        "--relationship",
        write("someone-else"),
        "--language",
        write("cy"),
        "--days",
        write("14"),
    )
    made = interview.json("invite", write("ldr-2026-1"), *to)
    [listed] = interview.json("invitations", write("LDR-2026-1"))
    told = (listed["to"], listed["relationship"], listed["language"], listed["review"])
    assert told == ("O'Neil-Tom", "someone-else", "cy", "LDR-2026-1")
    assert '"person": "Ann-May"' in interview.says("record", write("LDR-2026-1"))
    interview.says("revoke", write(made["invitation"]))


def test_old_references_that_differ_in_capitals_alone_are_found_exactly(interview: Interview) -> None:
    for reference in ("LDR-1", "LDR-2", "LDR-3"):
        interview.review(reference)
    store = interview.store()
    with store.begin() as work:
        old = {"reference": "ldr-2", "reference_key": "ldr-2 of old"}
        work.execute(reviews.update().where(reviews.c.reference == "LDR-3").values(**old))
        work.commit()
    store.close()
    assert interview.says("review", "hold", "ldr-1") == "The review LDR-1 is on hold now; people told of it: 0.\n"
    told = interview.refuses("review", "hold", "Ldr-2")
    assert told == "More than one review is called so: LDR-2, ldr-2. Please write it exactly like that."
    assert interview.says("review", "hold", "ldr-2").startswith("The review ldr-2 ")


@pytest.mark.parametrize("name", ["Jo\ue000", "Jo\U000e1000"])
def test_what_cannot_be_shown_is_named(interview: Interview, name: str) -> None:
    assert f"cannot be shown: U+{ord(name[-1]):04X}." in interview.refuses("reviewer", "add", name)
