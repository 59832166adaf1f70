"""Yes and no in people's own words: what is plain counts at once, everything else is asked about, and decides nothing."""

from __future__ import annotations

import pytest

from dialogs import leder, meaning
from dialogs.inputs import Begin, Media
from dialogs.leder import yes_no
from dialogs.meaning import Guess
from dialogs.text import isolate
from locales import catalogues, speech
from tests.dialogs.core import CoreDriver, fresh
from tests.dialogs.tiny import ABOUT_YOU, AGREEING, opened, press, said, values, write
from tests.each import each
from tests.scenario import PEOPLE, Sends

NOT_SAVED = "Your answers are saved only after you agree. This message is not saved."
W2, C1, ABOUT, C2, C3, C4, C5 = range(1, 8)
LANGUAGES = sorted(catalogues())


def asked_about(driver: CoreDriver, choice: str) -> None:
    """It was asked whether this was meant, above the question with its own buttons; nothing is decided."""
    at = driver.response.at
    [message] = driver.reply.messages
    assert f"Did you mean {choice}?" in message.text
    assert NOT_SAVED not in message.text
    own = [b for b in message.buttons if b.startswith((f"choose:{at}:", f"yes:{at}", f"no:{at}"))]
    assert own
    assert driver.turn.decisions == ()


LIKE_YES = [
    "yes please", "Yes, please.", "yeah", "y", "yep", "ok", "of course she can", "Of course", "ja", "tak", "tak to ja",
    "جی ہاں", "ہاں", "ydw",
    "oes", "iawn", "sí", "da", "sim", "হ্যাঁ", "ਹਾਂ ਜੀ", "હા", "نعم", "haan ji", "👍", "👍🏾", "yes yes", "yes i would like that",
    "Yes, that's fine with me",
]  # fmt: skip
LIKE_NO = ["no thank you", "nope", "nah", "nie", "n", "no thanks, not for me", "نہیں", "na", "👎", "i don't"]


@each("place", [W2, C1, C2, C3, C4, C5])
@each(("words", "choice"), [*((w, "Yes") for w in LIKE_YES), *((w, "No") for w in LIKE_NO)])
def test_a_yes_or_a_no_in_other_words_is_asked_about(words: str, choice: str, place: int) -> None:
    driver = opened(*AGREEING[:place])
    at = driver.response.at
    write(driver, words)
    assert driver.response.at == at
    called = {("C5", "Yes"): "Yes, without names", ("C2", "No"): "No, use another way"}
    asked_about(driver, called.get((at, choice), choice))


@each(
    "words", ["i am ann", "I'm Ann", "Ann", "yes i am ann", "Yes it's Ann, Margaret's mum", "this is ann", "jestem Ann"]
)
def test_who_says_their_own_name_is_asked_whether_that_is_a_yes(words: str) -> None:
    language = "pl" if words.startswith("jestem") else "en"
    driver = opened(AGREEING[0])
    driver.response = fresh(language=language, at="W2", wording=driver.response.wording, passed=frozenset({"W1"}))
    asked_about(write(driver, words), "Yes")


@each("words", ["I am Tom", "i am ann's sister", "Ann died", "her mum", "no idea who Ann is", "I am her mum"])
def test_who_says_another_name_is_asked_again_and_nothing_is_guessed(words: str) -> None:
    driver = write(opened(AGREEING[0]), words)
    assert (driver.response.at, "Did you mean" in said(driver)[0]) == ("W2", False)


AGES = [
    ("i am 41", "Yes"),
    ("41", "Yes"),
    ("I'm over 18", "Yes"),
    ("mam 41 lat", "Yes"),
    ("i am 12", "No"),
    ("۴۱", "Yes"),
]


@each(("words", "choice"), AGES)
def test_an_age_is_asked_about_where_we_ask_for_one(words: str, choice: str) -> None:
    asked_about(write(opened(*AGREEING[:C1]), words), choice)


@pytest.mark.parametrize("words", ["under 18", "i have 2 children", "I was born in 1971", "5 minutes"])
def test_other_numbers_say_nothing_of_an_age(words: str) -> None:
    driver = write(opened(*AGREEING[:C1]), words)
    assert ("Did you mean Yes" in said(driver)[0], driver.response.at) == (False, "C1")


@each("place", [W2, C1, C3, C4])
@each(
    "words",
    ["yes but I have a question", "no idea what this is", "yes and no", "yes, if my sister agrees", "yes I do not want that",
     "no one told me", "what"],
)  # fmt: skip
def test_what_can_be_misread_is_not_guessed(words: str, place: int) -> None:
    driver = opened(*AGREEING[:place])
    at = driver.response.at
    write(driver, words)
    assert (driver.response.at, driver.turn.decisions) == (at, ())
    assert "Did you mean" not in said(driver)[0]
    assert NOT_SAVED in said(driver)[0]


@each(("place", "words", "choice"), [
    (0, "easy english please", "English"),
    (W2, "helping ann", f"I am helping {isolate('Ann')}"),
    (C3, "not now thanks", "Not now"),
    (C4, "i want to talk first please", "I want to talk first"),
    (C2, "use another way", "No, use another way"),
])  # fmt: skip
def test_words_that_are_nearly_an_option_are_asked_about(place: int, words: str, choice: str) -> None:
    asked_about(write(opened(*AGREEING[:place]), words), choice)


@pytest.mark.parametrize("words", ["yes of course, she was lovely", "no thanks, he would not have liked it"])
def test_what_else_was_said_before_consent_is_said_not_to_be_saved(words: str) -> None:
    driver = write(opened(*AGREEING[:C3]), words)
    assert said(driver)[0].startswith("This message is not saved.\n\nDid you mean ")
    assert {k for k, _ in driver.record} == {"W1"}


@each("words", ["yes please", "yes yes", "yes of course", "ja", "no thank you very much", "of course she can"])
def test_who_said_nothing_else_is_only_asked(words: str) -> None:
    assert said(write(opened(*AGREEING[:C3]), words))[0].startswith("Did you mean ")


def test_the_press_that_follows_is_an_ordinary_decision_in_the_wording_that_was_shown() -> None:
    typed = press(write(opened(*AGREEING[:C3]), "yes please"), "choose:C3:yes")
    pressed = press(opened(*AGREEING[:C3]), "choose:C3:yes")
    assert typed.decisions[-1].wording == pressed.decisions[-1].wording
    assert (typed.decisions[-1].decision, typed.response.at) == ("yes", "C4")


@each("place", range(W2, C5 + 1))
@each("language", LANGUAGES)
def test_the_plain_yes_of_every_language_counts_at_once(language: str, place: int) -> None:
    """And the English one, whatever the language."""
    for words in {yes_no()[meaning.base(language)]["yes"][0], "Yes!"}:
        driver = in_language(language, *AGREEING[1:place])
        at = driver.response.at
        write(driver, words)
        assert driver.response.at != at


@each("language", LANGUAGES)
def test_the_plain_no_of_every_language_counts_at_once(language: str) -> None:
    assert write(in_language(language), yes_no()[meaning.base(language)]["no"][0]).response.status == "not-them"


@pytest.mark.parametrize("place", [W2, C1, C3, C4])
def test_a_false_friend_of_english_is_not_taken_for_it(place: int) -> None:
    """Polish "no" is a yes among people who speak it."""
    driver = in_language("pl", *AGREEING[1:place])
    at = driver.response.at
    write(driver, "no")
    assert (driver.response.at, driver.response.status, driver.turn.decisions) == (at, "opened", ())


@each("language", LANGUAGES)
def test_no_way_of_saying_it_in_any_language_decides(language: str) -> None:
    """Each is asked about: in its own language, and in an English chat."""
    lists = yes_no()[meaning.base(language)]
    for kind in ("like_yes", "alone_yes", "like_no", "alone_no"):
        for words in lists[kind]:
            for spoken in {language, "en"}:
                guess = meaning.yes_or_no(words, spoken)
                assert guess, words
                assert not guess.sure or meaning.plain(words) in map(
                    meaning.plain, (*lists["yes"], *lists["no"], "yes", "no")
                )


@each("language", LANGUAGES)
def test_the_labels_of_the_catalogue_are_among_the_words(language: str) -> None:
    """A plain Yes or No is what the buttons say; a button under something to read can be typed."""
    said_there, screens = speech(language).translate, leder.load().screens.values()
    assert (meaning.yes_or_no(said_there("Yes"), language), meaning.yes_or_no(said_there("No"), language)) == (
        Guess("yes", sure=True), Guess("no", sure=True))  # fmt: skip
    assert [s.code for s in screens if not meaning.goes_on(said_there(s.button), language)] == []


def test_every_wording_has_its_words() -> None:
    assert {meaning.base(language) for language in LANGUAGES} == {*yes_no()}
    kinds = {
        "yes",
        "no",
        "like_yes",
        "alone_yes",
        "like_no",
        "alone_no",
        "i_am",
        "age",
        "polite",
        "go_on",
        "doubt",
        "negations",
    }
    assert all({*lists} == kinds and all(map(meaning.plain, s) for s in lists.values()) for lists in yes_no().values())
    assert all("{name}" in pattern for lists in yes_no().values() for pattern in lists["i_am"])


@each(
    ("language", "words"), [("pl", "Kontynuuj"), ("pl", "dalej"), ("pl", "Go on"), ("cy", "Mynd ymlaen."), ("en", "OK")]
)
def test_the_way_on_from_something_to_read_can_be_typed(language: str, words: str) -> None:
    assert write(in_language(language, "choose:W2:yes", "choose:C1:yes"), words).response.at == "C2"


@pytest.mark.parametrize("words", ["yes please", "jasne", "👍"])
def test_a_yes_to_what_is_only_read_is_asked_about(words: str) -> None:
    asked_about(write(opened(*AGREEING[:ABOUT]), words), "Go on")


def at_name() -> CoreDriver:
    return press(write(opened(*AGREEING, "skip:W3", *ABOUT_YOU), "Maggie"), "next:P1")


@each(
    ("words", "choice"),
    [("yes please", "Yes"), ("yes of course", "Yes"), ("ja", "Yes"), ("no thank you", "No"), ("nope", "No")],
)
def test_at_the_short_name_a_yes_is_asked_about_and_is_no_name(words: str, choice: str) -> None:
    driver = write(at_name(), words)
    asked_about(driver, choice)
    assert (driver.response.at, values(driver)["P1"]) == ("name", {"text": ["Maggie"]})
    assert values(driver)["note"] == {"text": [words]}


def test_more_about_the_name_joins_it_as_before() -> None:
    assert values(write(at_name(), "She hated Margaret"))["P1"] == {"text": ["Maggie", "She hated Margaret"]}


def at_voice() -> CoreDriver:
    driver = press(at_name(), "no:name")
    driver.does(Sends(Media.VOICE))
    return driver


@each("words", ["yes of course you can keep it", "yes please", "ja", "ہاں", "jasne"])
def test_at_the_voice_consent_a_yes_is_asked_about_and_joins_no_answer(words: str) -> None:
    driver = write(at_voice(), words)
    asked_about(driver, "Yes, keep my voice message")
    assert (values(driver)["note"], "P2" in values(driver)) == ({"text": [words]}, False)
    assert (values(driver)["P1"], driver.response.at) == ({"text": ["Maggie"]}, "voice")


def test_at_the_voice_consent_other_words_join_no_answer_either() -> None:
    driver = write(at_voice(), "She sang all day")
    assert (values(driver)["note"], "P2" in values(driver)) == ({"text": ["She sang all day"]}, False)
    assert "Please choose an answer by its number or its button." in said(driver)[-1]


def in_language(language: str, *buttons: str) -> CoreDriver:
    """The real interview in this language, at W2 and after these buttons."""
    response = fresh(language=language, passed=frozenset({"W1"}), languages=(language,), people=PEOPLE)
    driver = CoreDriver(response=response, speech=speech)
    driver.take(Begin())
    return press(driver, *buttons)


SHORT = [
    (W2, "yes please", ["Did you mean Yes?", f"Are you {isolate('Ann')}?"]),
    (ABOUT, "yes please", ["Did you mean Go on?"]),
    (C3, "yes please", ["Did you mean Yes?", "Would you like to take part?"]),
    (C3, "no thank you", ["Did you mean No?", "Would you like to take part?"]),
]


@pytest.mark.parametrize(("place", "words", "asked"), SHORT)
def test_whether_it_was_meant_is_asked_in_short(place: int, words: str, asked: list[str]) -> None:
    """The paragraphs, the hint and the list of options stand above already; the buttons are there."""
    assert said(write(opened(*AGREEING[:place]), words))[0].split("\n\n") == asked


@each("language", sorted({*LANGUAGES} - {"en_GB@easyread"}))
def test_a_draft_does_not_say_its_english_again(language: str) -> None:
    driver = in_language(language, "choose:W2:yes", "choose:C1:yes", "yes:about", "choose:C2:yes")
    whole = said(driver)[-1]
    short = said(write(driver, yes_no()[meaning.base(language)]["like_yes"][-1]))[0]
    asked = "Would you like to take part?"
    assert (asked in whole, asked in short, driver.response.at) == (True, language == "en", "C3")


def test_the_decision_keeps_the_wording_that_was_shown_whole() -> None:
    typed = write(opened(*AGREEING[:C3]), "yes please", "yes please")
    pressed = press(opened(*AGREEING[:C3]), "choose:C3:yes")
    assert typed.decisions[-1].wording == pressed.decisions[-1].wording


@each("again", ["yes please", "yes thats fine", "ok", "ja", "Yes"])
@each("place", [W2, C1, ABOUT, C2, C3, C4, C5])
def test_a_yes_to_whether_it_was_meant_counts(place: int, again: str) -> None:
    driver = write(opened(*AGREEING[:place]), "yes please")
    at = driver.response.at
    assert write(driver, again).response.at != at


@each(("first", "second"), [("yes please", "no"), ("yes please", "nope"), ("nope", "of course I would")])
@each("place", [W2, C1, C3, C4, C5])
def test_what_gainsays_it_decides_nothing_and_the_whole_question_is_asked(place: int, first: str, second: str) -> None:
    """ "No" to "Did you mean Yes?" may be no "no" to the question, and more than a bare yes to "Did you mean No?" no "no"."""
    driver = opened(*AGREEING[:place])
    at, before = driver.response.at, len(driver.decisions)
    write(driver, first, second)
    assert (driver.response.at, len(driver.decisions), "Did you mean" in said(driver)[0]) == (at, before, False)
    assert "1. Yes" in said(driver)[0]


def test_a_yes_to_another_option_is_that_option() -> None:
    driver = write(opened(AGREEING[0]), "helping ann", "yes")
    assert (driver.response.at, values(driver)["W2"]) == ("W2-who", {"codes": ["helping"]})


def test_what_was_asked_about_is_forgotten_once_something_else_comes() -> None:
    driver = write(opened(*AGREEING[:C3]), "yes please")
    asked_about(write(press(driver, "help", "resume"), "yes please"), "Yes")


@pytest.mark.parametrize(("words", "at"), [("yes please", "P2"), ("no thank you", "P2")])
def test_at_the_short_name_a_second_one_counts(words: str, at: str) -> None:
    assert write(at_name(), words, words).response.at == at


def test_at_the_voice_consent_a_second_yes_counts() -> None:
    driver = write(at_voice(), "yes please", "yes please")
    assert driver.decisions[-1].decision == "yes"
