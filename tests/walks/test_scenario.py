"""A walk file is read as it is written, and a person's part can be replayed through any channel."""

from __future__ import annotations

import pytest

from dialogs.inputs import Media
from tests.dialogs.core import CoreDriver
from tests.scenario import (
    Begins,
    Deed,
    Edits,
    Person,
    Presses,
    Reply,
    Says,
    Sends,
    Shown,
    inputs_of,
    replay,
    replay_live,
)

WALK = """\
# A comment stands above what it is about.
> /start
> /help
> [choose:W2:yes]
> [no button]
> [choose:W2:yes] twice
> She was funny.
|
| And kind.
> (picture)
> (picture) At the sea
> (laughs) well
> (edits) At the sea => By the sea
> (edits) nothing
"""
DEEDS: tuple[Deed, ...] = (
    Begins(),
    Says("/help"),
    Presses("choose:W2:yes"),
    Says("[no button]"),
    Says("[choose:W2:yes] twice"),
    Says("She was funny.\n\nAnd kind."),
    Sends(Media.PICTURE),
    Sends(Media.PICTURE, "At the sea"),
    Says("(laughs) well"),
    Edits("At the sea", "By the sea"),
    Says("(edits) nothing"),
)
REPLY = Reply(
    messages=(
        Shown("Hello.\n\nWho is it?", ((("Me", "yes:me"), ("Nobody", "no:me")), (("More", "open:more"),))),
        Shown("", ()),
    ),
    repaint=Shown("Again"),
    toast="Saved",
)
ANSWERED = """\
# Twice.
> Mags
< Hello.
|
| Who is it?
| [Me](yes:me) [Nobody](no:me)
| [More](open:more)
<
~ Again
! Saved

> /start
< Hello.
|
| Who is it?
| [Me](yes:me) [Nobody](no:me)
| [More](open:more)
<
~ Again
! Saved
"""


class Parrot:
    """Answers everything in the same way, and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[Deed] = []

    def does(self, deed: Deed) -> Reply:
        self.told.append(deed)
        return REPLY


class SlowParrot:
    """The same, but it must be waited for."""

    def __init__(self) -> None:
        self.parrot = Parrot()

    async def does(self, deed: Deed) -> Reply:
        return self.parrot.does(deed)


def test_what_the_person_does() -> None:
    assert inputs_of(WALK) == DEEDS


def test_replies_stand_below_what_they_answer() -> None:
    assert replay("# Twice.\n> Mags\n> /start\n", Parrot()) == ANSWERED


def test_recorded_replies_are_no_part_of_the_walk() -> None:
    parrot = Parrot()
    assert (replay(ANSWERED, parrot), parrot.told) == (ANSWERED, [Says("Mags"), Begins()])


async def test_a_driver_may_take_its_time() -> None:
    parrot = SlowParrot()
    assert (await replay_live(ANSWERED, parrot), parrot.parrot.told) == (ANSWERED, [Says("Mags"), Begins()])


def test_a_person_expects_what_the_last_deed_was_answered_with() -> None:
    person = Person(Parrot()).begins().says("Mags").presses("yes:me").sends(Media.VOICE).edits("Mags", "Maggie")
    person.expects("Hello.\n\nWho is it?", "", toast="Saved").expects_buttons()
    with pytest.raises(AssertionError):
        person.expects("Hello.")


def test_the_core_takes_no_button_that_is_none() -> None:
    with pytest.raises(ValueError):
        Person(CoreDriver()).presses("no button")
