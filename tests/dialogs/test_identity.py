"""Before W2 nothing about the person who died is said; the invitation is bound by yes, or by helping."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import leder
from dialogs.inputs import Amend, Begin, Choose, Command, Input, Media, Say, Unkept, data
from dialogs.response import Status
from dialogs.turn import FlagKind, NoticeKind
from tests.dialogs.core import CoreDriver
from tests.dialogs.strategies import inputs
from tests.dialogs.tiny import opened, press, said, values, write
from tests.each import each
from tests.scenario import PEOPLE, Reply, Shown

WHO = [
    ("choose:W2:yes", True, Status.OPENED, (), ()),
    ("choose:W2:helping", True, Status.OPENED, (FlagKind.HELPER,), ()),
    ("choose:W2:no", False, Status.NOT_THEM, (FlagKind.NOT_THEM,), (NoticeKind.NOT_THEM,)),
]


@pytest.mark.parametrize(("button", "bound", "status", "flags", "notices"), WHO, ids=[w[0] for w in WHO])
def test_who_somebody_is(
    button: str, bound: bool, status: Status, flags: tuple[FlagKind, ...], notices: tuple[NoticeKind, ...]
) -> None:
    driver = opened("choose:W1:en", button)
    assert (driver.response.bound, driver.response.status) == (bound, status)
    assert (driver.turn.flags, driver.turn.notices) == (flags, notices)


def test_who_is_no_participant_may_open_the_invitation_again() -> None:
    driver = opened("choose:W1:en", "choose:W2:no")
    driver.take(Begin())
    assert (driver.response.at, press(driver, "choose:W2:yes").response.bound) == ("W2", True)


@pytest.mark.promise("not-them")
def test_who_somebody_is_is_no_answer() -> None:
    """W2 is neither on record nor counted, and cannot be changed."""
    driver = opened("choose:W1:en", "choose:W2:yes")
    assert ({k for k, _ in driver.record}, driver.decisions, driver.response.asked) == ({"W1"}, [], ("W1",))
    assert said(press(driver, "change:W2")) == ["There is no such answer to change."]


HELPERS: list[tuple[str, dict[str, dict[str, object]]]] = [
    ("choose:W2-who:friend", {"W2-who": {"codes": ["friend"]}}),
    ("skip:W2-who", {"W2-who": {"absent": "skipped"}}),
    (
        "choose:W2-who:paid-carer choose:W2-what:own",
        {"W2-who": {"codes": ["paid-carer"]}, "W2-what": {"codes": ["own"]}},
    ),
]


@pytest.mark.promise("helper-on-record")
@pytest.mark.parametrize(("buttons", "kept"), HELPERS)
def test_who_helps_and_whose_words_they_are_is_on_record(buttons: str, kept: dict[str, dict[str, object]]) -> None:
    """It is asked once, counts as no answer, and cannot be changed later."""
    driver = press(opened("choose:W1:en", "choose:W2:helping"), *buttons.split())
    assert values(driver) == {"W2": {"codes": ["helping"]}, **kept}
    assert driver.response.asked == ("W1",)
    assert said(press(driver, "change:W2-who")) == ["There is no such answer to change."]


@pytest.mark.parametrize("last", ["choose:W2-what:together", "skip:W2-what"])
def test_whoever_helps_lets_the_invitee_decide(last: str) -> None:
    driver = press(opened("choose:W1:en", "choose:W2:helping"), "choose:W2-who:family", last)
    assert driver.response.at == "C1"
    assert said(driver)[0].startswith("Thank you for helping. ")


@pytest.mark.parametrize("who", ["yes", "no"])
def test_only_who_helps_is_asked_about_helping(who: str) -> None:
    driver = opened("choose:W1:en", f"choose:W2:{who}")
    assert driver.response.at == {"yes": "C1", "no": "W2"}[who]


def test_opening_is_told_once() -> None:
    driver = opened()
    told = [*driver.turn.notices]
    driver.take(Begin())
    assert [*told, *driver.turn.notices] == [NoticeKind.OPENED]


def test_nobody_unknown_can_raise_a_flag() -> None:
    """A stranger who asks for help or to talk gets the phone numbers; the reviewer hears nothing."""
    driver = opened("choose:W1:en", "help", "talk")
    assert (driver.turn.flags, driver.turn.notices) == ((), ())
    assert said(driver) == ["You can talk to a person. Please phone 0191 498 0264."]


ABOUT_THE_PERSON = (PEOPLE.person, "died", "death")


@each("command", Command)
@each("before", [[], ["choose:W1:en"], ["choose:W1:bsl"], ["choose:W1:en", "choose:W2:no"]])
def test_no_command_speaks_of_the_person_before_w2(before: list[str], command: Command) -> None:
    press(driver := opened(*before), data(command))
    assert spoken_of(driver.reply) == set()


@settings(max_examples=60)
@given(st.lists(inputs(leder.load()), max_size=12))
def test_nothing_speaks_of_the_person_before_w2(said: list[Input]) -> None:
    driver = CoreDriver()
    driver.take(Begin())
    for one in said:
        driver.take(one)
        if driver.response.bound:
            return
        assert spoken_of(driver.reply) == set()


@pytest.mark.promise("after-consent")
@pytest.mark.parametrize(
    "one", [Say(words="hello", sent=9), Amend(words="hello", sent=1), Unkept(Media.PICTURE), Choose("P2", "yes")]
)
def test_before_w2_nothing_is_kept(one: Input) -> None:
    driver = opened("choose:W1:en")
    driver.take(one)
    assert {k for k, _ in driver.record} == {"W1"}


def test_before_the_invitation_was_opened_nothing_is_kept() -> None:
    assert write(CoreDriver(), "Hello?").record == {}


def test_an_option_can_be_typed_as_it_is_shown() -> None:
    assert write(opened("choose:W1:en"), "I am helping Ann").response.bound


@pytest.mark.parametrize("command", ["/pause", "/stop"])
def test_before_consent_no_command_says_that_answers_are_kept(command: str) -> None:
    """Nothing is saved before C3 and C4; to speak of saved answers is not true then."""
    driver = write(opened("choose:W1:en"), command)
    assert [text for text in said(driver) if "Your answers are" in text] == []


def spoken_of(reply: Reply) -> set[str]:
    """The words about the person who died in anything that was shown."""
    shown: list[Shown] = [*reply.messages, *([reply.repaint] if reply.repaint else [])]
    texts = [reply.toast, *(m.text for m in shown), *(label for m in shown for row in m.rows for label, _ in row)]
    return {word for word in ABOUT_THE_PERSON if any(word in text for text in texts)}
