"""Thanks and goodbyes are answered kindly and change nothing; nobody is thanked for what they did not tell."""

from __future__ import annotations

import pytest

from dialogs.copies import replace
from dialogs.leder import courtesies
from dialogs.response import Response, Status
from locales import catalogues
from tests.dialogs.core import CoreDriver
from tests.dialogs.tiny import AGREEING, chat, choice, opened, press, said, text, until, values, write
from tests.each import each

KIND = "Thank you too. Please look after yourself."
THANKS = [
    "thank you", "Thank you Jo", "thanks!", "Thank you so much for everything", "ok thank you", "thanks, bye", "🙏", "❤️",
    "dziękuję", "Dziękuję bardzo",
    "mulțumesc", "diolch yn fawr", "شکریہ", "بہت شکریہ", "ਧੰਨਵਾਦ", "ধন্যবাদ", "આભાર",
    "شكرا جزيلا", "gracias", "Muchas gracias.", "obrigada", "grazie mille",
]  # fmt: skip


def finished() -> CoreDriver:
    return press(chat(text("A"), choice("B")), "skip:A", "choose:B:no", "send:check")


@each("words", THANKS)
def test_thanks_after_finishing_change_nothing(words: str) -> None:
    driver = finished()
    before = driver.response
    write(driver, words)
    assert (replace(driver.response, aside=None), driver.turn.answers, driver.turn.notices) == (before, (), ())
    assert (said(driver), driver.reply.messages[0].buttons) == ([KIND], ("resume",))


@each("one", courtesies())
def test_all_words_of_thanks_are_heard(one: dict[str, list[str]]) -> None:
    for words in one["thanks"]:
        driver = write(finished(), words)
        assert (driver.response.status, said(driver)) == (Status.COMPLETED, [KIND]), words


def test_every_wording_has_its_thanks() -> None:
    assert {one["language"] for one in courtesies()} == {c.partition("_")[0] for c in catalogues()}


@each(
    "words",
    [
        "thank you for what you did for her", "thanks, but I forgot to say that she loved the sea", "no thanks to the hospital",
        "they never said thank you", "the staff were kind", "goodbye Maggie", "thank you. she was not safe there", "x",
    ],
)  # fmt: skip
def test_what_tells_something_besides_is_kept(words: str) -> None:
    driver = write(finished(), words)
    assert (driver.response.status, values(driver)["note"]) == (Status.AMENDED, {"text": [words]})


def test_thanks_to_a_card_do_not_bring_it_again() -> None:
    driver = press(until("N5"), "choose:N5:too-hard")
    before = driver.response
    assert (said(write(driver, "dziękuję")), replace(driver.response, aside=None)) == ([KIND], before)


def test_thanks_in_a_pause_do_not_end_it() -> None:
    driver = press(chat(text("A"), choice("B")), "pause")
    before: Response = driver.response
    assert (said(write(driver, "thank you")), driver.response) == ([KIND], before)


ENDS = {
    "stopped": lambda: press(opened("choose:W1:en", "choose:W2:yes"), "stop"),
    "withdrawn": lambda: press(finished(), "withdraw", "yes:withdraw"),
    "declined": lambda: press(opened(*AGREEING[:5]), "choose:C3:no"),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_thanks_after_the_end_are_answered_before_it_is_said_that_nothing_is_kept(end: str) -> None:
    driver = ENDS[end]()
    before = driver.response
    assert said(write(driver, "thank you"))[0].startswith(f"{KIND}\n\n")
    assert "not saved" in said(driver)[0]
    assert driver.response == before


def test_at_an_open_question_thanks_are_words_like_others() -> None:
    assert values(write(chat(text("A")), "thank you"))["A"] == {"text": ["thank you"]}


CLAIM = "Thank you for telling us about"


@pytest.mark.parametrize(
    "words", [["stop"], ["i need help", "stop", "help"], ["I dont understand"], ["go away", "stop"]]
)
def test_who_told_nothing_is_thanked_without_a_claim(words: list[str]) -> None:
    driver = until("P2")
    for told in words:
        driver = press(write(driver, told), "resume", f"next:{driver.response.at}")
    driver = press(until("check", driver), "send:check")
    assert CLAIM not in said(driver)[-1]
    assert "Thank you for taking the time." in said(driver)[-1]


@pytest.mark.parametrize("words", ["She was funny, quiet and kind.", "She loved the sea"])
def test_who_told_something_is_thanked_for_it(words: str) -> None:
    driver = press(write(until("P2"), words), "next:P2")
    assert CLAIM in said(press(until("check", driver), "send:check"))[-1]
