"""A question that is asked without the one before it says by itself what it asks about."""

from __future__ import annotations

from dialogs import leder
from dialogs.text import placeholders
from locales import catalogues, speech
from tests.each import each

# Words that point at what was said before: "there", "this help", "the help".
POINTING = {
    "en": ("there", "the help"), "en_GB@easyread": ("there", "the help"), "cy": ("yno", "y help"), "pl": ("tam", "ta pomoc"),
    "ro": ("ajutorul",), "pa": ("ਉੱਥੇ", "ਇਹ"), "ur": ("وہاں", "یہ"), "pt": ("ali", "a ajuda"), "es": ("allí", "la ayuda"),
    "ar": ("هناك", "هذه"), "bn": ("সেখানে থেকে", "এই"), "gu": ("મદદ પૂરતી",), "it": ("lì", "l'aiuto"),
}  # fmt: skip
CORE = [i for i in leder.load().questions if i.core and i.link_id in leder.load().counted]


@each("language", sorted(catalogues()))
def test_no_question_of_the_short_form_points_at_one_that_it_leaves_out(language: str) -> None:
    asked = {i.link_id: f" {speech(language).translate(i.text).rstrip('?؟')} ".lower() for i in CORE}
    pointing = {link_id for link_id, text in asked.items() for word in POINTING[language] if f" {word} " in text}
    assert pointing == set()


def test_whoever_skips_what_comes_before_is_still_asked_about_the_person() -> None:
    """Any question of a part may be the first that somebody does not skip; G3 alone is about others."""
    nameless = {i.link_id for i in leder.load().questions if i.link_id in leder.load().counted and i.section in "HLSGM"}
    nameless -= {i.link_id for i in leder.load().questions if "name" in placeholders(i.text)}
    assert nameless == {"S4", "S6", "G3", "G5"}
