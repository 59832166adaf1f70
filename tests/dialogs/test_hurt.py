"""Where somebody says that somebody hurts them, who helps with that stands first on the card, and fewer lines after a death."""

from __future__ import annotations

from dialogs import asides, leder, phrases
from dialogs.danger import heard, is_hurt
from dialogs.helplines import help_card
from tests.dialogs.core import CoreDriver
from tests.dialogs.test_who_hears import in_language
from tests.dialogs.tiny import agreed, known, opened, write
from tests.each import each

FACTS = leder.programme()
HURT = [
    *("he still hits me when I say her name, dont tell sam", "my stepdad is hurting me", "I am being hurt at home"),
    *(
        "my brother touches me at night, dont tell anyone",
        "my carer shouts at me and locks my door",
        "my husband beats me",
    ),
    *("mąż mnie bije", "boję się wracać do domu, ojciec mnie bije", "میرا شوہر مجھے مارتا ہے", "mi marido me pega"),
    *("mio marito mi picchia", "meu marido bate-me", "زوجي يضربني", "আমার স্বামী আমাকে মারে", "મારો પતિ મને મારે છે"),
    *("ਮੇਰਾ ਪਤੀ ਮੈਨੂੰ ਮਾਰਦਾ ਹੈ", "soțul mă bate", "mae fy ngŵr yn fy nharo"),
]
NOT_HURT = [
    "I want to kill myself",
    "I can't go on any more",
    "chcę umrzeć",
    "میں مرنا چاہتا ہوں",
    "I wish I was dead, it hurts",
]


def lines(driver: CoreDriver) -> list[str]:
    return [p.text.msgid for p in driver.turn.messages[0].paragraphs]


@each("words", HURT)
def test_that_somebody_hurts_the_writer_is_heard(words: str) -> None:
    assert (bool(heard(words)), is_hurt(words)) == (True, True)


@each("words", NOT_HURT)
def test_danger_from_oneself_is_none_from_others(words: str) -> None:
    assert (bool(heard(words)), is_hurt(words)) == (True, False)


@each("words", HURT)
@each("channel", ["telegram", "page"])
def test_who_helps_stands_first_and_what_fits_stays(words: str, channel: str) -> None:
    driver = write(known(channel=channel), words)
    shown = lines(driver)
    assert shown.index(asides.ABUSE) < shown.index(asides.COUNCIL) < shown.index(phrases.HELP_LISTEN)
    assert FACTS["abuse"] in driver.reply.messages[0].text
    assert "abuse" in driver.turn.messages[0].calls
    assert phrases.SUPPORT_MENCAP in shown
    assert not {phrases.SUPPORT_CRUSE, phrases.SUPPORT_CHILD_BEREAVEMENT, phrases.SUPPORT_CHILD_DEATH} & {*shown}


@each("words", NOT_HURT)
def test_the_card_is_as_before_for_who_is_not_hurt(words: str) -> None:
    shown = lines(write(agreed(), words))
    assert (asides.ABUSE in shown, phrases.SUPPORT_CRUSE in shown) == (False, True)


@each("language", ["en_GB@easyread", "pl", "ur"])
def test_before_the_age_is_known_childline_stands_before_it(language: str) -> None:
    driver = write(in_language(language, f"choose:W1:{language}"), "my stepdad is hurting me")
    shown = lines(driver)
    assert shown.index(phrases.CHILDLINE) < shown.index(asides.ABUSE)
    assert FACTS["abuse"] in driver.reply.messages[0].text


def test_before_anybody_is_known_nobody_has_died() -> None:
    assert "died" not in write(opened(), "my stepdad is hurting me").reply.messages[0].text


def test_the_council_is_named_with_its_number_where_it_is_known() -> None:
    message = help_card({**FACTS, "safeguarding_phone": "0191 498 0999"}, phrases.HELP_NOTE, hurt=True)
    shown = [p.text.msgid for p in message.paragraphs]
    assert (asides.SAFETY_PHONE in shown, asides.COUNCIL in shown) == (True, False)
