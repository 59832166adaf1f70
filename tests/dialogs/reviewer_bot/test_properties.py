"""Whatever a reviewer does: no review without each confirmation, no invitation without the yes, and never no reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.inputs import Absent, AbsentReason, Amend, Begin, Choose, Input, Media, No, Open, Press, Say, Unkept, Yes
from dialogs.response import Status
from dialogs.review import ReviewStatus
from dialogs.reviewer_bot.state import (
    CloseFlag,
    Desk,
    Errand,
    Invite,
    Move,
    Opening,
    OpenReview,
    Renew,
    Renewing,
    ReopenFlag,
    Revoke,
    Task,
)
from tests.dialogs.reviewer_bot.desks import DRAFTS, Reviewer, a_review, an_invitation

E_CODES = ("E2", "E3", "E4", "E5", "E9", "E10")
STEPS = (*E_CODES, "under-18", "age-unknown", "check", "agreed", "renew", "revoke", "move", "whole", "age", "reference")
WORDS = (
    "LDR-7",
    "LDR-8",
    "Peg",
    "Ann",
    "47",
    "17",
    "3",
    "1",
    "2",
    "yes",
    "no",
    "cancel",
    "12/03/1965",
    "Ann B Example",
)
GOOD = {
    "reference": "LDR-7",
    "person": "Peg",
    "age": "47",
    "review": "LDR-1",
    "invitee": "Ann",
    "relationship": "3",
    "language": "2",
}


@dataclass(frozen=True)
class Onward:
    """Whatever takes the task that is open one step further."""

    young: bool


presses = st.one_of(
    st.builds(Yes, st.sampled_from(STEPS)),
    st.builds(No, st.sampled_from(STEPS)),
    st.builds(Choose, st.just("review"), st.sampled_from(["ldr1", "ldr2", "ldr3", "ldr9"])),
    st.builds(Choose, st.just("relationship"), st.sampled_from(["sister", "paid-carer"])),
    st.builds(Choose, st.just("language"), st.sampled_from(["ask", "pl", "tlh"])),
    st.builds(
        Choose, st.just("check"), st.sampled_from(["reference", "person", "age", "review", "invitee", "language"])
    ),
    st.builds(Choose, st.sampled_from(["renew", "revoke", "move"]), st.sampled_from(["inv1", "inv2", "inv9"])),
    st.builds(Absent, st.just("age"), st.sampled_from(AbsentReason)),
)
says = st.builds(
    lambda words, about: Say(words=words, sent=0, about=about),
    st.sampled_from(WORDS) | st.text(max_size=40),
    st.none() | st.sampled_from(STEPS),
)
early = st.builds(lambda words: Say(words=words, sent=0, about="reference"), st.sampled_from(["yes", "1", "3"]))
others = st.one_of(
    st.builds(Open, st.sampled_from([*Errand, "P"])),
    st.just(Begin()),
    st.just(Unkept(Media.STICKER)),
    st.just(Amend(words="yes", sent=3)),
)
begins = st.sampled_from([Open(Errand.REVIEW), Open(Errand.INVITE), Open(Errand.INVITATIONS)])
onwards = st.builds(lambda times, young: [Onward(young)] * times, st.integers(1, 14), st.booleans())
deeds = st.one_of(onwards, onwards, st.lists(st.one_of(presses, says, early, others, begins), min_size=1, max_size=3))
runs = st.lists(st.tuples(deeds, st.booleans()), max_size=12)
days = runs.map(lambda some: [(deed, old) for run, old in some for deed in run])


@dataclass
class Witness:
    """Remembers, apart from the desk, which questions of the task that is open were answered with yes."""

    jo: Reviewer
    agreed: set[str] = field(default_factory=set)

    def sees(self, said: Input, sent: int) -> set[str]:
        """Take one input; the yeses that stood before what was done."""
        before = self.jo.left.task
        if before is None:
            self.agreed = set()
        elif self._is_yes(said, before, sent):
            self.agreed |= {before.step}
        self.jo.takes(said, sent)
        return self.agreed

    def _is_yes(self, said: Input, task: Task, sent: int) -> bool:
        match said:
            case Yes(screen):
                return screen == task.step and sent > self.jo.left.since
            case Say(words=words, about=about):
                return words.strip().casefold().rstrip(".!") in {"yes", "y", "1"} and about in {None, task.step}
            case _:
                return False


def a_desk() -> Reviewer:
    """Reviews open and held, invitations in different states."""
    return Reviewer(
        reviews=[a_review(), a_review("LDR-2", status=ReviewStatus.HELD), a_review("LDR-3")],
        invitations=[
            an_invitation(),
            an_invitation("inv2", bound=True, response=Status.STOPPED),
        ],
    )


def inputs(jo: Reviewer, day: list[tuple[Onward | Input, bool]]) -> Iterator[tuple[Input, int]]:
    """Inputs with their places: a press is on a new message, or on one from before."""
    for deed, old in day:
        said = onward(jo.left, deed) if isinstance(deed, Onward) else deed
        jo.place += 1
        yield said, 50 if old and isinstance(said, Press) else jo.place


def onward(desk: Desk, deed: Onward) -> Input:
    """The input that the step asks for."""
    if desk.task is None:
        return Open(Errand.REVIEW) if deed.young else Open(Errand.INVITE)
    step = desk.task.step
    if step == "age" and deed.young:
        return Say(words="17", sent=0)
    return Say(words=GOOD[step], sent=0) if step in GOOD else Yes(step)


@settings(max_examples=400)
@given(days)
def test_nothing_is_done_without_its_yeses(day: list[tuple[Onward | Input, bool]]) -> None:
    jo = a_desk()
    witness = Witness(jo)
    for said, sent in inputs(jo, day):
        task, done, status = jo.left.task, len(jo.deeds), {r.reference: r.status for r in jo.reviews}
        agreed = witness.sees(said, sent)
        assert jo.shown or len(jo.deeds) > done
        for deed in jo.deeds[done:]:
            match deed:
                case OpenReview(age=age, confirmed=confirmed, held=held):
                    warned = ("age-unknown",) if age is None else ("under-18",) if age < 18 else ()
                    assert confirmed == (*warned, *(code for code in E_CODES if not (held and code == "E4")))
                    assert agreed >= {*confirmed, "check"}
                    assert age is None or age >= 4
                case Invite(review=review, language=language):
                    assert agreed >= {"agreed", "check"}
                    assert language is None or language in DRAFTS
                    assert status[review] is ReviewStatus.OPEN
                case Renew(invitation=number):
                    assert task == Renewing(number)
                    assert "renew" in agreed
                case Move():
                    assert "move" in agreed
                case Revoke():
                    assert "revoke" in agreed
                case CloseFlag(flag=flag, done=told):
                    assert flag not in jo.flags
                    assert told.again_on or not flag.urgent or "sure" in agreed
                case ReopenFlag():
                    pass


@settings(max_examples=50)
@given(st.integers(0, 200), st.sampled_from(["47", "17", "not known"]))
def test_the_straight_way_opens_a_review_and_makes_an_invitation(skipped: int, age: str) -> None:
    """The property above is about something: on the straight way both deeds are done."""
    jo = a_desk()
    jo.does("/review", f"LDR-{skipped + 10}", "Peg", age)
    while isinstance(jo.left.task, Opening):
        jo.does("yes")
    jo.does("/invite", "1", "Ann", "yes", "3", "1", "yes")
    assert [type(d) for d in jo.deeds] == [OpenReview, Invite]
