"""A question about days takes several, in one message or in many, until Next; what is no day is kept and named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs import leder
from dialogs.inputs import Amend, Media, Say
from dialogs.phrases import BAD_DATE, CHANGING_WORDS, EDIT_SAVED, HELD_SAVED, NOTHING_CHOSEN, PAST_DATE, SAVED_EARLIER
from dialogs.turn import FlagKind
from tests.dialogs.core import SPOKEN, CoreDriver
from tests.dialogs.tiny import chat, choice, press, revisions, said, text, until, values, write
from tests.each import each
from tests.scenario import Sends

DAYS = {**choice("N4", "no"), "type": "date", "repeats": True}
MARCH, APRIL, MAY = "2027-03-05", "2027-04-06", "2027-05-07"
NEXT_MONDAY = "2026-11-30"


def at(*messages: str, **changes: object) -> CoreDriver:
    """At the question, after these messages."""
    return write(chat(DAYS, text("LAST"), **changes), *messages)


KEPT: list[tuple[tuple[str, ...], dict[str, object]]] = [
    (("5 March",), {"dates": [MARCH]}),
    (("5 March, 6 April and 7 May",), {"dates": [MARCH, APRIL, MAY]}),
    (("6 April\n5 March",), {"dates": [MARCH, APRIL]}),
    (("7 May", "5 March", "6 April, 7 May"), {"dates": [MARCH, APRIL, MAY]}),
    (("5 March and Diwali",), {"dates": [MARCH], "text": ["5 March and Diwali"]}),
    (("Diwali", "5 March"), {"dates": [MARCH], "text": ["Diwali"]}),
    (("Diwali",), {"text": ["Diwali"]}),
    (("Christmas and after Eid",), {"dates": ["2026-12-25"], "text": ["Christmas and after Eid"]}),
    (("1 March 2020, 5 March",), {"dates": [MARCH], "text": ["1 March 2020, 5 March"]}),
    (("10 maybe",), {"text": ["10 maybe"]}),
    (("20 marbles, 3 decisions",), {"text": ["20 marbles, 3 decisions"]}),
    (("5-3",), {"dates": [MARCH], "text": ["5-3"]}),
    (("5/3",), {"dates": [MARCH]}),
    (("the fifth of March and the sixth of April",), {"dates": [MARCH, APRIL]}),
    (("on Monday",), {"dates": [NEXT_MONDAY], "text": ["on Monday"]}),
    (("Mondays",), {"text": ["Mondays"]}),
    (("next week",), {"dates": [NEXT_MONDAY], "text": ["next week"]}),
    (("tomorrow",), {"dates": ["2026-11-24"]}),
    (("5 March, and every Monday",), {"dates": [MARCH], "text": ["5 March, and every Monday"]}),
]


@each(("messages", "kept"), KEPT)
def test_days_add_up_and_no_word_is_dropped(messages: tuple[str, ...], kept: dict[str, object]) -> None:
    driver = at(*messages)
    assert (values(driver)["N4"], driver.response.at) == (kept, "N4")


TOLD: list[tuple[str, list[str]]] = [
    ("5-3", ["Saved: 5 March 2027. Write more days, or press Next."]),
    ("5 March, 6 April", ["Saved: 5 March 2027 and 6 April 2027. Write more days, or press Next."]),
    ("Diwali", [HELD_SAVED, BAD_DATE]),
    ("after Eid", [HELD_SAVED, BAD_DATE]),
    ("his birthday", [HELD_SAVED, BAD_DATE]),
    ("his birthday and Christmas", [HELD_SAVED, "this: \u2068his birthday\u2069.", "25 December 2026"]),
    ("Christmas", ["Saved: 25 December 2026. Write more days, or press Next."]),
    ("1 March 2020", [PAST_DATE]),
    (
        "5 March and Diwali",
        ["this: \u2068Diwali\u2069. Please write each day", "Your answer so far:", "5 March 2027"],
    ),
    ("Diwali, Eid", ["this: \u2068Diwali\u2069 and \u2068Eid\u2069."]),
    ("5 March, 1 March 2020, 2/3/2020", ["This is in the past: 1 March 2020 and 2 March 2020."]),
    ("Mondays", [BAD_DATE]),
    ("5 March, and every Monday", ["this: \u2068every Monday\u2069.", "5 March 2027"]),
    ("on Monday", ["Saved: 30 November 2026."]),
    ("Eid and 1 March 2020", ["this: \u2068Eid\u2069.", "This is in the past: 1 March 2020."]),
]


@each(("message", "told"), TOLD)
def test_what_was_read_is_said_and_what_was_not_is_named(message: str, told: list[str]) -> None:
    driver = at(message)
    assert [part for part in told if part not in said(driver)[0]] == []
    assert driver.turn.unread == ("Saved:" not in told[0])


def test_a_story_is_kept_whole_and_read_back_in_part() -> None:
    story = ", and ".join([f"{'we were at the sea ' * 5}in {n}" for n in range(40)])
    driver = at(story)
    assert values(driver)["N4"] == {"text": [story]}
    first = said(driver)[0].split("\n\n")[1]
    assert (first.count("we were at the sea we were at the sea"), "…" in first, len(first) < 400) == (5, True, True)


def test_the_days_of_earlier_messages_are_read_back_too() -> None:
    assert said(at("5 March", "6 April"))[0].startswith("Saved: 5 March 2027 and 6 April 2027.")


@pytest.mark.parametrize("end", ["next:N4", "skip:N4"])
def test_next_is_the_end_and_skip_after_days_is_too(end: str) -> None:
    driver = press(at("5 March", "6 April"), end)
    assert (values(driver)["N4"], driver.response.at) == ({"dates": [MARCH, APRIL]}, "LAST")
    assert said(driver)[0].startswith("You chose: 5 March 2027 and 6 April 2027.")
    assert driver.turn.flags == (FlagKind.AVOID_DATES,)


@pytest.mark.parametrize("end", ["next", "No", "1"])
def test_a_word_that_ends_takes_no_day_away(end: str) -> None:
    """Who has named days and then writes No means that there are no more."""
    driver = write(at("5 March"), end)
    assert (values(driver)["N4"], driver.response.at) == ({"dates": [MARCH]}, "LAST")


def test_the_button_no_takes_the_place_of_days_and_days_that_of_no() -> None:
    driver = press(at("5 March"), "choose:N4:no")
    assert values(driver)["N4"] == {"codes": ["no"]}
    assert values(press(write(press(driver, "change:N4"), "5 March"), "next:N4"))["N4"] == {"dates": [MARCH]}


def test_without_a_day_next_says_what_is_missing() -> None:
    assert said(write(at(), "next"))[0].startswith(NOTHING_CHOSEN)


def test_a_skip_says_nothing_of_days() -> None:
    assert values(press(at(), "skip:N4"))["N4"] == {"absent": "skipped"}


def test_the_buttons_are_next_once_there_is_a_day() -> None:
    assert "next:N4" in at("Diwali").reply.messages[-1].buttons
    assert "next:N4" in at("5 March").reply.messages[-1].buttons
    assert "next:N4" in at("5 March and Diwali").reply.messages[-1].buttons


def test_a_change_shows_the_days_and_new_ones_take_their_place() -> None:
    driver = press(at("5 March, 6 April"), "next:N4", "change:N4")
    assert [
        p for p in ("Your answer now:\n\n5 March 2027\n\n6 April 2027", CHANGING_WORDS) if p not in said(driver)[0]
    ] == []
    press(write(driver, "7 May"), "next:N4")
    assert revisions(driver, "N4") == [(1, {"dates": [MARCH, APRIL]}, True), (2, {"dates": [MAY]}, False)]


@pytest.mark.parametrize("kept", ["next:N4", "back:LAST"])
def test_days_stay_while_nothing_new_was_understood(kept: str) -> None:
    driver = press(write(press(at("5 March"), "next:N4", "change:N4"), "Diwali"), kept)
    assert values(driver)["N4"] == {"dates": [MARCH], "text": ["Diwali"]}


def test_the_answers_show_every_day() -> None:
    driver = press(at("5 March, 6 April"), "next:N4", "answers")
    assert "1. N4?\n\n5 March 2027\n\n6 April 2027" in said(driver)[0]


def test_days_that_next_overtook_join_them() -> None:
    driver = press(at("5 March"), "next:N4")
    driver.take(Say(words="6 April and Eid", sent=30, about="N4"))
    assert values(driver)["N4"] == {"dates": [MARCH, APRIL], "text": ["6 April and Eid"]}
    assert said(driver)[0].startswith(f"{SAVED_EARLIER}\n\nWe did not understand this: \u2068Eid\u2069.")


def test_what_a_skip_overtook_is_flagged_and_said_to_be() -> None:
    driver = press(at(), "skip:N4")
    driver.take(Say(words="6 April", sent=30, about="N4"))
    assert (values(driver)["N4"], driver.turn.flags) == ({"dates": [APRIL]}, (FlagKind.AVOID_DATES,))
    assert "We will not write to you first on those days." in said(driver)[0]


def edits(driver: CoreDriver, words: str) -> None:
    """The last message that gave days, or was kept beside them, is edited."""
    answer = driver.response.answers["N4"]
    driver.take(Amend(words=words, sent=max([*(n.sent for n in answer.named), *(w.sent for w in answer.text)])))


EDITED: list[tuple[tuple[str, ...], str, dict[str, object]]] = [
    (("5 March",), "6 April", {"dates": [APRIL]}),
    (("5 March",), "6 April, 7 May", {"dates": [APRIL, MAY]}),
    (("5 March, 6 April",), "6 April", {"dates": [APRIL]}),
    (("5 March", "6 April"), "7 May", {"dates": [MARCH, MAY]}),
    (("5 March", "5 March, 6 April"), "7 May", {"dates": [MARCH, MAY]}),
    (("5 March",), "6 April and Eid", {"dates": [APRIL], "text": ["6 April and Eid"]}),
    (("5 March",), "6-4", {"dates": [APRIL], "text": ["6-4"]}),
    (("5 March",), "whenever it rains", {"text": ["whenever it rains"]}),
    (("5 March",), "No", {"codes": ["no"], "text": ["No"]}),
    (("5 March", "6 April"), "No", {"dates": [MARCH], "text": ["No"]}),
    (("Diwali",), "No.", {"codes": ["no"], "text": ["No."]}),
    (("5 March", "6 April"), "Eid", {"dates": [MARCH], "text": ["Eid"]}),
    (("5 March and Aprill",), "6 April", {"dates": [APRIL], "text": ["6 April"]}),
    (("5 March and Aprill",), "7 May and Eid", {"dates": [MAY], "text": ["7 May and Eid"]}),
    (("Diwali",), "5 March", {"dates": [MARCH], "text": ["5 March"]}),
]
WHERE: dict[str, tuple[str, ...]] = {
    "growing": (),
    "settled": ("next:N4",),
    "skipped": ("skip:N4",),
    "finished": ("next:N4", "skip:LAST", "send:check"),
    "paused": ("skip:N4", "pause"),
    "changing": ("skip:N4", "change:N4"),
    "other": ("skip:N4", "change:LAST"),
}


@each("where", WHERE)
@each(("messages", "edit", "kept"), EDITED)
def test_an_edited_message_amends_the_days_it_gave(
    messages: tuple[str, ...], edit: str, kept: dict[str, object], where: str
) -> None:
    """The old day is gone, the new one is there; of a message that was done with the reviewer hears."""
    driver = press(at(*messages), *WHERE[where])
    edits(driver, edit)
    assert (values(driver)["N4"], said(driver)[0].startswith(EDIT_SAVED)) == (kept, True)
    settled = not driver.response.answers["N4"].growing
    assert driver.turn.flags == ((FlagKind.AVOID_DATES,) if settled and kept.get("dates") else ())
    assert ("We will not write to you first on those days." in said(driver)[0]) == bool(driver.turn.flags)


def test_who_edits_days_into_no_is_understood() -> None:
    driver = press(at("5 March"), "next:N4")
    edits(driver, "No")
    assert said(driver) == [EDIT_SAVED]
    edits(driver, "6 April")
    assert values(driver)["N4"] == {"dates": [APRIL], "text": ["6 April"]}


def test_a_message_may_be_edited_again_and_again() -> None:
    driver = press(at("5 March"), "next:N4")
    for words in ("6 April", "Eid", "7 May"):
        edits(driver, words)
    assert revisions(driver, "N4") == [
        (1, {"dates": [MARCH]}, True),
        (2, {"dates": [APRIL]}, True),
        (3, {"text": ["Eid"]}, True),
        (4, {"dates": [MAY], "text": ["7 May"]}, False),
    ]


@pytest.mark.parametrize(
    "buttons", [(), ("next:N4", "change:N4"), ("skip:N4", "change:N4")], ids=["growing", "changed", "skipped"]
)
def test_days_that_were_taken_back_do_not_come_back_by_an_edit(buttons: tuple[str, ...]) -> None:
    driver = at("5 March")
    place = driver.response.answers["N4"].named[0].sent
    press(driver, *buttons, "choose:N4:no").take(Amend(words="6 April", sent=place))
    assert (values(driver)["N4"], driver.turn.answers) == ({"codes": ["no"]}, ())


def test_after_words_of_distress_and_while_the_review_waits_an_edit_counts() -> None:
    driver = press(at("5 March"), "next:N4")
    driver.response = replace(driver.response, held=True)
    edits(driver, "6 April")
    assert (values(driver)["N4"], driver.turn.flags) == ({"dates": [APRIL]}, (FlagKind.AVOID_DATES,))
    driver.response = replace(driver.response, held=False, halted=True)
    edits(driver, "7 May")
    assert (values(driver)["N4"], driver.turn.flags) == ({"dates": [MAY]}, (FlagKind.AVOID_DATES,))


def test_a_day_that_comes_with_a_voice_message_below_an_answered_question_is_flagged() -> None:
    driver = press(until("N4"), "skip:N4")
    driver.take(driver.words("5 March 2090", about="N4", attachment=SPOKEN))
    assert (values(driver)["N4"]["dates"], driver.turn.flags) == (["2090-03-05"], (FlagKind.AVOID_DATES,))
    assert "We will not write to you first on those days." in said(driver)[0]


def test_days_while_it_is_asked_whether_a_voice_message_may_be_kept_are_a_note() -> None:
    driver = until("N4")
    driver.does(Sends(Media.VOICE))
    write(driver, "5 March 2090, 6 April 2090")
    assert (values(driver)["note"], "N4" in values(driver)) == ({"text": ["5 March 2090, 6 April 2090"]}, False)


def test_days_are_written_in_the_language_of_the_chat() -> None:
    assert values(at("5 marca i 6 kwietnia", language="pl"))["N4"] == {"dates": [MARCH, APRIL]}


def test_one_day_is_asked_where_there_is_but_one() -> None:
    """The day to come back on is one; the days to leave somebody alone on are several."""
    assert [i.link_id for i in leder.load().items.values() if i.repeats] == ["N4"]
    assert (leder.load().items["C3-when"].type, leder.load().items["N4"].type) == ("date", "date")


@pytest.mark.parametrize("end", ["next:N4", "skip:N4"])
def test_words_that_name_no_day_are_an_answer_for_the_reviewer(end: str) -> None:
    driver = press(at("every Friday"), end)
    assert (values(driver)["N4"], driver.response.at) == ({"text": ["every Friday"]}, "LAST")


def test_nobody_is_told_twice_that_their_words_are_no_day() -> None:
    driver = write(at("every Friday"), "and Diwali")
    assert said(driver)[0].startswith("Saved. Write more, or press Next.")
    assert "did not understand" not in "".join(said(driver))
    assert "next:N4" in driver.reply.messages[-1].buttons
