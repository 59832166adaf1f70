"""Who wants to stop, to have a break or has finished, in their own words, has the way in sight; no word is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.inputs import Begin, Channel, Media
from dialogs.languages import NAMES
from dialogs.response import Status
from locales import speech, spoken
from tests.dialogs.core import CoreDriver, fresh
from tests.dialogs.tiny import AGREEING, chat, choice, known, opened, press, said, text, until, values, write
from tests.each import each
from tests.scenario import Sends

OFFERED = "To have a break, press Pause. To end here, press Stop."
TIRED = [
    "i want to stop now", "can i stop please", "I am tired can we do it another day", "not now", "later please",
    "i need a break", "stop it", "chcę przerwać", "nie teraz", "nu acum", "vreau să mă opresc", "ddim nawr", "ابھی نہیں",
    "ahora no", "agora não", "non adesso", "vorrei fermarmi", "ليس الآن", "এখন না", "હમણાં નહીં", "ਹੁਣ ਨਹੀਂ",
]  # fmt: skip
STORIES = [
    "I wanted them to stop", "he couldn't stop laughing", "we can do it another day was what the doctor said",
    "not now, said the nurse", "she needed a break from them", "they said later and later", "tired all the time",
]  # fmt: skip


@each("words", TIRED)
def test_at_an_open_question_the_words_are_kept_and_stop_and_pause_offered(words: str) -> None:
    driver = write(chat(text("A"), text("B")), words)
    assert (driver.response.at, values(driver)["A"]) == ("A", {"text": [words]})
    assert OFFERED in said(driver)[0]
    assert driver.reply.messages[0].buttons[:3] == ("next:A", "pause", "stop")


@each("words", STORIES)
def test_a_story_is_only_kept(words: str) -> None:
    driver = write(chat(text("A"), text("B")), words)
    assert (said(driver), values(driver)["A"]) == (["Saved. Write more, or press Next."], {"text": [words]})


@each("words", TIRED)
def test_at_a_choice_too(words: str) -> None:
    driver = write(chat(choice("A", "good", "bad"), text("B")), words)
    assert (driver.response.at, values(driver)["A"]) == ("A", {"text": [words]})
    assert {"resume", "pause", "stop"} <= {*driver.reply.messages[0].buttons}


@pytest.mark.parametrize("place", ["hub", "section-P", "check"])
def test_beside_the_questions_too(place: str) -> None:
    driver = known("open:hub") if place == "hub" else until(place)
    write(driver, "i want to stop now")
    assert values(driver)["note"] == {"text": ["i want to stop now"]}
    assert {"resume", "pause", "stop"} <= {*driver.reply.messages[0].buttons}


@pytest.mark.parametrize("presses", [3, 4, 6])
def test_before_consent_it_is_offered_and_nothing_is_kept(presses: int) -> None:
    driver = write(opened(*AGREEING[:presses]), "i want to stop now")
    assert said(driver)[0].startswith("Your answers are saved only after you agree. This message is not saved.")
    assert {"resume", "pause", "stop"} <= {*driver.reply.messages[0].buttons}
    assert "note" not in values(driver)


@pytest.mark.parametrize("words", ["later please", "another day", "nie teraz"])
def test_where_taking_part_is_asked_about_later_is_an_option(words: str) -> None:
    driver = write(opened(*AGREEING[:5]), words)
    assert said(driver)[0].startswith("Did you mean Not now?")
    assert write(driver, "yes").response.at == "C3-when"


@pytest.mark.parametrize("words", ["later please", "not sure", "nie wiem", "not now"])
def test_who_names_no_day_to_come_back_is_not_told_off(words: str) -> None:
    driver = write(press(opened(*AGREEING[:5]), "choose:C3:later"), words)
    assert said(driver)[0].startswith("Thank you. We will not write first.")
    assert driver.response.status is Status.PAUSED


def test_stop_alone_is_offered_as_before() -> None:
    driver = write(chat(text("A"), text("B")), "stop")
    assert driver.reply.messages[0].buttons[:2] == ("next:A", "stop")


def test_the_offered_buttons_do_what_they_say() -> None:
    assert press(write(chat(text("A")), "i need a break now please"), "pause").response.status is Status.PAUSED
    assert press(write(chat(text("A")), "stop it"), "stop").response.status is Status.STOPPED


def test_a_form_stays_where_somebody_wants_to_rest() -> None:
    assert write(chat(text("A"), channel=Channel.PAGE), "i want to stop now").turn.unread


FINISHED = [
    "i have finished",
    "I've finished now",
    "im finished",
    "skończyłem",
    "ho finito",
    "he terminado",
    "am terminat",
]


@each("words", FINISHED)
def test_having_finished_is_kept_at_a_question_and_the_way_offered(words: str) -> None:
    driver = write(chat(text("A"), text("B")), "She sang.", words)
    assert (driver.response.at, values(driver)["A"]) == ("A", {"text": ["She sang.", words]})
    assert {"next:A", "pause", "stop"} <= {*driver.reply.messages[0].buttons}


@each(
    "words",
    [
        "thats all thank you bye",
        "thank you dear bye bye",
        "skończyłem",
        "done",
        "finished",
        "She liked cats.",
    ],
)
def test_at_the_check_the_way_to_finish_is_said_and_shown(words: str) -> None:
    driver = write(until("check"), words)
    assert values(driver)["note"] == {"text": [words]}
    assert said(driver) == ["Saved. \u2068Jo Carter\u2069 can read it.\n\nIf you have finished, press I have finished."]
    assert driver.reply.messages[0].buttons == ("send:check", "resume")
    assert press(driver, "send:check").response.status is Status.COMPLETED


def test_after_a_voice_message_at_the_check_too() -> None:
    driver = until("check", opened(*AGREEING))
    driver.does(Sends(Media.VOICE))
    press(driver, "choose:voice:yes")
    driver.does(Sends(Media.VOICE))
    assert driver.reply.messages[-1].buttons == ("send:check", "resume")


def test_the_button_typed_at_the_check_finishes() -> None:
    assert write(until("check"), "I have finished").response.status is Status.COMPLETED
    assert write(until("check"), "I have finished please").response.status is Status.COMPLETED


@each("language", NAMES)
def test_the_way_to_finish_is_named_in_every_language(language: str) -> None:
    response = replace(until("check").response, language=language)
    driver = write(CoreDriver(response=response, speech=speech), "Kitty")
    assert speech(language).translate("I have finished") in said(driver)[0]


def test_all_of_it_in_easy_read() -> None:
    begun = fresh(language="en_GB@easyread", passed=frozenset({"W1"}), languages=("en_GB@easyread",))
    driver = CoreDriver(response=begun, speech=speech)
    driver.take(Begin())
    press(driver, *AGREEING[1:], "skip:W3")
    write(until("P1", driver), "can i stop please")
    assert "If you want a break, press Pause. If you want to end, press Stop." in said(driver)[0]
    assert spoken("en_GB@easyread").labels_in("Stop")
