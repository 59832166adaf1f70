"""Each decision keeps the wording that was shown; each way of saying no has its status, notice and flags."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from dialogs import leder
from dialogs.inputs import Begin, Channel, parse
from dialogs.response import Decision, Status
from dialogs.turn import FlagKind, NoticeKind
from tests.dialogs.core import NOW, CoreDriver
from tests.dialogs.tiny import ABOUT_YOU, AGREEING, agreed, known, opened, press, said, write
from tests.each import each
from tests.scenario import Begins, Deed, Presses, Says

C1, C2, C3, C4, C5 = 2, 4, 5, 6, 7
TELEGRAM_C2 = (
    "Are you happy to use Telegram for this chat?\n\n"
    "Telegram is a company, not part of the NHS. Messages here are not end-to-end encrypted. "
    "Telegram keeps them on its computers, and could read them. "
    "If we delete our copy, Telegram may still have its own. You can use a web form or the phone instead.\n\n"
    "1. Yes\n2. No, use another way\n3. Tell me more"
)
ELSEWHERE_THAN_TELEGRAM = [Channel.PAGE, Channel.TERMINAL]


def test_a_decision_keeps_the_wording_that_was_shown() -> None:
    driver = opened(*AGREEING[:C2])
    asked_at = driver.now
    press(driver, "choose:C2:yes")
    decision = Decision(
        statement="C2",
        version="2026-11.3",
        wording=TELEGRAM_C2,
        wording_sha256=hashlib.sha256(TELEGRAM_C2.encode()).hexdigest(),
        language="en",
        channel=Channel.TELEGRAM,
        decision="yes",
        decided_at=asked_at,
    )
    assert driver.turn.decisions == (decision,)


def test_names_in_the_wording_are_those_that_were_shown() -> None:
    wording = agreed().decisions[3].wording
    assert wording.split("\n")[0] == "Can \u2068Jo Carter\u2069 put your answers in \u2068Margaret\u2069's review?"


def test_every_statement_is_decided_on_its_own_and_in_order() -> None:
    driver = agreed()
    versions = {i.link_id: i.version for i in driver.questionnaire.items.values() if i.is_consent}
    decided = [(d.statement, d.decision, d.version) for d in driver.decisions]
    assert decided == [(c, "yes", versions[c]) for c in ("C1", "C2", "C3", "C4", "C5")]
    assert len({d.wording_sha256 for d in driver.decisions}) == 5
    assert [d.decided_at for d in driver.decisions] == sorted({d.decided_at for d in driver.decisions})


def test_a_decision_may_be_typed() -> None:
    driver = opened(*AGREEING[:C1])
    write(driver, "1", "ok", "Yes.", "YES", "yes", "2")
    assert [d.decision for d in driver.decisions] == ["yes", "yes", "yes", "yes", "no"]


def test_telling_more_about_the_channel_decides_nothing() -> None:
    driver = opened(*AGREEING[:C2], "choose:C2:more")
    assert (driver.turn.decisions, driver.response.at) == ((), "C2")


@pytest.mark.parametrize(("button", "decision"), [("skip:C5", "skipped"), ("choose:C5:no", "no")])
def test_c5_is_free(button: str, decision: str) -> None:
    driver = opened(*AGREEING[:C5], button)
    assert (driver.decisions[-1].decision, driver.response.consented, driver.response.at) == (decision, True, "W3")


@pytest.mark.parametrize("place", [C1, C2, C3, C4])
def test_the_other_statements_need_an_answer(place: int) -> None:
    statement = AGREEING[place].split(":")[1]
    driver = opened(*AGREEING[:place])
    decided = len(driver.decisions)
    press(driver, f"skip:{statement}", f"unsure:{statement}", f"next:{statement}", f"toggle:{statement}:yes")
    assert (len(driver.decisions), driver.response.at) == (decided, statement)


ENDED = (
    "This chat has ended, so this message is not saved. To come back, open your link or write your code again. "
    "You can also phone 0191 498 0264."
)
ELSEWHERE = (Status.ELSEWHERE, (NoticeKind.ELSEWHERE,), (FlagKind.OTHER_WAY,))
ENDINGS: list[tuple[int, str, tuple[Status, tuple[NoticeKind, ...], tuple[FlagKind, ...]]]] = [
    (0, "choose:W1:bsl", (Status.ELSEWHERE, (NoticeKind.ELSEWHERE,), (FlagKind.INTERPRETER,))),
    (1, "choose:W2:no", (Status.NOT_THEM, (NoticeKind.NOT_THEM,), (FlagKind.NOT_THEM,))),
    (C1, "choose:C1:no", (Status.ELSEWHERE, (NoticeKind.ELSEWHERE,), (FlagKind.UNDER_18,))),
    (C2, "choose:C2:other-way", ELSEWHERE),
    (C3, "choose:C3:no", (Status.DECLINED, (NoticeKind.DECLINED,), ())),
    (C4, "choose:C4:no", ELSEWHERE),
    (C4, "choose:C4:talk", (Status.ELSEWHERE, (NoticeKind.ASKED_TO_TALK,), (FlagKind.TALK,))),
]


@pytest.mark.promise("reviewer-told")
@each(("place", "button", "expected"), ENDINGS)
def test_every_ending_has_its_status_notice_and_flags(
    place: int, button: str, expected: tuple[Status, tuple[NoticeKind, ...], tuple[FlagKind, ...]]
) -> None:
    driver = opened(*AGREEING[:place], button)
    assert (driver.response.status, driver.turn.notices, driver.turn.flags) == expected


@pytest.mark.promise("not-saved")
@each(("place", "button"), [e[:2] for e in ENDINGS])
def test_after_an_ending_nothing_is_kept_and_the_reply_says_so(place: int, button: str) -> None:
    driver = write(opened(*AGREEING[:place], button), "One more thing")
    assert {k for k, _ in driver.record} <= {"W1"}
    assert said(driver) == [ENDED]


@each(("place", "button"), [e[:2] for e in ENDINGS])
def test_opening_the_invitation_again_asks_what_was_refused(place: int, button: str) -> None:
    driver = opened(*AGREEING[:place])
    asked = driver.response.at
    press(driver, button).take(Begin())
    assert (driver.response.at, driver.response.status) == (asked, Status.OPENED)


def test_who_changes_their_mind_has_two_decisions_on_record() -> None:
    driver = opened(*AGREEING[:C3], "choose:C3:no")
    driver.take(Begin())
    press(driver, "choose:C3:yes")
    assert [(d.statement, d.decision) for d in driver.decisions[2:]] == [("C3", "no"), ("C3", "yes")]


def test_not_now_pauses_and_asks_for_a_day() -> None:
    driver = opened(*AGREEING[:C3], "choose:C3:later")
    assert (driver.response.status, driver.response.at, driver.turn.notices) == (Status.PAUSED, "C3-when", ())


DAYS: list[tuple[str, date | None]] = [
    ("5 March", date(2027, 3, 5)),
    ("tomorrow", date(2026, 11, 24)),
    ("2026-11-22", None),
    ("when it is spring", None),
    ("1", None),
]


@each(("words", "day"), DAYS)
def test_a_day_to_come_back_is_a_day_still_to_come(words: str, day: date | None) -> None:
    driver = write(opened(*AGREEING[:C3], "choose:C3:later"), words)
    assert (driver.turn.remind_on, driver.response.status) == (day, Status.PAUSED)
    assert driver.response.at == ("" if day else "C3-when")


def test_a_slip_in_the_language_of_the_chat_is_read_where_a_day_to_come_back_is_asked() -> None:
    driver = opened(*AGREEING[:C3], "choose:C3:later")
    driver.response = replace(driver.response, language="pl")
    assert write(driver, "5 stycznai").turn.remind_on == date(2027, 1, 5)


@pytest.mark.promise("not-written-to-first")
def test_without_a_day_nobody_writes_first() -> None:
    driver = opened(*AGREEING[:C3], "choose:C3:later", "skip:C3-when")
    assert (driver.turn.remind_on, driver.response.status, driver.response.at) == (None, Status.PAUSED, "")


NOT_NOW = (*AGREEING[:C3], "choose:C3:later", "skip:C3-when")


def test_after_not_now_every_button_can_be_pressed() -> None:
    """The buttons of C3 are old then, and a press on another one offers to change it."""
    driver = opened(*NOT_NOW, "choose:C3:yes")
    buttons = [b for m in driver.reply.messages for b in m.buttons]
    assert (buttons != [], [b for b in buttons if parse(b) is None]) == (True, [])


@pytest.mark.parametrize("words", ["help", "stop", "talk"])
def test_after_not_now_a_bare_word_is_the_command(words: str) -> None:
    typed, pressed = write(opened(*NOT_NOW), words), press(opened(*NOT_NOW), words)
    assert (typed.reply, typed.response.status) == (pressed.reply, pressed.response.status)


def test_after_not_now_words_are_said_not_to_be_saved() -> None:
    driver = write(opened(*NOT_NOW), "She was kind")
    assert (["not saved" in text for text in said(driver)], [k for k, _ in driver.record]) == ([True], ["W1"])


def test_who_comes_back_without_having_named_a_day_is_asked_c3() -> None:
    driver = opened(*AGREEING[:C3], "choose:C3:later")
    driver.take(Begin())
    assert driver.response.at == "C3"


def test_telling_more_can_be_typed_when_c2_is_changed() -> None:
    typed, pressed = write(agreed("change:C2"), "3"), press(agreed("change:C2"), "choose:C2:more")
    assert (typed.reply, typed.record) == (pressed.reply, pressed.record)


def test_going_on_after_not_now_asks_c3_again() -> None:
    driver = opened(*AGREEING[:C3], "choose:C3:later", "skip:C3-when", "resume", "choose:C3:yes")
    assert (driver.response.at, driver.response.decisions["C3"]) == ("C4", "yes")


def test_a_yes_typed_after_not_now_keeps_the_wording_of_c3() -> None:
    """Nothing asks C3 again after the day was given, yet the answer in words decides on it."""
    driver = write(opened(*AGREEING[:C3], "choose:C3:later"), "5 March 2027", "yes")
    shown = [d.wording for d in driver.decisions if d.statement == "C3"]
    assert shown[1:] in ([], shown[:1])


@pytest.mark.parametrize("button", ["yes:about", "resume", "open:P"])
def test_not_now_stays_paused_until_c3_is_asked_again(button: str) -> None:
    driver = opened(*AGREEING[:C3], "choose:C3:later", button)
    assert driver.response.at != "C3-when" or driver.response.status is Status.PAUSED


def test_without_c4_no_question_is_asked() -> None:
    driver = write(press(known(), "skip:P1"), "Funny")
    press(driver, "next:P2", "change:C4", "choose:C4:no").take(Begin())
    kept = dict(driver.record)
    write(press(driver, "change:P2"), "Kind")
    assert (driver.response.consented, driver.record) == (False, kept)


def test_words_at_a_statement_that_is_being_changed_are_kept() -> None:
    """Consent stands until it is taken back, and what is said between consent and the end is kept."""
    driver = write(agreed("change:C4"), "She would have liked this")
    texts = [w.text for a in driver.record.values() for w in a.text]
    assert (driver.response.consented, texts) == (True, ["She would have liked this"])


def test_a_statement_can_be_decided_anew() -> None:
    driver = known("change:C5", "choose:C5:no")
    assert (driver.response.decisions["C5"], driver.response.at) == ("no", "P1")
    press(driver, "change:C5", "next:C5")
    assert (driver.response.decisions["C5"], driver.response.at, len(driver.decisions)) == ("no", "P1", 6)


def test_taking_c4_back_ends_the_conversation() -> None:
    driver = known("change:C4", "choose:C4:no")
    assert (driver.response.status, driver.response.consented) == (Status.ELSEWHERE, False)


def test_the_statements_are_those_with_a_version() -> None:
    assert [i.link_id for i in leder.load().items.values() if i.is_consent] == ["C1", "C2", "C3", "C4", "C5", "voice"]


@pytest.mark.parametrize("channel", ELSEWHERE_THAN_TELEGRAM)
def test_c2_is_asked_in_telegram_alone(channel: Channel) -> None:
    """To be on the page is the choice; what that means is said, and who comes to Telegram later is asked there."""
    driver = opened(*AGREEING[:C2], channel=channel)
    assert (driver.prompts[-2:], driver.response.at) == (["about", "C3"], "C3")
    press(driver, *AGREEING[C3:], "skip:W3", *ABOUT_YOU)
    assert (driver.response.at, "C2" in driver.response.decisions) == ("P1", False)
    driver.response = replace(driver.response, channel=Channel.TELEGRAM)
    driver.take(Begin())
    assert driver.response.at == "C2"
    assert "Messages here are not end-to-end encrypted." in said(driver)[-1]
    assert (press(driver, "choose:C2:yes").response.at, driver.response.decisions["C2"]) == ("P1", "yes")


@each("channel", ELSEWHERE_THAN_TELEGRAM)
@each(
    "deed",
    [
        *(Begins(), Presses("choose:C2:yes"), Presses("choose:C2:more"), Presses("choose:C2:nonsense")),
        *(Presses("resume"), Presses("next:C2"), Presses("lang:cy"), Says("yes"), Says("1"), Says("hello")),
    ],
)
def test_who_was_asked_c2_elsewhere_goes_on(channel: Channel, deed: Deed) -> None:
    """It was asked there once; a conversation that stands at it goes on with whatever comes."""
    driver = stands_at_c2(channel)
    driver.does(deed)
    assert (driver.response.at, driver.response.status) == ("C3", Status.OPENED)
    assert "web form" not in str(driver.reply)


@pytest.mark.parametrize("channel", ELSEWHERE_THAN_TELEGRAM)
def test_who_wants_another_way_at_an_old_c2_is_heard(channel: Channel) -> None:
    driver = press(stands_at_c2(channel), "choose:C2:other-way")
    assert (driver.response.status, driver.response.decisions["C2"]) == (Status.ELSEWHERE, "other-way")


@pytest.mark.parametrize("channel", ELSEWHERE_THAN_TELEGRAM)
def test_c2_is_changed_in_telegram_alone(channel: Channel) -> None:
    driver = known()
    driver.response = replace(driver.response, channel=channel)
    assert press(driver, "change:C2").response.at == "P1"
    driver.response = replace(driver.response, at="C2", changing="C2")
    assert (press(driver, "resume").response.at, driver.response.changing) == ("P1", None)
    assert press(driver, "choose:C2:other-way").response.at == "P1"
    assert not any(button.startswith("change:C2") for shown in driver.reply.messages for button in shown.buttons)


def stands_at_c2(channel: Channel) -> CoreDriver:
    """A conversation that was begun here before, and is asked about the channel."""
    driver = opened(*AGREEING[:C2], languages=("en", "cy"))
    driver.response = replace(driver.response, channel=channel)
    return driver


def test_a_language_that_was_set_beforehand_is_not_asked_for() -> None:
    driver = opened(passed=frozenset({"W1"}), language="cy")
    assert (driver.response.at, driver.response.language) == ("W2", "cy")


def test_time_comes_in_from_outside() -> None:
    driver = opened(*AGREEING[:C1])
    driver.now = later = NOW.replace(year=2031)
    assert press(driver, "choose:C1:yes").decisions[0].decided_at == later


def test_an_answer_to_w1_is_the_only_one_before_consent() -> None:
    driver = opened(*AGREEING[:C4])
    assert [(k, a.codes) for (k, _), a in driver.record.items()] == [("W1", ("en",))]


@pytest.mark.parametrize("statement", ["C3", "C4"])
def test_who_takes_back_what_they_agreed_to_hears_what_becomes_of_their_answers(statement: str) -> None:
    driver = write(press(known(), "skip:P1"), "Funny")
    press(driver, "next:P2", f"change:{statement}", f"choose:{statement}:no")
    assert "is still in the record" in "".join(said(driver))
    assert "withdraw" in driver.reply.messages[-1].buttons
    assert driver.turn.notices


def test_who_has_answered_nothing_hears_nothing_of_answers() -> None:
    driver = opened(*AGREEING[:C4], "choose:C4:no")
    assert "in the record" not in "".join(said(driver))
    assert "withdraw" not in driver.reply.messages[-1].buttons
