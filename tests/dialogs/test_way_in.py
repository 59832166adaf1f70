"""The way in, from the door to the first question about the person: what somebody has to read, counted for each wording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogs import leder
from dialogs.door import SOURCE, door
from dialogs.inputs import Channel
from dialogs.languages import EASY_READ, NAMES
from dialogs.messages import segments
from dialogs.questionnaire import Item, ItemType
from dialogs.text import Speech, Text, fill, say
from locales import in_order, speech
from tests.dialogs.core import CoreDriver, fresh, names
from tests.each import each
from tests.scenario import Begins, Presses

FIRST_QUESTION = "P2"
# The screens of the plain route, the door of the page and P2 among them; and the words before P2, page and Telegram.
SCREENS = {Channel.PAGE: 15, Channel.TELEGRAM: 15}
MOST = {
    "en": (650, 720),
    EASY_READ: (750, 830),
    "cy": (740, 820),
    "pl": (650, 710),
    "ro": (680, 750),
    "pa": (780, 860),
    "ur": (850, 940),
    "pt": (670, 750),
    "es": (680, 750),
    "ar": (620, 680),
    "bn": (650, 720),
    "gu": (690, 770),
    "it": (660, 730),
}
LONGER = 1.5
# Somebody reads so many words a minute, quickly or slowly, and answers a question in so many minutes.
QUICKLY, SLOWLY, AT_ONCE, AT_LENGTH = 200, 100, 0.25, 1
# Whoever reads Easy Read reads more slowly.
QUICKLY_EASY, SLOWLY_EASY = 130, 60
LEFT_OUT = "M"
NEAR = 5


@dataclass(frozen=True, slots=True)
class Read:
    """One screen of the way in, and how many words stand on it."""

    place: str
    words: int


@each("language", NAMES)
def test_the_way_in_is_no_longer_than_it_was(language: str) -> None:
    """Each word of it is read by somebody who grieves."""
    for channel, most, english in zip(SCREENS, MOST[language], MOST["en"], strict=True):
        read = way_in(language, channel)
        count = sum(r.words for r in read[:-1])
        print(language, channel, len(read), count, [(r.place, r.words) for r in read])  # noqa: T201 - the figures, with -s
        assert len(read) <= SCREENS[channel], [r.place for r in read]
        assert count <= min(most, english * LONGER), (channel, count, read)


@each("language", NAMES)
def test_the_minutes_at_the_door_are_measured(language: str) -> None:
    minutes = leder.load().minutes
    stated = minutes.get(language, minutes[SOURCE])
    for said, items in ((stated.few, questions(short=True)), (stated.all, questions(short=False))):
        for number, measured in zip(said, measure(language, items), strict=True):
            assert abs(number - measured) <= NEAR, (said, measure(language, items))


def way_in(language: str, channel: Channel) -> list[Read]:
    """The screens to P2, for somebody who says yes and who skips what can be skipped; on a page the door is one more."""
    driver = CoreDriver(response=fresh(language=language, channel=channel, languages=in_order()), speech=alone)
    driver.does(Begins())
    read = [*page_door(language), screen(driver)] if channel is Channel.PAGE else [screen(driver)]
    while driver.response.at != FIRST_QUESTION:
        driver.does(Presses(way_on(driver, language)))
        read.append(screen(driver))
    return read


def page_door(language: str) -> list[Read]:
    """The door of the page: what it says below its heading."""
    return [Read("door", count(door(leder.load(), language), language))]


def screen(driver: CoreDriver) -> Read:
    """What is read on the screen that came last."""
    how, known = alone(driver.response.language), names(driver.response)
    texts = (text for m in driver.turn.messages for text, _ in segments(m, how, known))
    return Read(driver.response.at, sum(len(text.split()) for text in texts))


def count(texts: Iterable[Text], language: str) -> int:
    """The words of these texts."""
    known = names(fresh())
    return sum(len(fill(text, alone(language), known).split()) for text in texts)


def alone(language: str) -> Speech:
    """The wording by itself, without the English beside a draft."""
    how = speech(language)
    return Speech(how.translate, how.day, how.listing)


def way_on(driver: CoreDriver, language: str) -> str:
    """The button of the plain route."""
    at = driver.response.at
    item = driver.questionnaire.items.get(at)
    if item is None:
        return f"yes:{at}"
    if at == "W1":
        return f"choose:W1:{language}"
    return f"choose:{at}:{item.options[0].code}" if item.type is ItemType.CHOICE else f"skip:{at}"


def questions(*, short: bool) -> list[Item]:
    """The questions from P2 on, without follow-ups and the last months; those of the short form alone."""
    questionnaire = leder.load()
    asked = [
        i
        for section in questionnaire.part_sections
        for i in section.items
        if i.link_id in questionnaire.counted and section.code != LEFT_OUT
    ]
    return [i for i in asked if i.core] if short else asked


def measure(language: str, items: Iterable[Item]) -> tuple[float, float]:
    """How many minutes the way in and these questions take, from and to."""
    before, items = way_in(language, Channel.PAGE), list(items)
    texts = (say(t) for i in items for t in (i.text, i.hint, *(o.text for o in i.options)) if t)
    words, asked = sum(r.words for r in before) + count(texts, language), len(before) + len(items)
    quickly, slowly = (QUICKLY_EASY, SLOWLY_EASY) if language == EASY_READ else (QUICKLY, SLOWLY)
    return words / quickly + asked * AT_ONCE, words / slowly + asked * AT_LENGTH


@each(("language", "channel"), [(la, ch) for la in NAMES for ch in (Channel.TELEGRAM, Channel.TERMINAL)])
def test_who_writes_is_said_before_anything_is_asked(language: str, channel: Channel) -> None:
    """The same for everybody, and again in the language that is chosen; nothing says that somebody has died."""
    driver = CoreDriver(response=fresh(channel=channel, languages=in_order()), speech=alone)
    first = driver.does(Begins()).messages[0].text
    assert first.index("LeDeR") < first.index("0191 498 0264") < first.index("Which language")
    asked = driver.does(Presses(f"choose:W1:{language}")).messages[0].text
    assert asked.count("LeDeR") == (language != "en")
    known = names(driver.response)
    assert (known["reviewer"] in asked, "Margaret" in first + asked, "died" in first + asked) == (True, False, False)
    about = [m.text for b in ("choose:W2:yes", "choose:C1:yes") for m in driver.does(Presses(b)).messages][-1]
    assert "Margaret" in about


def test_on_a_page_the_door_is_not_said_again() -> None:
    driver = CoreDriver(response=fresh(channel=Channel.PAGE, languages=in_order()))
    assert "LeDeR" not in driver.does(Begins()).messages[0].text


def test_that_each_answer_can_be_read_is_said_once() -> None:
    """Beside the question whether the answers may be put in the review."""
    for channel in (Channel.PAGE, Channel.TELEGRAM):
        driver = CoreDriver(response=fresh(channel=channel))
        said = [m.text for m in driver.does(Begins()).messages]
        while driver.response.at != "W3":
            said += [m.text for m in driver.does(Presses(way_on(driver, "en"))).messages]
        told = [text for text in said if "can read each answer" in text]
        assert len(told) == 1
        assert "put your answers in" in told[0]


def test_whom_to_phone_for_a_complaint_is_said_where_the_organisation_says_it() -> None:
    known = {"complaint_phone": "0300 123 4567", "complaint_months": "6"}
    for facts, told in ((known, True), ({**known, "complaint_phone": ""}, False)):
        of = leder.load()
        questionnaire = replace(of, programme={**of.programme, **facts})
        driver = CoreDriver(questionnaire, fresh())
        driver.does(Begins())
        said = [driver.does(Presses(b)).messages[-1].text for b in ("choose:W1:en", "choose:W2:yes", "choose:C1:yes")][
            -1
        ]
        assert ("0300 123 4567" in said, "usually within 6 months" in said) == (told, True)
