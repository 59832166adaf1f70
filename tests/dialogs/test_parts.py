"""The way through the parts: their order, the hub, their ends, the short form, what is left out."""

from __future__ import annotations

import re

import pytest

from dialogs.parts import PartState, Way
from dialogs.turn import FlagKind, NoticeKind
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import agreed, known, on, press, said, until, values, write
from tests.each import each

CORE = ["P2", "P3", "P4", "H1", "H7", "H8", "L2", "S2", "G1", "G3", "N1"]


def at_r3(*buttons: str) -> CoreDriver:
    return press(agreed("choose:R1:friend", "skip:R2"), *buttons)


def visited(driver: CoreDriver) -> list[str]:
    """The places up to the check screen, by their first letter or name, each run of one part once."""
    found: list[str] = []
    for _ in range(200):
        at = driver.response.at
        if at == "check":
            return found
        name = at[0] if at in driver.questionnaire.items else at
        found += [name] if found[-1:] != [name] else []
        on(driver)
    raise AssertionError(found)


ALL = ["P", "section-P", "hub", "H", "section-H", "L", "section-L", "S", "section-S", "M", "G", "section-G", "N"]
ORDERS: list[tuple[list[str], list[str]]] = [
    (["skip:R3", "skip:R4"], ALL),
    (["toggle:R3:not-sure", "next:R3", "skip:R4"], ALL),
    (
        ["toggle:R3:health", "toggle:R3:home", "next:R3", "choose:R4:no"],
        ["H", "section-H", "hub", "L", "section-L", "G", "section-G", "N", "hub"],
    ),
    (
        ["toggle:R3:likes-dislikes", "toggle:R3:last-months", "next:R3", "skip:R4"],
        ["P", "section-P", "hub", "M", "G", "section-G", "N", "hub"],
    ),
]


@pytest.mark.parametrize(("buttons", "places"), ORDERS, ids=["all", "not sure", "health and home", "likes and months"])
def test_what_is_known_comes_first_and_the_rest_is_offered_last(buttons: list[str], places: list[str]) -> None:
    assert visited(at_r3(*buttons)) == places


def test_the_rest_can_be_opened_instead_of_left_out() -> None:
    driver = until("N5", at_r3("toggle:R3:health", "next:R3", "skip:R4"))
    shown = press(driver, "skip:N5").reply.messages[-1]
    assert "know less about some parts" in shown.text
    assert ("Leave them out", "yes:hub") in [b for row in shown.rows for b in row]
    assert press(driver, "open:L").response.at == "L1"
    assert visited(driver) == ["L", "section-L", "hub"]


@pytest.mark.promise("left-out")
def test_words_about_what_to_avoid_stop_the_flow_and_parts_can_be_switched_off() -> None:
    driver = press(write(at_r3("skip:R3"), "Not her health, please."), "next:R4")
    assert "Jo Carter\u2069 will see this." in said(driver)[0]
    assert driver.response.at == "R4-what"
    press(driver, "toggle:R4-what:health", "toggle:R4-what:last-months", "next:R4-what")
    assert values(driver)["R4-what"] == {"codes": ["health", "last-months"]}
    assert visited(driver) == ["P", "section-P", "hub", "L", "section-L", "S", "section-S", "G", "section-G", "N"]


def test_a_part_that_is_left_out_opens_again_when_the_answer_is_changed() -> None:
    driver = press(write(at_r3("skip:R3"), "Not her health."), "next:R4", "toggle:R4-what:health", "next:R4-what")
    press(until("hub", driver), "open:H")
    assert driver.response.at == "hub"
    assert "leave this part out" in said(driver)[0]
    press(driver, "change:R4-what", "toggle:R4-what:health", "toggle:R4-what:-health", "skip:R4-what")
    assert press(driver, "open:hub", "open:H").response.at == "H1"


@pytest.mark.parametrize("words", ["No", "no.", "NO", "1"])
def test_no_at_an_open_question_is_an_answer_and_no_words(words: str) -> None:
    driver = write(at_r3("skip:R3"), words)
    assert (values(driver)["R4"], driver.response.at) == ({"codes": ["no"]}, "P1")


GATE: list[tuple[str, str, tuple[FlagKind, ...]]] = [
    ("later", "G1", ()),
    ("leave-out", "G1", ()),
    ("talk", "G1", (FlagKind.TALK,)),
]


@pytest.mark.parametrize(("code", "place", "flags"), GATE)
def test_only_yes_opens_the_last_months(code: str, place: str, flags: tuple[FlagKind, ...]) -> None:
    driver = press(until("M0"), f"choose:M0:{code}")
    assert (driver.response.at, driver.turn.flags) == (place, flags)


def test_yes_opens_the_last_months_without_the_place_of_death() -> None:
    """M1 is asked only where the programme says so."""
    driver = press(until("M0"), "choose:M0:yes")
    assert driver.response.at == "M2"
    assert visited(driver)[:2] == ["M", "section-M"]


@pytest.mark.promise("left-out")
@pytest.mark.parametrize(("code", "state"), [("leave-out", PartState.LEFT_OUT), ("later", PartState.LATER)])
def test_left_out_is_final_and_later_is_asked_again_when_it_is_opened(code: str, state: PartState) -> None:
    driver = press(until("M0"), f"choose:M0:{code}", "open:hub")
    way = Way(driver.questionnaire, driver.response)
    assert way.state(driver.questionnaire.section("M")) is state
    assert press(driver, "open:M").response.at == ("hub" if state is PartState.LEFT_OUT else "M0")


def test_the_hub_says_how_far_each_part_has_come_and_opens_any_in_any_order() -> None:
    driver = press(until("hub"), "open:S", "skip:S1", "open:hub")
    lines = said(driver)[0].split("\n")
    assert [x for x in lines if x[:1].isdigit()] == [
        "1. Who they were: done",
        "2. Health: not started",
        "3. Home: not started",
        "4. Care services: started",
        "5. The last months: not started",
        "6. Looking back: not started",
        "7. What next: not started",
    ]
    assert write(driver, "6").response.at == "G1"
    assert write(press(driver, "open:hub"), "Home").response.at == "L1"
    assert press(driver, "open:P").response.at == "section-P"
    assert press(driver, "open:hub", "yes:hub").response.at == "H1"


def test_the_end_of_a_part_offers_what_can_be_done_and_sending_it_tells_the_reviewer_once() -> None:
    driver = until("section-P")
    shown = {"yes:section-P", "pause", "change", "send:section-P", "open:hub", "open:more", "help"}
    assert set(driver.reply.messages[0].buttons) == shown
    assert press(driver, "send:section-P").turn.notices == (NoticeKind.PART_SENT,)
    assert driver.response.at == "hub"
    assert press(driver, "open:P", "send:section-P").turn.notices == ()
    assert press(driver, "send:section-H").turn.notices == ()


@pytest.mark.promise("as-many-questions")
def test_about_ten_questions_are_the_core_and_more_can_follow() -> None:
    driver = press(known(), "open:short")
    asked = []
    while driver.response.at != "check":
        asked.append(driver.response.at)
        on(driver)
    assert (asked, driver.response.short) == (CORE, True)
    driver = press(driver, "open:all")
    assert (driver.response.at, driver.response.short) == ("hub", False)
    assert press(driver, "yes:hub").response.at == "P1"


def test_more_questions_after_the_end_go_on_and_end_there() -> None:
    driver = press(until("check", press(known(), "open:short")), "send:check")
    assert ("More questions", "open:all") in [b for row in driver.reply.messages[0].rows for b in row]
    press(driver, "open:all", "open:G")
    assert driver.response.at == "G2"


ALL_KNOWN = ["skip:R3", "skip:R4"]
SHORT: dict[str, tuple[list[str], list[str]]] = {
    "all": (ALL_KNOWN, CORE),
    "not sure": (["toggle:R3:not-sure", "next:R3", "skip:R4"], CORE),
    "home and growing up": (
        ["toggle:R3:growing-up", "toggle:R3:home", "next:R3", "skip:R4"],
        ["P2", "P3", "P4", "L2", "H1", "H7", "H8", "S2", "G1", "G3", "N1"],
    ),
    "the last months": (["toggle:R3:last-months", "next:R3", "skip:R4"], CORE),
}


def numbers(driver: CoreDriver, n1: str) -> list[tuple[str, int, int]]:
    """The questions of the short form with the number and the total that each shows; `n1` answers the one about a call."""
    found = []
    while driver.response.at != "check":
        counted = re.search(r"Question (\d+) of about (\d+)\n", said(driver)[-1])
        assert counted, said(driver)
        found.append((driver.response.at, int(counted[1]), int(counted[2])))
        press(driver, n1) if driver.response.at == "N1" else on(driver)
    return found


@pytest.mark.parametrize(("buttons", "order"), SHORT.values(), ids=SHORT)
def test_the_short_form_numbers_what_it_asks_in_its_order(buttons: list[str], order: list[str]) -> None:
    driver = at_r3(*buttons)
    offer = said(driver)[-1]
    assert "or about 11 now" in offer
    assert ("About 11 questions", "open:short") in [b for row in driver.reply.messages[-1].rows for b in row]
    asked = numbers(press(driver, "open:short"), "choose:N1:no")
    assert asked == [(link_id, n, 11) for n, link_id in enumerate(order, 1)]


def test_a_question_that_follows_in_the_short_form_has_a_number_of_its_own() -> None:
    asked = numbers(press(known(), "open:short"), "choose:N1:yes")
    assert asked[-3:] == [("N1", 11, 11), ("N1-what", 12, 13), ("N1-when", 13, 13)]


def test_the_short_form_counts_without_what_is_left_out() -> None:
    driver = press(write(at_r3("toggle:R3:home", "next:R3"), "Not her health."), "next:R4")
    press(driver, "toggle:R4-what:health", "next:R4-what")
    assert ("About 8 questions", "open:short") in [b for row in driver.reply.messages[-1].rows for b in row]
    assert "We will ask about 8 questions." in said(press(driver, "open:short"))[-1]
    asked = numbers(driver, "skip:N1")
    assert asked == [(link_id, n, 8) for n, link_id in enumerate(("L2", "P2", "P3", "P4", "S2", "G1", "G3", "N1"), 1)]


PARTS = ("P", "H", "L", "S", "M", "G", "N")
ENDS = ("section-P", "section-H", "section-L", "section-S", "section-G")


@each("end", ENDS)
def test_carry_on_at_the_hub_goes_to_the_next_part_that_is_not_done(end: str) -> None:
    driver = press(until(end), "open:hub", "yes:hub")
    done, at = end.removeprefix("section-"), driver.response.at
    assert at in driver.questionnaire.items
    assert PARTS.index(driver.questionnaire.items[at].section) == PARTS.index(done) + 1


ORDERS_OF_PARTS = [PARTS[n:] + PARTS[:n] for n in range(1, len(PARTS))] + [
    PARTS[::-1],
    ("N", "S", "G", "H", "M", "L", "P"),
]


@each("order", ORDERS_OF_PARTS)
def test_in_any_order_of_parts_carry_on_never_comes_back_to_an_end(order: tuple[str, ...]) -> None:
    driver = until("section-P")
    for part in order:
        press(driver, "open:hub", f"open:{part}")
        while driver.response.at != "check" and driver.response.at[0] == part:
            on(driver)
        if driver.response.at == f"section-{part}":
            on(driver)
            assert not driver.response.at.startswith("section-")
    assert press(driver, "open:hub", "yes:hub").response.at == "check"


def test_who_saw_them_less_often_is_asked_only_what_they_know() -> None:
    driver = agreed("choose:R1:friend", "choose:R2:less-often")
    assert "only if you know" in said(until("L1", driver))[0]
    assert "only if you know" not in said(until("G1", driver))[0]


def conditions(*codes: str) -> CoreDriver:
    return press(until("H2"), *(f"toggle:H2:{c}" for c in codes), "next:H2")


def test_up_to_three_conditions_are_each_asked_about() -> None:
    driver = conditions("epilepsy", "pain", "heart")
    asked = []
    while driver.response.at != "H4":
        asked.append(driver.response.at)
        on(driver)
    assert asked == ["H3-epilepsy", "H3-heart", "H3-pain"]


def test_of_more_than_three_conditions_the_person_picks_up_to_three() -> None:
    driver = conditions("epilepsy", "pain", "heart", "dementia")
    assert driver.response.at == "H2-what"
    assert [x for x in said(driver)[0].split("\n") if x[:1].isdigit()] == [
        "1. Epilepsy or fits",
        "2. Heart",
        "3. Dementia",
        "4. Long-lasting pain",
    ]
    write(driver, "1, 2, 3")
    assert press(driver, "toggle:H2-what:pain").reply.toast.startswith("You can choose up to 3.")
    assert values(driver)["H2-what"] == {"codes": ["epilepsy", "heart", "dementia"]}
    assert press(driver, "toggle:H2-what:-heart", "next:H2-what", "skip:H3-epilepsy").response.at == "H3-dementia"


def test_too_hard_shows_who_listens_and_offers_a_call() -> None:
    driver = press(until("N5"), "choose:N5:too-hard")
    card = driver.reply.messages[0]
    assert "0808 808 1677" in card.text
    assert "0300 111 5065" not in card.text
    assert (len(driver.reply.messages), card.buttons[0]) == (1, "yes:card-support")
    assert set(card.buttons) >= {"talk", "help"}


def test_a_hard_answer_is_thanked_for_and_a_pause_is_offered() -> None:
    driver = press(write(until("G2"), "They came too late."), "next:G2")
    assert "pause and come back when you like" in said(driver)[0]
    assert len(said(driver)) == 1
    assert "pause and come back" not in said(press(until("G2"), "skip:G2"))[0]


def test_a_number_after_the_list_of_answers_opens_that_answer() -> None:
    """Elsewhere at an open question a number is words."""
    driver = write(press(known(), "change"), "2")
    assert driver.response.at == "R1"
    assert values(write(known(), "2"))["P1"] == {"text": ["2"]}
