"""Deliver, repeat, reorder, crash, restart, wait, and calls that fail: whatever the order, the record is what was said."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from bot.rounds.arrivals import Opening
from dialogs.inputs import Amend, Begin, Say, parse
from dialogs.response import FINISHED
from tests.bot.machine.machine import OUTCOMES, Person, Road, copied, fresh_road

CONSENT = (
    "choose:W2:yes",
    "choose:C1:yes",
    "yes:about",
    *(f"choose:C{n}:yes" for n in range(2, 5)),
    "choose:C5:no",
    "skip:W3",
)
ENDING = ("stop", "withdraw", "no:", "yes:withdraw", "lang", "choose:W", "choose:C", "change:W", "change:C", "skip:C")
POISON = "She \ud800 sang."
SHORT = ("1", "2", "3", "next", "skip", "Good", "5 March 2027", "pause", "help", "change 1", "/ or \\", POISON)
ACTS = ("tells", "tells", "tells", "goes_on", "goes_on", "says", "presses_any_button", "edits", "opens_again")
ALL = {0, 1, 2, 3}
which = st.integers(0, 99)
someone = st.integers(0, 1)


def at_the_questions(template: Path, folder: Path) -> Road:
    """Two people who have consented, and a process at rest."""
    road = fresh_road(template, folder)
    for person in road.people:
        road.does(person, Opening(person.token))
        road.drain()
        for button in CONSENT:
            presses(road, person, button)
            road.drain()
    road.tick()
    road.compare()
    road.store.close()
    return road


def presses(road: Road, person: Person, data: str) -> None:
    """The newest message that ever carried this button."""
    entry = next(e for e in reversed(person.chat.entries) if data in e.ever)
    road.does(person, parse(data) or Begin(), at=entry.message_id, press=True)


class Mishaps(RuleBasedStateMachine):
    """Two conversations at the questions; what was acknowledged is never lost, doubled or misplaced."""

    ready: Road

    def __init__(self) -> None:
        super().__init__()
        self.road = copied(self.ready)
        self.stories = 0

    # People

    @rule(acts=st.lists(st.tuples(someone, st.sampled_from(ACTS), which), min_size=2, max_size=6))
    def people_act(self, acts: list[tuple[int, str, int]]) -> None:
        for who, act, number in acts:
            getattr(self, act)(self.road.people[who], number)

    def tells(self, who: Person, _which: int) -> None:
        self.stories += 1
        self.road.does(who, Say(words=f"This is story {self.stories}, all of it.", sent=0))

    def says(self, who: Person, which: int) -> None:
        self.road.does(who, Say(words=SHORT[which % len(SHORT)], sent=0))

    def goes_on(self, who: Person, which: int) -> None:
        """A button of the newest question; most of the time the first that leads on."""
        live = [b for e in who.chat.entries[-1:] for b in e.live if not b.startswith(ENDING)]
        ahead = [b for b in live if b.startswith(("next:", "skip:", "choose:", "yes:"))]
        self._presses(who, ahead[:2] if which % 4 else live, which)

    def presses_any_button(self, who: Person, which: int) -> None:
        self._presses(who, [b for e in who.chat.entries for b in e.ever], which)

    def edits(self, who: Person, which: int) -> None:
        told = [a for a in who.chat.confirmed if isinstance(a.said, Say)]
        if told:
            sent = told[which % len(told)].message_id or 0
            self.road.does(who, Amend(words=f"Edited {which}.", sent=sent), at=sent)

    def opens_again(self, who: Person, _which: int) -> None:
        self.road.does(who, Opening())

    # Telegram

    @rule(
        lanes=st.sampled_from((ALL, ALL, ALL, {0, 2}, {1, 3}, {0}, {3})),
        most=st.sampled_from((9, 9, 2, 1)),
        presses_first=st.booleans(),
        again=st.none() | which,
        confirm=st.sampled_from((True, True, True, False)),
        fails=st.sampled_from((False, False, False, False, True)),
    )
    def delivers(
        self, lanes: set[int], most: int, presses_first: bool, again: int | None, confirm: bool, fails: bool
    ) -> None:
        """Some of each lane, in its order, perhaps with an update once more."""
        every = [lane for person in self.road.people for lane in person.chat.lanes]
        chosen = sorted(lanes, reverse=presses_first)
        arrivals = [u.arrival for n in chosen for u in list(every[n])[:most]]
        old = [*arrivals, *(a for person in self.road.people for a in person.chat.confirmed)]
        if again is not None and old:
            arrivals += [old[again % len(old)]] * (1 + again % 2)
        self.road.take(arrivals, confirm=confirm, fails=fails)

    @rule(outcomes=st.lists(st.sampled_from(("sent", "sent", "sent", *OUTCOMES)), min_size=1, max_size=5), which=which)
    def answers_calls(self, outcomes: list[str], which: int) -> None:
        """Calls are answered; but for the last answer, each is noted at once, which frees the next call of the chat."""
        for outcome in outcomes:
            self.road.take([]) if not self.road.claimed else None
            if not self.road.claimed:
                return
            row = self.road.claimed[which % len(self.road.claimed)]
            self.road.send(row, "sent" if outcome == "refused" and row.method == "sendMessage" else outcome)

    # The process

    @rule(well=st.sampled_from((True, False, False)))
    def goes_well(self, well: bool) -> None:
        if well:
            self.road.drain()
            self.road.compare()

    @rule(after=st.sampled_from(("nothing", "a round", "a call", "a call", "a call and words")))
    def crashes(self, after: str) -> None:
        """Out of the blue, before Telegram hears that a round was kept, or before anybody notes that a call was made."""
        if after != "nothing":
            self.road.take(self.road.pending(), confirm=after != "a round")
        if after.startswith("a call"):
            for row in [*self.road.claimed]:
                self.road.send(row, "sent")
        if after.endswith("words"):
            self.tells(self.road.people[0], 0)
        self.road.die()
        self.road.start()

    @rule(seconds=st.sampled_from((1, 3, 14, 21, 130, 200)), ticks=st.booleans())
    def waits(self, seconds: int, ticks: bool) -> None:
        self.road.pass_time(seconds)
        if ticks:
            self.road.tick()

    # In the end

    def teardown(self) -> None:
        """All comes to rest; the record is right; who comes back is asked something, or has finished."""
        self.road.drain()
        self.road.compare()
        for person in self.road.people:
            before = len(person.chat.entries)
            self.road.does(person, Opening())
            self.road.drain()
            shown = person.chat.entries[before:]
            at = person.model.response.at
            assert [e for e in shown if e.place == at] or person.model.response.status in FINISHED
            assert sum(e.row not in person.chat.doubts for e in shown) >= 1
        self.road.compare()
        self.road.store.close()
        with suppress(FileNotFoundError):
            shutil.rmtree(self.road.folder)

    def _presses(self, who: Person, buttons: list[str], which: int) -> None:
        harmless = [b for b in buttons if not b.startswith(ENDING)]
        if harmless:
            presses(self.road, who, harmless[which % len(harmless)])


@pytest.fixture(scope="module")
def ready(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Road:
    """Two people at the questions."""
    return at_the_questions(sqlite_template, tmp_path_factory.mktemp("machine"))


def run(ready: Road, examples: int, steps: int, *, seeded: bool) -> None:
    machine: type[Mishaps] = type("Run", (Mishaps,), {"ready": ready})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=seeded,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_happens_the_record_is_what_was_said(ready: Road) -> None:
    run(ready, 30, 30, seeded=True)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_whatever_happens_for_long(ready: Road) -> None:
    run(ready, 1000, 80, seeded=False)
