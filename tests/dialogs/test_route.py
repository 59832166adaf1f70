"""Which items apply: a condition opens a branch, a change closes it again, and what no longer applies is superseded."""

from __future__ import annotations

from dataclasses import replace

from dialogs.answers import Answer
from dialogs.inputs import Channel
from dialogs.leder import Table
from dialogs.parts import place_after
from dialogs.route import enabled, progress, superseded
from tests.dialogs.core import NOW
from tests.dialogs.tiny import (
    chat,
    choice,
    consented,
    multiple,
    press,
    revisions,
    section,
    sections,
    text,
    tiny,
    values,
    when,
    write,
)
from tests.each import each

BRANCH = (choice("Q"), text("Q-what", enable_when=[when("Q", "yes")]), choice("end"))
CHAIN = (choice("A"), choice("B", when=when("A", "yes")), choice("C", when=when("B", "yes")), choice("end"))
ANY_OF = (choice("Q", "yes", "some", "no"), choice("R", when=when("Q", "some", "no")), choice("end"))
BOTH = (choice("A"), choice("B"), {**choice("C"), "enable_when": [when("A", "yes"), when("B", "yes")]}, choice("end"))
MANY = (multiple("M", "a", "b", "none"), choice("R", when=when("M", "a", "b")), choice("end"))

ROUTES: list[tuple[str, tuple[Table, ...], list[str], str]] = [
    ("a branch opens", BRANCH, ["choose:Q:yes"], "Q-what"),
    ("a branch stays closed", BRANCH, ["choose:Q:no"], "end"),
    ("an absent answer opens nothing", BRANCH, ["skip:Q"], "end"),
    ("a chain opens link by link", CHAIN, ["choose:A:yes", "choose:B:yes"], "C"),
    ("a chain ends where a link is missing", CHAIN, ["choose:A:yes", "choose:B:no"], "end"),
    ("any of several codes opens", ANY_OF, ["choose:Q:some"], "R"),
    ("and the other one too", ANY_OF, ["choose:Q:no"], "R"),
    ("but no third one", ANY_OF, ["choose:Q:yes"], "end"),
    ("two conditions must both hold", BOTH, ["choose:A:yes", "choose:B:no"], "end"),
    ("and then they open", BOTH, ["choose:A:yes", "choose:B:yes"], "C"),
    ("one of many codes opens, once it is settled", MANY, ["toggle:M:b", "next:M"], "R"),
    ("not before", MANY, ["toggle:M:b"], "M"),
    ("none opens nothing", MANY, ["toggle:M:b", "toggle:M:none", "next:M"], "end"),
    ("a change opens a branch that lies behind", BRANCH, ["choose:Q:no", "change:Q", "choose:Q:yes"], "Q-what"),
    ("at the end stands the check", BRANCH, ["choose:Q:no", "choose:end:yes"], "check"),
]


@each(("items", "buttons", "place"), [r[1:] for r in ROUTES])
def test_the_place_after(items: tuple[Table, ...], buttons: list[str], place: str) -> None:
    assert press(chat(*items), *buttons).response.at == place


def test_closing_a_branch_supersedes_what_was_said_in_it() -> None:
    """It stays in the record, and it is neither listed nor asked again until the branch opens anew."""
    driver = press(write(press(chat(*BRANCH), "choose:Q:yes"), "my reason"), "next:Q-what", "change:Q", "choose:Q:no")
    assert values(driver) == {"Q": {"codes": ["no"]}}
    assert revisions(driver, "Q-what") == [(1, {"text": ["my reason"]}, True)]
    assert driver.response.at == "end"
    assert press(driver, "change:Q", "choose:Q:yes").response.at == "Q-what"
    press(write(driver, "another reason"), "next:Q-what")
    assert revisions(driver, "Q-what") == [
        (1, {"text": ["my reason"]}, True),
        (2, {"text": ["another reason"]}, False),
    ]


def test_closing_the_first_link_supersedes_the_whole_chain() -> None:
    driver = press(chat(*CHAIN), "choose:A:yes", "choose:B:yes", "choose:C:yes", "change:A", "choose:A:no")
    assert values(driver) == {"A": {"codes": ["no"]}}
    assert sorted(k for k, a in driver.record.items() if a.superseded) == [("A", 1), ("B", 1), ("C", 1)]


def test_a_note_and_the_language_are_never_superseded_by_the_route() -> None:
    questionnaire = tiny(*BRANCH)
    answers = {
        link_id: Answer(
            link_id=link_id,
            revision=1,
            question="",
            language="en",
            channel=Channel.PAGE,
            answered_at=NOW,
            growing=False,
        )
        for link_id in ("note", "W1", "Q-what")
    }
    response = consented(questionnaire, answers=answers)
    assert superseded(questionnaire, response, enabled(questionnaire, response)) == [answers["Q-what"]]


def test_enabled_items_stand_in_the_order_of_the_questionnaire() -> None:
    driver = press(chat(*CHAIN), "choose:A:yes", "choose:B:yes")
    assert [i.link_id for i in enabled(driver.questionnaire, driver.response)] == ["A", "B", "C", "end"]


def test_what_grows_is_asked_again() -> None:
    """Words without Next, or options without Next, keep the question before the person."""
    driver = write(chat(text("Q"), choice("end")), "half a thought")
    assert place_after(driver.questionnaire, driver.response) == "Q"


FOLLOWED = sections(
    section(
        "A", choice("A1"), choice("A2", when=when("A1", "yes")), choice("A3", when=when("A2", "yes")), choice("A4")
    ),
    section("B", choice("B1", gate=True), choice("B2", when=when("B1", "yes")), choice("B3", when=when("B2", "yes"))),
)
PROGRESS = [
    ("A1", (1, 2)),
    ("A2", (1, 2)),
    ("A3", (1, 2)),
    ("A4", (2, 2)),
    ("B1", (1, 2)),
    ("B2", (2, 2)),
    ("B3", (2, 2)),
]


@each(("link_id", "expected"), PROGRESS)
def test_follow_ups_are_not_counted_so_that_the_total_never_grows(link_id: str, expected: tuple[int, int]) -> None:
    assert progress(FOLLOWED, FOLLOWED.items[link_id]) == expected


def test_what_the_programme_does_not_want_is_neither_asked_nor_counted() -> None:
    questionnaire = tiny(choice("A", only_if="minimum_age"), choice("B"), choice("C"))
    response = consented(questionnaire)
    assert [i.link_id for i in enabled(questionnaire, response)] == ["B", "C"]
    assert progress(questionnaire, questionnaire.items["B"]) == (1, 2)
    wanted = replace(questionnaire, programme={"minimum_age": "yes"})
    assert [i.link_id for i in enabled(wanted, response)] == ["A", "B", "C"]


def test_a_follow_up_can_be_changed_while_the_options_before_it_change() -> None:
    driver = press(chat(*MANY), "toggle:M:a", "next:M", "choose:R:yes", "change:M", "toggle:M:-a", "change:R")
    assert driver.response.at in {"M", "R"}


def test_words_that_come_after_their_branch_has_closed_break_nothing() -> None:
    """They are kept, as a note or superseded; they cannot be changed into an answer that does not apply."""
    driver = press(chat(*BRANCH), "choose:Q:yes", "change:Q", "choose:Q:no")
    driver.take(driver.words("my reason", about="Q-what"))
    assert "my reason" in [w.text for a in driver.record.values() for w in a.text]
    assert press(driver, "change:Q-what").response.at == "end"


def test_a_follow_up_can_be_changed_while_the_answer_before_it_grows() -> None:
    """Words at the choice begin its next revision; until that is settled the follow-up does not apply."""
    driver = press(write(press(chat(*BRANCH), "choose:Q:yes"), "my reason"), "next:Q-what", "change:Q")
    press(write(driver, "let me think"), "change:Q-what")
    assert driver.response.at in {"Q", "Q-what"}
