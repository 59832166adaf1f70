"""Random conversations over the real questionnaire: every law holds after every turn, and nothing said is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from dialogs import leder
from dialogs.inputs import (
    Above,
    Absent,
    AbsentReason,
    Amend,
    Begin,
    Change,
    Channel,
    Choose,
    Command,
    Input,
    Media,
    Next,
    No,
    Press,
    Say,
    Send,
    Toggle,
    Unkept,
    Yes,
    parse,
)
from dialogs.questionnaire import ItemType
from dialogs.response import OVER, Response, Status
from tests.dialogs import laws
from tests.dialogs.core import SPOKEN, CoreDriver, fresh
from tests.dialogs.strategies import presses, words
from tests.dialogs.tiny import AGREEING

REAL = leder.load()
LONGEST = 200
MANY = 2000
anywhere = st.integers(0, 199)


class Conversation(RuleBasedStateMachine):
    """One person, one interview: presses live, old and impossible buttons, writes, edits, sends things, comes back."""

    def __init__(self) -> None:
        super().__init__()
        self.driver = CoreDriver(REAL, fresh(REAL, languages=("en", "cy")))
        self.buttons: list[str] = []
        self.said: dict[int, str] = {}
        self.spoken: set[int] = set()

    @initialize(
        agreed=st.sampled_from([8, 8, 8, 8, 7, 2, 0]),
        answered=st.sampled_from([8, 0, 17, 40, 75]),
        channel=st.sampled_from(Channel),
    )
    def opens(self, agreed: int, answered: int, channel: Channel) -> None:
        self.driver.response = replace(self.driver.response, channel=channel)
        self.take(Begin())
        for button in AGREEING[:agreed]:
            self.take(parse(button) or Begin())
        for _ in range(answered if agreed == len(AGREEING) else 0):
            self.take(way_on(self.driver.response))

    @rule(which=anywhere)
    def presses_what_is_on_the_screen(self, which: int) -> None:
        shown = [*self.driver.reply.messages, *([self.driver.reply.repaint] if self.driver.reply.repaint else [])]
        live = [b for m in shown for b in m.buttons]
        if live:
            self.take(parse(live[which % len(live)]) or Begin())

    @rule(which=anywhere)
    def presses_an_old_button(self, which: int) -> None:
        self.take(parse(self.buttons[which % len(self.buttons)]) or Begin())

    @rule(which=anywhere)
    def answers_what_is_asked(self, which: int) -> None:
        item = REAL.items.get(self.driver.response.at)
        if item and item.options:
            code = item.codes[which % len(item.codes)]
            self.take(Toggle(item.link_id, code) if item.type is ItemType.MULTIPLE else Choose(item.link_id, code))

    @rule(which=anywhere)
    def changes_an_answer(self, which: int) -> None:
        given = [*self.driver.response.answers, *self.driver.response.decisions]
        self.take(Change(given[which % len(given)] if given else None))

    @rule(command=st.sampled_from(Command))
    def commands(self, command: Command) -> None:
        self.take(command)

    @rule(sure=anywhere)
    def withdraws(self, sure: int) -> None:
        """Rarely, because it is the end."""
        self.take(Command.WITHDRAW)
        self.take(Yes("withdraw") if sure % 20 == 19 else No("withdraw"))

    @rule(press=presses(REAL))
    def presses_anything(self, press: Press) -> None:
        self.take(press)

    @rule(words=words, media=st.none() | st.none() | st.sampled_from(Media))
    def writes(self, words: str, media: Media | None) -> None:
        self.take(self.driver.words(words, media=media))

    @rule(words=st.just("") | words, which=anywhere, before=st.booleans())
    def speaks(self, words: str, which: int, before: bool) -> None:
        spoken = self.driver.words(words, attachment=SPOKEN)
        asked = self.driver.prompts
        self.take(replace(spoken, about=asked[which % len(asked)]) if before else spoken)

    @rule(number=st.integers(1, 13))
    def types_a_number(self, number: int) -> None:
        self.take(self.driver.words(str(number)))

    @rule(words=words, which=anywhere)
    def writes_before_what_is_on_the_screen(self, words: str, which: int) -> None:
        asked = self.driver.prompts
        self.take(self.driver.words(words, about=asked[which % len(asked)]))

    @rule(words=words, above=st.sampled_from((Above.SOON, Above.LIKELY)), spoken=st.booleans())
    def writes_while_a_question_is_sent(self, words: str, above: Above, spoken: bool) -> None:
        self.take(self.driver.words(words, above=above, attachment=SPOKEN if spoken else None))

    @rule(which=anywhere, above=st.sampled_from((Above.KNOWN, Above.LIKELY)))
    def hears_where_words_stand(self, which: int, above: Above) -> None:
        """What has waited is placed, with the newest question or with one above it."""
        asked = self.driver.prompts
        for said in self.driver.response.unplaced:
            before = self.driver.response
            self.driver.places(replace(said, about=asked[-1 - which % min(3, len(asked))], above=above))
            laws.check_placed(self.driver, before)
            self.look()

    @rule(words=words, above=st.sampled_from(Above), spoken=st.booleans(), which=anywhere)
    def forwards(self, words: str, above: Above, spoken: bool, which: int) -> None:
        about = self.driver.prompts[-1 - which % min(2, len(self.driver.prompts))] if self.driver.prompts else None
        spoke = SPOKEN if spoken else None
        self.take(self.driver.words(words, above=above, about=about, attachment=spoke, forwarded=True))

    @rule(keeps=st.booleans())
    def decides_about_forwards(self, keeps: bool) -> None:
        self.take(Yes("forwarded") if keeps else No("forwarded"))

    @rule(words=words, which=anywhere)
    def edits(self, words: str, which: int) -> None:
        places = [*self.said, 0]
        self.take(Amend(words=words, sent=places[which % len(places)]))

    @rule(media=st.sampled_from(Media))
    def sends(self, media: Media) -> None:
        self.take(Unkept(media))

    @rule(times=st.integers(1, 8))
    def goes_on(self, times: int) -> None:
        for _ in range(times):
            self.take(way_on(self.driver.response))

    @rule()
    def opens_again(self) -> None:
        self.take(Begin())

    @rule()
    def is_held_or_goes_on(self) -> None:
        self.driver.response = replace(self.driver.response, held=not self.driver.response.held)

    def take(self, said: Input) -> None:
        """One turn, and everything that has to hold then."""
        before = self.driver.response
        self.driver.take(said)
        self.buttons += [b for m in self.driver.reply.messages for b in m.buttons]
        if self.driver.response.status is Status.WITHDRAWN:
            self.said.clear()
            self.spoken.clear()
            self.driver.record.clear()
        laws.check(self.driver, before, said)
        self.expect(before, said)
        self.look()

    def look(self) -> None:
        """Everything that was said is on record, or waits to be placed."""
        waiting = {(w.sent, w.words) for w in self.driver.response.unplaced}
        on_record = {(w.sent, w.text) for a in self.driver.record.values() for w in a.text}
        assert {*self.said.items()} - on_record - waiting == set()
        assert self.spoken - {r.sent for a in self.driver.record.values() for r in a.recordings} == set()

    def expect(self, before: Response, said: Input) -> None:
        """What was said between consent and the end stays on record from now on, as it was last worded."""
        typed = isinstance(said, Say) and laws.may_be_understood(REAL, said.words) and not self.driver.response.forwards
        if said == No("forwarded") or typed:
            kept = {w.sent for a in self.driver.response.answers.values() for w in a.text} if typed else set()
            self.said = {k: words for k, words in self.said.items() if k not in before.forwards or k in kept}
        if not before.consented or before.status in OVER or self.driver.response.status is Status.WITHDRAWN:
            return
        waited = {w.sent for w in before.waiting} - {w.sent for w in self.driver.response.waiting}
        decided = self.driver.response.decisions.get("voice")
        self.spoken |= waited if decided == "yes" else set()
        is_heard = isinstance(said, Say) and said.above is not Above.SOON and not said.forwarded
        if isinstance(said, Say) and said.attachment and decided == "yes" and not before.held and is_heard:
            self.spoken.add(said.sent)
        if isinstance(said, Say) and said.words and not laws.may_be_understood(REAL, said.words):
            self.said |= {said.sent: said.words} if is_to_keep(said, before) else {}
        if isinstance(said, Amend):
            self.expect_edited(before, said)

    def expect_edited(self, before: Response, said: Amend) -> None:
        """Expect the newest wording of a message; one that is a command and nothing else now is no answer any more."""
        kept, waits = {w.sent for a in before.answers.values() for w in a.text}, {w.sent for w in before.unplaced}
        if laws.is_only_a_command(said.words) or (said.sent in waits and laws.may_be_understood(REAL, said.words)):
            self.said.pop(said.sent, None)
        elif said.sent in kept | waits:
            self.said[said.sent] = said.words

    def teardown(self) -> None:
        """Whatever has happened: whoever has not withdrawn can come back, go on and finish."""
        self.driver.response = replace(self.driver.response, held=False)
        if self.driver.response.status in OVER:
            self.take(Begin())
        for _ in range(LONGEST):
            if has_ended(self.driver.response):
                break
            self.take(way_on(self.driver.response))
        assert has_ended(self.driver.response)


def has_ended(response: Response) -> bool:
    """Return whether all is deleted, or the interview sent and not stopped."""
    sent = response.at == "done" and response.status in {Status.COMPLETED, Status.AMENDED}
    return sent or response.status is Status.WITHDRAWN


def is_to_keep(said: Say, before: Response) -> bool:
    """Return whether words are to be on record: all are, but a contact where no number is asked for."""
    item = REAL.items.get(said.about or before.at)
    return said.media is not Media.CONTACT or bool(item and item.number)


def way_on(response: Response) -> Input:
    """What somebody does who only wants to get to the end."""
    at = response.at
    answer = response.answers.get(at)
    if not response.halted and (response.status in OVER or not at):
        return Begin()
    if response.halted or (response.status is Status.PAUSED and at != "C3-when"):
        return Command.RESUME
    if at in REAL.screens or at == "hub" or at.startswith("section-"):
        return Yes(at)
    if at in {"check", "done"}:
        return Send()
    if at == "name":
        return No(at)
    if at == "W1":
        return Choose("W1", "en")
    if REAL.items[at].required:
        return Choose(at, "yes")
    told = answer is not None and REAL.items[at].type is ItemType.TEXT and answer.is_told
    grows = answer is not None and answer.growing and (answer.codes or told)
    return Next(at) if grows else Absent(at, AbsentReason.SKIPPED)


def hold_conversations(examples: int, turns: int) -> None:
    run_state_machine_as_test(
        Conversation,
        settings=settings(
            max_examples=examples,
            stateful_step_count=turns,
            derandomize=examples < MANY,
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


@pytest.mark.timeout(600)
def test_every_law_holds_in_every_conversation() -> None:
    hold_conversations(examples=60, turns=40)


@pytest.mark.nightly
@pytest.mark.timeout(1200)
def test_every_law_holds_in_very_many_conversations() -> None:
    """Others in every run."""
    hold_conversations(examples=MANY, turns=60)
