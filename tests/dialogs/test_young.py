"""Somebody who has said that they are under 18 finds the line for children on every card, and the reviewer asks by phone."""

from __future__ import annotations

import pytest

from dialogs import leder
from dialogs.inputs import Begin
from dialogs.meaning import says_under_18
from dialogs.turn import FlagKind, NoticeKind
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import agreed, opened, press, said, write
from tests.each import each

CHILDLINE = leder.programme()["childline"]
SAMARITANS = leder.programme()["samaritans"]

YOUNG = [
    ("en", "im only 16 and my mum doesnt know im doing this"),
    ("en", "I'm 16."),
    ("en", "I am 15 years old"),
    ("en", "sorry, i’m just 17 but i knew her best"),
    ("en", "My age is 9"),
    ("en", "im １６"),
    ("en_GB@easyread", "I am 12"),
    ("cy", "Dwi'n 16 oed"),
    ("pl", "Mam 16 lat i nie wiem"),
    ("pl", "i'm 16"),
    ("ro", "am 16 ani"),
    ("pa", "ਮੇਰੀ ਉਮਰ 16 ਹੈ"),
    ("pa", "ਮੇਰੀ ਉਮਰ ੧੬ ਸਾਲ ਹੈ"),
    ("ur", "میری عمر ۱۶ سال ہے"),
    ("pt", "tenho 16 anos"),
    ("es", "Tengo 16 años"),
    ("ar", "عمري ١٦ سنة"),
    ("bn", "আমার বয়স ১৬"),
    ("gu", "મારી ઉંમર ૧૬ વર્ષ છે"),
    ("it", "ho 16 anni"),
]
NOT_SAID = [
    "He was 16 when he went there",
    "I'm 16 stone",
    "i am 10 minutes away",
    "I'm 5 years older than him",
    "I am 12 weeks pregnant",
    "im 61",
    "I'm 18",
    "I was 16 then",
    "She said I'm 100 percent",
    "I am 1 of 6 children",
]


@each(("language", "words"), YOUNG)
def test_an_age_of_ones_own_is_read(language: str, words: str) -> None:
    assert says_under_18(words, language)


@each("words", NOT_SAID)
def test_other_numbers_are_no_age(words: str) -> None:
    assert not says_under_18(words, "en")


def under_18() -> CoreDriver:
    """Somebody who has said No to "Are you 18 or over?"."""
    return press(opened("choose:W1:en", "choose:W2:yes"), "choose:C1:no")


@pytest.mark.parametrize("then", ["i wish i was dead too", "help"])
def test_after_a_no_every_card_has_childline(then: str) -> None:
    driver = write(under_18(), then)
    told = "\n".join(said(driver))
    assert (CHILDLINE in told, SAMARITANS in told, "childline" in driver.turn.messages[0].calls) == (True, True, True)
    assert told.index(CHILDLINE) < told.index(SAMARITANS)


def test_its_end_has_a_button() -> None:
    assert "help" in under_18().reply.messages[0].buttons


def test_a_yes_after_the_no_is_told_to_the_reviewer_and_childline_stays() -> None:
    driver = under_18()
    driver.take(Begin())
    press(driver, "choose:C1:yes")
    assert (driver.turn.flags, driver.turn.notices) == ((FlagKind.AGE,), (NoticeKind.AGE,))
    assert CHILDLINE in "\n".join(said(press(driver, "help")))


def test_an_adult_finds_the_lines_for_adults() -> None:
    driver = press(agreed(), "help")
    assert (CHILDLINE in "\n".join(said(driver)), driver.turn.flags) == (False, (FlagKind.HELP,))


def test_an_age_in_an_answer_is_heard_once_and_nothing_stops() -> None:
    driver = write(agreed(), "im only 16 and my mum doesnt know")
    assert [*driver.turn.flags] == [FlagKind.AGE]
    told = "\n".join(said(driver))
    assert (CHILDLINE in told, "You have not done anything wrong." in told) == (True, True)
    assert not driver.response.halted
    assert [w.text for a in driver.turn.answers for w in a.text] == ["im only 16 and my mum doesnt know"]
    write(driver, "i am 16")
    assert not driver.turn.flags
    assert CHILDLINE not in "\n".join(said(driver))


def test_an_age_and_danger_in_one_message() -> None:
    driver = write(agreed(), "im 16 and i want to kill myself")
    assert {*driver.turn.flags} == {FlagKind.AGE, FlagKind.DISTRESS}
    assert CHILDLINE in said(driver)[0]


def test_before_anybody_has_said_who_they_are_nothing_changes() -> None:
    driver = write(opened("choose:W1:en"), "im 16")
    assert (driver.turn.flags, driver.response.young) == ((), False)


AGES = ["I am 16", "i'm 17", "16", "Mam 16 lat", "im 16 and I want to help with this review of her life", "yes I am 16"]


@each("age", AGES)
@each("words", ["yes", "1", "ok", "yeah", "yes please", "Yes.", "\U0001f44d"])
def test_a_bare_yes_never_makes_an_adult_of_who_said_an_age_below_18(age: str, words: str) -> None:
    driver = write(opened("choose:W1:en", "choose:W2:yes"), age, "what?", words, words)
    assert driver.response.decisions.get("C1") != "yes"
    assert not driver.turn.flags or driver.turn.flags == (FlagKind.UNDER_18,)


@each("words", ["yes", "ok", "yeah"])
@each("age", ["I am 16", "17", "Mam 16 lat", "yes I am 16"])
def test_a_yes_to_did_you_mean_no_is_a_no(age: str, words: str) -> None:
    driver = write(opened("choose:W1:en", "choose:W2:yes"), age)
    assert "Did you mean No?" in said(driver)[0]
    assert write(driver, words).response.decisions == {"C1": "no"}


def test_also_after_the_link_was_opened_again() -> None:
    driver = press(write(opened("choose:W1:en", "choose:W2:yes"), "I am 16", "yes"))
    assert driver.response.decisions["C1"] == "no"
    driver.take(Begin())
    assert write(driver, "yes", "1", "yes").response.decisions["C1"] == "no"


@each("words", ["yes I am 18 or over", "I am 18", "I am 61", "over 18"])
def test_a_stated_age_of_an_adult_opens_the_way_and_the_reviewer_asks(words: str) -> None:
    driver = write(opened("choose:W1:en", "choose:W2:yes"), "I am 16", words)
    assert "Did you mean Yes?" in said(driver)[0]
    assert write(driver, "yes").response.decisions["C1"] == "yes"
    assert driver.turn.flags == (FlagKind.AGE,)


def test_so_does_the_button() -> None:
    driver = press(write(opened("choose:W1:en", "choose:W2:yes"), "I am 16"), "choose:C1:yes")
    assert (driver.response.decisions["C1"], driver.turn.flags) == ("yes", (FlagKind.AGE,))


def test_the_lines_for_children_stand_on_the_card_from_then_on() -> None:
    driver = press(write(opened("choose:W1:en", "choose:W2:yes"), "I am 16"), "help")
    assert CHILDLINE in "\n".join(said(driver))
