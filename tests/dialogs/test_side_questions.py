"""What is asked beside the interview takes typed words, and they are never an answer to the question above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dialogs import phrases
from dialogs.inputs import Above, Unseen
from dialogs.interview import respond
from dialogs.languages import NAMES
from dialogs.leder import yes_no
from dialogs.meaning import base
from dialogs.response import Status
from dialogs.turn import FlagKind, Turn
from locales import spoken
from tests.dialogs.core import NOW, SPOKEN, CoreDriver
from tests.dialogs.test_commands import STATES
from tests.dialogs.test_forwards import KEPT, LEFT, forward
from tests.dialogs.tiny import chat, choice, known, multiple, press, said, text, values, write
from tests.each import each

ITEMS = (choice("A", "yes", "no"), text("B"), choice("C"), multiple("D", "x", "y"), text("E"))
SURE = "Do you want us to delete all your answers? This cannot be undone."
NOT_DELETED = "Nothing is deleted. Your answers are kept."
# Somebody who can withdraw: known, and not withdrawn yet.
KNOWN = [s for s in STATES if s not in {"before", "language", "identity", "not them", "withdrawn"}]
YESES = [
    ("en", "yes"),
    ("en", "YES."),
    ("pl", "tak"),
    ("pl", "yes"),
    ("ur", "\u06c1\u0627\u06ba"),
    ("cy", "ie"),
    ("es", "s\u00ed"),
]


def at_choice() -> CoreDriver:
    return chat(*ITEMS)


def at_words() -> CoreDriver:
    return press(chat(*ITEMS), "choose:A:yes")


def at_check() -> CoreDriver:
    return press(at_words(), "skip:B", "skip:C", "skip:D", "skip:E")


def finished() -> CoreDriver:
    return press(at_check(), "send:check")


def paused() -> CoreDriver:
    return press(at_words(), "pause")


def halted() -> CoreDriver:
    return write(at_words(), "I want to die")


PLACES: dict[str, Callable[[], CoreDriver]] = {
    "choice": at_choice,
    "words": at_words,
    "check": at_check,
    "finished": finished,
    "paused": paused,
    "halted": halted,
}


def answers(driver: CoreDriver) -> dict[str, dict[str, object]]:
    """What is on record but notes."""
    return {k: v for k, v in values(driver).items() if k != "note"}


def in_language(driver: CoreDriver, language: str, words: str) -> Turn:
    """The turn for words in a chat of this language."""
    response = replace(driver.response, language=language)
    return respond(driver.questionnaire, response, driver.words(words), now=NOW, spoken=spoken(language))


def plain(language: str, kind: str) -> str:
    """The plain yes or no of a language."""
    return str(yes_no()[base(language)][kind][0])


# Deletion


@each("state", KNOWN)
def test_a_plain_yes_deletes_in_every_state(state: str) -> None:
    driver = write(press(STATES[state](), "withdraw"), "yes")
    assert driver.response.status is Status.WITHDRAWN


@pytest.mark.promise("not-deleted")
@each("state", KNOWN)
def test_a_plain_no_deletes_nothing_in_any_state(state: str) -> None:
    driver = press(STATES[state](), "withdraw")
    before = (driver.response.status, driver.response.at, dict(driver.record), driver.decisions[:])
    write(driver, "no")
    assert said(driver)[0].startswith(NOT_DELETED)
    assert (driver.response.status, driver.response.at, driver.record, driver.decisions) == before


@each("language", NAMES)
@each("place", PLACES)
def test_the_plain_yes_and_no_of_every_language_decide(place: str, language: str) -> None:
    driver = press(PLACES[place](), "withdraw")
    yes, no = (in_language(driver, language, plain(language, kind)) for kind in ("yes", "no"))
    assert (yes.response.status, no.messages[0].paragraphs[0].text.msgid) == (Status.WITHDRAWN, phrases.NOT_WITHDRAWN)
    assert no.answers == ()


@each(
    "words",
    ["yes please", "yes please delete", "yes please delete them all", "ok", "delete", "Delete my answers", "yeah"],
)
@each("place", PLACES)
def test_any_other_yes_is_asked_about_and_answers_no_question(place: str, words: str) -> None:
    driver = press(PLACES[place](), "withdraw")
    before = answers(driver)
    write(driver, words)
    assert driver.response.status is not Status.WITHDRAWN
    assert "Did you mean Delete my answers?" in said(driver)[-1]
    assert {"yes:withdraw", "no:withdraw"} <= {*driver.reply.messages[-1].buttons}
    assert answers(driver) == before
    assert write(driver, "yes").response.status is Status.WITHDRAWN


@each("words", ["no", "No!", "nope", "no thank you", "no thanks"])
@each("asked", [("withdraw",), ("withdraw", "yes please")])
def test_a_no_is_a_no(asked: tuple[str, ...], words: str) -> None:
    driver = write(press(at_choice(), asked[0]), *asked[1:], words)
    assert (said(driver)[0].startswith(NOT_DELETED), answers(driver)) == (True, {})


def test_more_words_beside_a_yes_are_kept() -> None:
    driver = write(press(at_words(), "withdraw"), "yes but first I want to say he was kind")
    assert "he was kind" in str(values(driver))
    driver = write(press(at_words(), "withdraw"), "yes delete all that about the ward")
    assert (answers(driver), "the ward" in str(values(driver)["note"])) == ({"A": {"codes": ["yes"]}}, True)


def test_after_other_words_the_question_is_over() -> None:
    driver = write(press(at_words(), "withdraw"), "he liked darts", "yes")
    assert (driver.response.status, values(driver)["B"]) == (Status.IN_PROGRESS, {"text": ["he liked darts", "yes"]})


@each("place", PLACES)
def test_words_of_danger_are_heard_first(place: str) -> None:
    assert write(press(PLACES[place](), "withdraw"), "I want to kill myself").response.halted


@pytest.mark.parametrize("changes", [{"unseen": Unseen.SILENCE}, {"above": Above.SOON}])
def test_who_may_not_have_seen_it_is_asked_once_more(changes: dict[str, Any]) -> None:
    driver = press(at_choice(), "withdraw")
    driver.take(replace(driver.words("yes"), **changes))
    assert (driver.response.status, answers(driver)) == (Status.IN_PROGRESS, {})
    assert SURE in said(driver)[-1]
    assert write(driver, "yes").response.status is Status.WITHDRAWN


@pytest.mark.parametrize(
    "changes",
    [{"forwarded": True}, {"attachment": SPOKEN}, {"above": Above.REPLIED, "reply_to": 1}],
)
def test_what_answers_something_else_deletes_nothing(changes: dict[str, Any]) -> None:
    driver = press(at_words(), "withdraw")
    driver.take(replace(driver.words("yes"), **changes))
    assert driver.response.status is not Status.WITHDRAWN


# The others that have two buttons


@each(("language", "words"), YESES)
@each("place", ["words", "check", "finished"])
def test_a_yes_to_an_old_button_changes_that_answer(place: str, language: str, words: str) -> None:
    driver = press(PLACES[place](), "choose:A:no")
    turn = in_language(driver, language, words)
    assert (turn.response.at, turn.response.changing, turn.answers) == ("A", "A", ())


@each("words", ["yes", "yes please", "Change it", "ok", "yes change it"])
def test_a_yes_to_an_old_button_is_no_answer(words: str) -> None:
    driver = press(at_words(), "skip:B", "choose:A:no")
    write(driver, *([words, "yes"] if words == "yes change it" else [words]))
    assert (driver.response.at, answers(driver)) == ("A", {"A": {"codes": ["yes"]}, "B": {"absent": "skipped"}})


@pytest.mark.parametrize("words", ["no", "no thanks", "Go on"])
def test_a_no_to_an_old_button_goes_on(words: str) -> None:
    driver = write(press(at_words(), "skip:B", "choose:A:no"), words)
    assert (driver.response.at, driver.prompts[-1]) == ("C", "C")
    assert answers(driver) == {"A": {"codes": ["yes"]}, "B": {"absent": "skipped"}}


def test_a_yes_to_an_old_consent_is_no_answer() -> None:
    driver = write(press(known(), "choose:C4:no"), "yes")
    assert (driver.response.at, driver.response.decisions["C4"], "P1" in values(driver)) == ("C4", "yes", False)


@pytest.mark.parametrize("place", ["choice", "words", "check", "paused"])
def test_forwarded_words_stay_or_go_as_typed(place: str) -> None:
    for words, told, count in (
        ("yes", KEPT, 1),
        ("no", LEFT, 0),
        ("Keep them, marked", KEPT, 1),
        ("Leave these words out", LEFT, 0),
    ):
        driver = forward(PLACES[place](), "he said the bus was late")
        write(driver, words)
        assert (told in said(driver)[0], str(values(driver)).count("the bus")) == (True, count)
        assert not [v for v in values(driver).values() if words in str(v.get("text"))]


@pytest.mark.parametrize(("words", "kept"), [("keep it", True), ("keep them", True), ("ok", True), ("nope", False)])
def test_what_may_mean_it_is_asked_about(words: str, kept: bool) -> None:
    driver = write(forward(at_words(), "the bus was late"), words)
    label = "Keep them, marked" if kept else "Leave these words out"
    assert said(driver)[-1].startswith(f"Did you mean {label}?")
    write(driver, "yes")
    assert (KEPT if kept else LEFT) in said(driver)[0]
    assert words not in str(values(driver))


@pytest.mark.parametrize(
    ("words", "status"), [("yes", Status.STOPPED), ("yes please", Status.STOPPED), ("no", Status.IN_PROGRESS)]
)
def test_a_command_that_may_be_an_answer_takes_a_yes_and_a_no(words: str, status: Status) -> None:
    driver = write(at_words(), "he was kind", "stop", words)
    obeyed = status is Status.STOPPED
    assert (driver.response.status, values(driver)["B"]) == (
        status,
        {"text": ["he was kind"] if obeyed else ["he was kind", "stop"]},
    )


@each("command", ["stop", "Stop", "delete my answers", "change", "language", "change 1"])
def test_a_command_that_was_obeyed_is_no_answer_any_more(command: str) -> None:
    driver = write(at_words(), command)
    assert values(driver)["B"] == {"text": [command]}
    offered = next(b for b in driver.reply.messages[-1].buttons if not b.startswith(("next", "open", "help")))
    assert "B" not in values(press(driver, offered))


def test_the_words_of_a_command_stay_where_it_is_not_obeyed() -> None:
    assert values(press(write(at_words(), "stop"), "next:B"))["B"] == {"text": ["stop"]}
    assert values(press(write(at_words(), "stop", "he said"), "stop"))["B"] == {"text": ["stop", "he said"]}


def test_words_in_a_note_are_put_with_an_open_question_by_a_yes() -> None:
    driver = write(press(write(at_words(), "I want to die"), "yes:distress"), "yes")
    assert values(driver)["B"] == {"text": ["I want to die"]}
    driver = write(press(write(at_words(), "I want to die"), "yes:distress"), "no")
    assert ("B" in values(driver), values(driver)["note"]) == (False, {"text": ["I want to die"]})


@pytest.mark.parametrize(("words", "button"), [("yes", "Put my words here"), ("no", "Leave them as a note")])
def test_at_a_choice_it_is_asked_which_question_was_meant(words: str, button: str) -> None:
    driver = write(press(write(at_choice(), "I want to die"), "yes:distress"), words)
    assert (answers(driver), driver.response.at) == ({}, "A")
    assert f"Did you mean {button}?" in said(driver)[-1]
    write(driver, "yes")
    assert answers(driver) == ({"A": {"text": ["I want to die"]}} if words == "yes" else {})


def test_other_words_at_an_offer_are_words() -> None:
    driver = write(press(write(at_words(), "I want to die"), "yes:distress"), "Fine.")
    assert values(driver)["B"] == {"text": ["Fine."]}


# The lists


def with_languages(driver: CoreDriver, *languages: str) -> CoreDriver:
    driver.response = replace(driver.response, languages=languages or ("en", "en_GB@easyread", "cy", "pl", "ur"))
    return driver


@each("place", PLACES)
@each("words", ["4", "4.", "4. Polski", "Polski", "polski!", "polish", "Polish please", "in polish", "po polsku"])
def test_a_language_is_chosen_by_number_or_name(place: str, words: str) -> None:
    driver = with_languages(PLACES[place]())
    before = values(driver)
    write(press(driver, "lang"), words)
    assert (driver.response.language, values(driver)) == ("pl", before)


@each(
    ("words", "language"),
    [
        ("english", "en"),
        ("Easy Read English", "en_GB@easyread"),
        ("easy read", "en_GB@easyread"),
        ("welsh", "cy"),
        ("angielski", "en"),
        ("urdu", "ur"),
    ],
)
def test_every_language_has_its_names(words: str, language: str) -> None:
    driver = with_languages(at_choice())
    driver.response = replace(driver.response, language="pl")
    assert write(press(driver, "lang"), words).response.language == language


@pytest.mark.parametrize("words", ["9", "German", "4. English"])
def test_what_is_no_language_on_offer_changes_none(words: str) -> None:
    assert write(press(with_languages(at_words()), "lang"), words).response.language == "en"


@pytest.mark.parametrize("button", ["lang", "change", "answers"])
def test_no_at_a_list_leads_back_and_yes_shows_it_again(button: str) -> None:
    driver = with_languages(press(at_words(), "skip:B"))
    before = values(driver)
    write(press(driver, button), "no")
    assert (values(driver), driver.prompts[-1], len(driver.reply.messages)) == (before, "C", 1)
    write(press(driver, button), "yes")
    assert (values(driver), driver.response.at) == (before, "C")


@each("place", ["words", "check", "finished", "paused"])
@each("button", ["change", "answers"])
@each("words", ["1", "1.", "1 please"])
def test_an_answer_is_chosen_by_its_number(place: str, button: str, words: str) -> None:
    driver = write(press(PLACES[place](), button), words)
    assert (driver.response.at, driver.response.changing) == ("A", "A")


@pytest.mark.parametrize("button", ["withdraw", "lang", "change", "choose:A:no"])
def test_what_was_asked_is_over_when_a_question_is_shown(button: str) -> None:
    driver = press(with_languages(press(at_words(), "skip:B")), button, "resume")
    write(driver, "yes")
    assert (values(driver)["C"], driver.response.status) == ({"codes": ["yes"]}, Status.IN_PROGRESS)


def test_a_command_is_still_a_command() -> None:
    assert write(press(at_words(), "withdraw"), "/pause").response.status is Status.PAUSED
    assert write(press(at_words(), "withdraw"), "talk to a person").turn.flags == (FlagKind.TALK,)
