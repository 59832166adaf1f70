"""Whoever asks who writes here, and who reads it, is told: in every state, language and channel, and it is no answer."""

from __future__ import annotations

from dialogs import asides, phrases
from dialogs.inputs import Channel
from dialogs.wishes import Wish, wished
from tests.dialogs import laws
from tests.dialogs.core import CoreDriver
from tests.dialogs.test_commands import STATES
from tests.dialogs.tiny import chat, choice, known, press, text, values, write
from tests.each import each

ASKED = [
    *("who are you", "Who are you?", "is this real", "Is this real?? please", "are you a robot", "who reads this"),
    *(
        "is this a scam",
        "who is this",
        "whos this",
        "am I talking to a real person",
        "i don't trust you who reads this",
    ),
    *("are you real", "is it a scam", "who will read my answers", "what is this", "how do I know this is real"),
    *("kim jesteś?", "czy to jest prawdziwe", "kto to czyta", "Czy jesteś robotem?", "czy to oszustwo"),
    *("آپ کون ہیں؟", "یہ اصلی ہے", "کیا آپ روبوٹ ہیں", "یہ کون پڑھتا ہے", "kya ye asli hai"),
    *("pwy ydych chi", "cine sunteți", "ਤੁਸੀਂ ਕੌਣ ਹੋ", "quem é você", "quién es usted", "من أنت", "আপনি কে", "તમે કોણ છો"),
    *("chi siete", "kto to jest?", "quién lee esto", "chi legge questo", "cine citește asta", "کون پڑھے گا"),
]
NOT_ASKED = [
    *(
        "Who are you to ask that, she used to say",
        "She was real",
        "He liked robots",
        "who",
        "is this the right question",
    ),
    *("My mum asked who reads this at bedtime", "real", "The nurse", "what a day", "Kim był miły"),
]


@each("words", ASKED)
def test_it_is_heard_in_many_words(words: str) -> None:
    assert Wish.WHO in wished(words)


@each("words", NOT_ASKED)
def test_a_story_asks_nothing(words: str) -> None:
    assert Wish.WHO not in wished(words)


def msgids(driver: CoreDriver) -> list[str]:
    return [p.text.msgid for m in driver.turn.messages for p in m.paragraphs]


@each("channel", Channel)
@each("state", STATES)
@each("words", ["who are you", "kto to czyta?", "یہ اصلی ہے"])
def test_it_is_answered_in_every_state(channel: Channel, state: str, words: str) -> None:
    driver = STATES[state]()
    driver.response = driver.response.__class__(**{**vars(driver.response), "channel": channel})
    before = driver.response
    write(driver, words)
    assert msgids(driver).count(asides.COMPUTER) == 1
    assert (asides.DOOR_CHECK in msgids(driver), asides.WHO_WE_ARE in msgids(driver)) == (True, True)
    assert (phrases.PRIVACY in msgids(driver)) == (before.bound and before.status != "withdrawn")
    assert driver.turn.answers == ()
    assert (driver.response.status, driver.response.halted) == (before.status, before.halted) or before.at in {
        "",
        "C3-when",
    }
    laws.a_way_on_is_in_sight(driver)


@each("channel", Channel)
def test_then_the_question_is_asked_again_and_nothing_is_kept(channel: Channel) -> None:
    for driver in (
        known(channel=channel),
        chat(choice("A"), channel=channel),
        write(chat(text("A"), channel=channel), "Mags"),
    ):
        at, before = driver.response.at, values(driver)
        write(driver, "who reads this?")
        assert (driver.prompts[-1], driver.response.at, values(driver)) == (at, at, before)
        assert driver.turn.messages[-1].prompt == at


def test_beside_a_consent_it_decides_nothing() -> None:
    driver = press(chat(choice("A")), "pause")
    assert write(driver, "is this a scam").response.status == "paused"
