"""What careful readers found in the catalogues is found again, and is in none of them."""

from __future__ import annotations

from dataclasses import replace

from dialogs import leder
from dialogs.text import FIRST_STRONG_ISOLATE, POP_ISOLATE, placeholders
from locales import naming, patterns, repeating, speech
from locales.checking import translations
from locales.filling import as_shown, filled
from locales.texts import Marked, marked
from locales.updating import LANGUAGES
from tests.each import each

TEXTS = marked()


@each("language", LANGUAGES)
def test_a_catalogue_is_as_careful_readers_want_it(language: str) -> None:
    found = (*patterns.faults(language, TEXTS), *naming.faults(language, TEXTS), *repeating.faults(language, TEXTS))
    assert [*found] == []


def test_a_pattern_finds_what_it_was_made_for() -> None:
    """Each says in which words it was found once; a pattern without such words could be one that finds nothing."""
    assert [p.reason for p in patterns.patterns() if not p.was] == []
    for pattern, was in ((p, was) for p in patterns.patterns() for was in p.was):
        assert was["language"] in pattern.languages()
        assert pattern.concerns(Marked(was["english"], [], [was.get("place", "")])), was
        assert pattern.finds(was["language"], was["english"], was["said"]), was


def test_every_pattern_looks_at_a_text_of_today() -> None:
    """A pattern whose English is gone would hold nobody to anything."""
    idle = [p.reason for p in patterns.patterns() if not any(p.concerns(text) for text in TEXTS)]
    assert idle == []


def test_a_button_is_named_as_it_reads_and_in_quotes() -> None:
    labels = {"Next", "Skip", "Pause", "Exit quickly", "Easy Read", "No"}
    assert naming.named_in("When it is done, press Next. To leave it out, press Skip.", labels) == ["Next", "Skip"]
    assert naming.named_in("Write what it is, or choose No.", labels) == ["No"]
    assert naming.named_in("When you press a button, for example Pause, or Exit quickly.", labels) == [
        "Pause",
        "Exit quickly",
    ]
    assert naming.named_in("Exit quickly closes your visit.", labels) == ["Exit quickly"]
    assert naming.named_in("For example, a quiet room or Easy Read.", labels) == []


def test_the_buttons_and_days_that_readers_found_are_found_again() -> None:
    button = Marked("Saved. Write more, or press Next.", ["dialogs/phrases.py"], [])
    for language, label, was, now in (
        ("es", "Siguiente", "Guardado. Escriba más, o pulse Siguiente.", "Guardado. Escriba más, o pulse «Siguiente»."),
        ("bn", "পরেরটি", "রাখা হয়েছে। আরও লিখুন, বা পরেরটি চাপুন।", "সেভ করা হয়েছে। আরও লিখুন, বা «পরেরটি» চাপুন।"),
    ):
        assert len([*naming.misnamed(language, button, was, {"Next": label})]) == 1
        assert [*naming.misnamed(language, button, now, {"Next": label})] == []
    shown = naming.days_of("5 March", naming.SHOWN, "en")
    assert naming.days_of("5/3/2027 (5 مارس)", naming.SHOWN, "ar") != shown
    assert naming.days_of("5 مارس", naming.SHOWN, "ar") == shown


def test_a_day_that_is_shown_can_be_typed() -> None:
    assert naming.days_of("for example 5 March and 20 June", naming.SHOWN, "en") == naming.days_of(
        "مثلاً 5 مارس و20 يونيو", naming.SHOWN, "ar"
    )
    assert naming.days_of("دن لکھیں، مثلاً 5 مارچ۔", naming.SHOWN, "ur") == naming.days_of("5 March", naming.SHOWN, "en")
    assert naming.days_of("5 Quatember 2027", naming.SHOWN, "en") == []


def test_a_fact_that_no_text_says_is_not_translated() -> None:
    fact = Marked("on the next working day", [], ["programme.toml: reply_time"])
    assert naming.unused([fact, Marked("{reviewer} will see a note {reply_time}.", [], [])]) == []
    assert naming.unused([fact, Marked("Thank you.", [], [])]) == [fact]


@each("language", LANGUAGES)
def test_a_text_can_be_read_with_any_name_in_it(language: str) -> None:
    """Short, long, before a vowel, from right to left, or no name: nothing is left open, and a name keeps its direction."""
    for said in translations(language).values():
        assert not [r for r in as_shown(said.string, language) if "{" in r or not r.strip()]
        if placeholders(said.string) & {"name", "reviewer", "invitee"}:
            shown = filled(said.string, language, "مريم")
            assert shown.count(f"{FIRST_STRONG_ISOLATE}مريم{POP_ISOLATE}") == shown.count("مريم"), shown


def test_without_a_name_the_reviewer_is_still_somebody() -> None:
    assert {*as_shown("{reviewer}.", "it")} >= {"La persona che fa la revisione.", "Jo."}
    assert leder.load().programme["emergency"] in next(as_shown("{emergency}", "it"))
    assert speech("it").translate("your reviewer") == "la persona che fa la revisione"


def test_a_promise_that_grew_is_found_by_its_twin() -> None:
    """What was right for an older English sentence was kept for the new one."""
    said = [("Phone {phone}. It is private.", "Numer {phone}. Rozmowa jest poufna.")]
    assert [*repeating.merged(said)] == []
    assert len([*repeating.merged([*said, ("It is confidential.", "Rozmowa jest poufna.")])]) == 1
    assert [*repeating.merged([("Home", "Acasă"), ("At home", "Acasă")])] == []


def test_a_sentence_that_comes_back_comes_back_the_same() -> None:
    once = ("This message is not saved.", "Este mensaje no se guarda.")
    assert [*repeating.varied("es", [once, (f"Thank you. {once[0]}", f"Gracias. {once[1]}")])] == []
    assert (
        len([*repeating.varied("es", [once, (f"Thank you. {once[0]}", "Gracias. Este mensaje no está guardado.")])])
        == 1
    )
    skip = [("You can also skip.", "También puede omitirlo."), ("You can also skip.", "También puede omitirla.")]
    assert ([*repeating.varied("es", skip)] == [], len([*repeating.varied("pl", skip)])) == (True, 1)


def test_a_turn_beside_every_name_is_found() -> None:
    police = [f"Czy osoba o imieniu {{name}} {n}" for n in range(16)]
    assert (len([*repeating.turns(police)]), [*repeating.turns(police[1:])]) == (1, [])
    assert [*repeating.turns(f"{{name}} – czy {n}" for n in range(16))] == []


def test_the_page_does_not_offer_the_page() -> None:
    questionnaire = leder.load()
    items, screens = questionnaire.items.values(), questionnaire.screens.values()
    assert [*repeating.misplaced(items, screens, TEXTS)] == []
    everywhere = [replace(questionnaire.items["C2"], asked_on=())]
    assert [found[:4] for found in repeating.misplaced(everywhere, screens, TEXTS)] == ["C2: "]
    assert len([*repeating.misplaced([], [], [Marked("Use a web form.", ["bot/web/phrases.py"], [])])]) == 1
