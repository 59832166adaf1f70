"""What holds after every turn of every conversation, whatever came in: one function a law, each an assertion."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict

from dialogs import distress
from dialogs.answers import Answer
from dialogs.cards import CARDS
from dialogs.copies import replace
from dialogs.inputs import DATA_LIMIT, Absent, Begin, Choose, Input, Next, No, Say, Toggle, parse
from dialogs.meaning import yes_or_no
from dialogs.offers import in_sight
from dialogs.onward import is_way_on
from dialogs.phrases import PAUSE
from dialogs.questionnaire import IDENTITY, Questionnaire
from dialogs.response import OVER, Response, Status
from dialogs.route import enabled, superseded
from dialogs.screens import item_for
from dialogs.slash import command_in
from dialogs.spoken import in_english
from dialogs.typed import plain_words, usual
from tests.dialogs.core import CoreDriver, written_and_read
from tests.scenario import PEOPLE

LIVE = frozenset(Status) - OVER - {Status.PAUSED}
NUMBERS = re.compile(r"(change)?[\s\d,;.&+)!?]*(and[\s\d,;.&+)!?]*)*")


def every_input_has_a_reply(driver: CoreDriver, before: Response | None = None) -> None:
    """At once, or once it is known where the words belong that wait now."""
    waits = before is not None and driver.response.unplaced != before.unplaced
    assert waits or driver.reply.messages or driver.reply.toast or driver.reply.repaint


def a_way_on_is_in_sight(driver: CoreDriver) -> None:
    """What was said last asks or leads on; where all is over, it says how to come back or whom to phone.

    A turn without a message leaves standing what stood there.
    """
    response, shown = driver.response, driver.reply.messages
    if not shown or any(map(is_way_on, driver.turn.messages)):
        return
    if response.channel == "page" and in_sight(driver.questionnaire, response):
        return
    assert response.status in OVER or response.held, [m.text for m in shown]
    told = driver.questionnaire.programme["phone"], "open your link"
    assert any(way in m.text for m in shown for way in told), [m.text for m in shown]


def only_a_chat_speaks_of_the_code(driver: CoreDriver) -> None:
    """A page has no place for it."""
    if driver.response.channel == "page":
        assert [m.text for m in driver.reply.messages if "your code" in m.text] == []


def a_turn_asks_one_thing(driver: CoreDriver) -> None:
    """At most one message asks, and what it asks is what is before the person then; it is asked on this channel."""
    asked = [m.prompt for m in driver.turn.messages if m.prompt]
    assert asked in ([], [driver.response.at])
    items = (driver.questionnaire.items[place] for place in asked if place in driver.questionnaire.items)
    assert all(item.is_asked_on(driver.response.channel) for item in items)


def nothing_follows_a_card(driver: CoreDriver) -> None:
    """A card that an answer brings stands last, until the person goes on from it."""
    places = [m.prompt for m in driver.turn.messages]
    assert [place for place in places[:-1] if place in CARDS] == []


def every_button_can_be_pressed(driver: CoreDriver) -> None:
    shown = [*driver.reply.messages, *([driver.reply.repaint] if driver.reply.repaint else [])]
    for button in (b for m in shown for b in m.buttons):
        assert (parse(button) is not None, len(button.encode()) <= DATA_LIMIT) == (True, True)


def nobody_unknown_hears_of_the_person(driver: CoreDriver) -> None:
    """Nothing about the person who died is said before the visitor has said who they are."""
    if not driver.response.bound:
        shown = [*driver.reply.messages, *([driver.reply.repaint] if driver.reply.repaint else [])]
        assert [m for m in shown if PEOPLE.person in m.text or "died" in m.text] == []


def nothing_is_kept_without_consent(driver: CoreDriver, before: Response, said: Input) -> None:
    """Only the language of W1, and who helps, are answers before C3 and C4; after the end nothing is kept at all."""
    if not before.consented:
        assert {a.link_id for a in driver.turn.answers} <= {"W1", *IDENTITY}
        assert [a for a in driver.turn.answers if a.text] == []
    if before.status in OVER:
        assert said == No("forwarded") or driver.turn.answers == ()


def a_button_answers_only_its_own_question(driver: CoreDriver, before: Response, said: Input) -> None:
    """And only while that is before the person; what its answer closes is superseded."""
    if isinstance(said, Choose | Toggle | Next | Absent):
        own = {w.about for w in before.waiting} | {"note"} if said.link_id == "voice" else {said.link_id}
        assert {a.link_id for a in driver.turn.answers if not a.superseded} <= own
        if said.link_id != before.at:
            assert (driver.turn.answers, driver.turn.decisions) == ((), ())


def to_unset_an_option_takes_nothing_else(driver: CoreDriver, before: Response, said: Input) -> None:
    if isinstance(said, Toggle) and not said.on:
        was, is_now = (r.answers.get(said.link_id) for r in (before, driver.response))
        assert {*(was.codes if was else ())} - {said.code} == {*(is_now.codes if is_now else ())} - {said.code}


def what_has_ended_is_only_opened_again_by_the_link_or_carry_on(
    driver: CoreDriver, before: Response, said: Input
) -> None:
    if before.status is Status.WITHDRAWN:
        assert (driver.response, driver.turn.answers, driver.turn.decisions) == (before, (), ())
    elif before.status in OVER and not isinstance(said, Begin) and not (before.halted and distress.carries_on(said)):
        assert driver.response.status in OVER


def words_that_are_not_kept_are_said_not_to_be(driver: CoreDriver, before: Response, said: Input) -> None:
    if before.status in OVER and isinstance(said, Say) and (said.forwarded or not orders_something(said.words)):
        told = zip(driver.turn.messages, driver.reply.messages, strict=True)
        assert ["not saved" in shown.text for message, shown in told if not message.beside] == [True]


def revisions_are_dense_and_one_counts(driver: CoreDriver) -> None:
    """The record and the response agree: numbers from 1 without a gap, and only the last can count."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for link_id, number in sorted(driver.record):
        numbers[link_id].append(number)
    assert {k: [*range(1, len(n) + 1)] for k, n in numbers.items()} == dict(numbers)
    assert {k: n[-1] for k, n in numbers.items()} == dict(driver.response.revisions)
    counting = [a for a in driver.record.values() if not a.superseded]
    assert {a.link_id: a for a in counting} == dict(driver.response.answers)
    assert len(counting) == len(driver.response.answers)


def absent_excludes_codes_and_dates(driver: CoreDriver) -> None:
    assert [a for a in driver.turn.answers if a.absent and (a.codes or a.dates)] == []


def days_come_from_messages(driver: CoreDriver) -> None:
    """Where several days may be named, each is known by the place of a message, so that an edit can take it back."""
    several = {i.link_id for i in driver.questionnaire.items.values() if i.repeats}
    named = [({*a.dates}, {d for n in a.named for d in n.days}) for a in driver.turn.answers if a.link_id in several]
    assert [pair for pair in named if pair[0] != pair[1]] == []


def what_applies_hangs_on_nothing_that_does_not(driver: CoreDriver) -> None:
    """So that the items need not be looked through again once the answers that count no more are gone."""
    ever = replace(driver.response, answers={a.link_id: a for a in driver.record.values()})
    applies = enabled(driver.questionnaire, ever)
    gone = {a.link_id for a in superseded(driver.questionnaire, ever, applies)}
    left = replace(ever, answers={k: a for k, a in ever.answers.items() if k not in gone})
    assert enabled(driver.questionnaire, left) == applies


def none_stands_alone(driver: CoreDriver) -> None:
    assert [a for a in driver.turn.answers if "none" in a.codes and len(a.codes) > 1] == []


def codes_are_those_of_the_item(driver: CoreDriver) -> None:
    """The item as this participant meets it: its languages are those on offer."""
    answers = [a for a in driver.turn.answers if a.codes]
    allowed = [{*item_for(driver.questionnaire, driver.response, a.link_id).codes} for a in answers]
    assert [a for a, codes in zip(answers, allowed, strict=True) if not {*a.codes} <= codes] == []


def messages_stand_in_the_order_of_the_chat(driver: CoreDriver) -> None:
    unordered: list[Answer] = []
    for answer in driver.turn.answers:
        for places in ([w.sent for w in answer.text], [r.sent for r in answer.recordings]):
            unordered += [answer] if places != sorted(set(places)) else []
    assert unordered == []


def decisions_keep_what_was_shown(driver: CoreDriver) -> None:
    for decision in driver.turn.decisions:
        assert decision.wording_sha256 == hashlib.sha256(decision.wording.encode()).hexdigest()
        asked = driver.questionnaire.items[decision.statement].text
        assert decision.wording.startswith(asked.partition("{")[0])


def the_status_is_what_has_happened(driver: CoreDriver) -> None:
    """In the words of the contract, from the facts alone."""
    response = driver.response
    questions = {i.link_id for i in driver.questionnaire.questions}
    if response.status in LIVE:
        assert response.status in expected(response, bool(questions & {*response.asked}))
    if response.status is Status.NOT_THEM:
        assert not response.bound
    if response.status is Status.DECLINED:
        assert response.decisions["C3"] == "no"


def expected(response: Response, question_shown: bool) -> set[Status]:
    """The statuses that a response may have that is neither paused nor over."""
    if response.finished:
        return {Status.COMPLETED, Status.AMENDED}
    if not response.consented:
        return {Status.OPENED}
    return {Status.IN_PROGRESS if question_shown else Status.CONSENTED}


def what_is_said_after_finishing_amends(driver: CoreDriver, before: Response) -> None:
    if before.finished and before.status not in OVER and driver.turn.answers:
        assert driver.response.status is Status.AMENDED


def what_is_written_is_read_back(driver: CoreDriver) -> None:
    assert written_and_read(driver.response) == driver.response


def a_held_review_asks_nothing(driver: CoreDriver, before: Response) -> None:
    if before.held:
        assert [m.prompt for m in driver.turn.messages if m.prompt] == []
        assert driver.turn.decisions == ()


def what_has_stopped_waits_for_carry_on(driver: CoreDriver, before: Response, said: Input) -> None:
    """After words of distress nothing is asked, decided or settled before the person says so."""
    if before.halted and driver.response.halted and before.status not in OVER:
        assert [m.prompt for m in driver.turn.messages if m.prompt] == []
        assert (driver.turn.decisions, driver.response.asked) == ((), before.asked)
        assert {a.link_id for a in driver.turn.answers if not a.growing and not a.superseded} <= {*before.answers}
    if before.halted and not driver.response.halted:
        assert driver.response.status is Status.WITHDRAWN or distress.carries_on(said)


def may_be_understood(questionnaire: Questionnaire, words: str) -> bool:
    """Whether these words can be a command, a number, an option or the way on, at some place or other."""
    plain = plain_words(words)
    labels = {plain_words(o.text) for i in questionnaire.items.values() for o in i.options}
    titles = {plain_words(s.title) for s in questionnaire.sections} | {
        "send this part",
        "all the parts",
        "change an answer",
    }
    known = {*labels, *titles, "next", "ok", "okay"}
    decided, is_number = yes_or_no(words, "en"), any(map(NUMBERS.fullmatch, (usual(words).casefold(), plain)))
    is_decided = decided is not None and decided.whole
    return orders_something(words) or plain in known or is_decided or is_number


def is_only_a_command(words: str) -> bool:
    """Whether these words command, and are kept nowhere, not even where they take the place of others."""
    return command_in(words) is not None or PAUSE in in_english().labels_in(words)


def orders_something(words: str) -> bool:
    """Whether these words are a command, a cry for help or the label of a button."""
    known = in_english()
    return bool(command_in(words) or known.asked(words, PEOPLE.reviewer) or known.labels_in(words))


OF_EVERY_TURN = (
    a_way_on_is_in_sight,
    only_a_chat_speaks_of_the_code,
    a_turn_asks_one_thing,
    nothing_follows_a_card,
    every_button_can_be_pressed,
    nobody_unknown_hears_of_the_person,
    absent_excludes_codes_and_dates,
    days_come_from_messages,
    what_applies_hangs_on_nothing_that_does_not,
    none_stands_alone,
    codes_are_those_of_the_item,
    messages_stand_in_the_order_of_the_chat,
    decisions_keep_what_was_shown,
    the_status_is_what_has_happened,
    what_is_written_is_read_back,
    revisions_are_dense_and_one_counts,
)


def check_placed(driver: CoreDriver, before: Response) -> None:
    """Every law of a turn that nothing said just now has caused."""
    for law in OF_EVERY_TURN:
        law(driver)
    assert before.consented
    a_held_review_asks_nothing(driver, before)
    if before.halted or before.status in OVER:
        asked = [m for m in driver.turn.messages if m.prompt]
        assert (asked, driver.response.status) == ([], before.status)


def check(driver: CoreDriver, before: Response, said: Input) -> None:
    """Every law."""
    for law in OF_EVERY_TURN:
        law(driver)
    every_input_has_a_reply(driver, before)
    nothing_is_kept_without_consent(driver, before, said)
    a_held_review_asks_nothing(driver, before)
    what_has_stopped_waits_for_carry_on(driver, before, said)
    what_is_said_after_finishing_amends(driver, before)
    what_has_ended_is_only_opened_again_by_the_link_or_carry_on(driver, before, said)
    words_that_are_not_kept_are_said_not_to_be(driver, before, said)
    a_button_answers_only_its_own_question(driver, before, said)
    to_unset_an_option_takes_nothing_else(driver, before, said)
