"""The interview is the one that the programme needs: every item with its type, its options, its branch and what it feeds.

`offers`: `?` I do not know, `-` rather not say, `!` it needs an answer; all others can be skipped.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from dialogs import leder
from dialogs.questionnaire import SCREEN_FACTS, EnableWhen, Item, ItemType
from dialogs.route import enabled
from tests.dialogs.tiny import consented
from tests.each import each

CONDITIONS = (
    "epilepsy chest heart diabetes constipation swallowing mental-health dementia weight senses pain something-else"
)
HELP = (
    "family-friends home-carers care-home-staff day-centre social-worker learning-disability-team mental-health-team "
    "respite something-else none"
)
# link_id, type, codes, offers, the area of the review that it feeds, what opens it
ITEMS: list[tuple[str, str, str, str, str, str]] = [
    ("W1", "choice", "en bsl", "!", "informant.language / AIS", ""),
    ("W2", "choice", "yes no helping", "!", "informant.identity", ""),
    ("W2-who", "choice", "family friend paid-carer advocate someone-else", "", "informant.identity", "W2=helping"),
    ("W2-what", "choice", "own together helper", "", "informant.identity", "W2=helping"),
    (
        "W3", "multiple",
        "easy-read voice more-time someone-with-me phone paper-web something-else none",
        "", "informant.access_needs / AIS", "",
    ),
    ("C1", "choice", "yes no", "!", "consent.adult", ""),
    ("C2", "choice", "yes other-way more", "!", "consent.channel", ""),
    ("C3", "choice", "yes no later", "!", "consent.participation", ""),
    ("C3-when", "date", "", "", "consent.participation", "C3=later"),
    ("C4", "choice", "yes no talk", "!", "consent.record", ""),
    ("C5", "choice", "yes no", "", "consent.quotes", ""),
    ("voice", "choice", "yes no", "!", "consent.voice", ""),
    (
        "R1", "choice",
        "parent sibling partner child family friend paid-carer someone-else",
        "-", "informant.relationship", "",
    ),
    ("R2", "choice", "together most-days most-weeks most-months less-often", "-", "informant.contact", ""),
    (
        "R3", "multiple",
        "growing-up likes-dislikes health home care last-months not-sure",
        "", "informant.knowledge", "",
    ),
    ("R4", "text", "no", "", "handling.avoid", ""),
    ("R4-what", "multiple", "person health home care last-months none", "", "handling.avoid", "R4=words"),
    ("P1", "text", "", "", "pen_portrait.name", ""),
    ("P2", "text", "", "", "pen_portrait.summary", ""),
    ("P3", "text", "", "", "pen_portrait.likes", ""),
    ("P4", "text", "", "", "pen_portrait.dislikes", ""),
    ("P5", "text", "", "", "pen_portrait.relationships", ""),
    ("P6", "multiple", "talking signs pictures device sounds something-else", "?", "communication.needs", ""),
    ("P6a", "text", "", "?", "communication.pain_distress", "P6=signs|pictures|device|sounds|something-else"),
    ("P7", "text", "", "", "pen_portrait.activities / social", ""),
    ("P8", "choice", "yes no", "?-", "equality.culture_faith", ""),
    ("P8-what", "text", "", "", "equality.culture_faith", "P8=yes"),
    ("P8a", "choice", "yes no", "?-", "equality.culture_faith", "P8=yes"),
    ("H1", "choice", "good up-and-down often-unwell", "?-", "health.general", ""),
    ("H2", "multiple", f"{CONDITIONS} none", "?-", "health.long_term_conditions", ""),
    ("H2-what", "multiple", f"{CONDITIONS}", "", "health.long_term_conditions", "H2>3"),
    ("H4", "choice", "yes no", "?-", "health.annual_health_check", ""),
    ("H4a", "choice", "yes no", "?-", "health.health_action_plan", "H4=yes"),
    ("H5", "choice", "yes no", "?-", "medication.review", ""),
    ("H5a", "choice", "yes no", "?-", "medication.psychotropic / STOMP", "H5=yes"),
    ("H5-what", "text", "", "", "medication.review", "H5=yes"),
    ("H6", "choice", "yes some no", "?-", "prevention.immunisation_screening", ""),
    ("H6-what", "text", "", "", "prevention.immunisation_screening", "H6=some|no"),
    ("H7", "choice", "yes some no", "?-", "reasonable_adjustments / hospital_passport", ""),
    ("H7a", "choice", "yes-used yes-not-used no", "?", "reasonable_adjustments.hospital_passport", "H7=yes|some|no"),
    ("H8", "choice", "yes some no", "?-", "care.delay / diagnostic_overshadowing", ""),
    ("H8-what", "text", "", "", "care.delay / diagnostic_overshadowing", "H8=some|no"),
    (
        "L1", "choice",
        "own-home family partner supported-living shared-lives residential-home nursing-home hospital somewhere-else",
        "?-", "home.type", "",
    ),
    ("L2", "choice", "yes some no", "?-", "home.satisfaction_choice", ""),
    ("L3", "text", "", "", "home.good", ""),
    ("L4", "text", "", "", "home.concerns", ""),
    ("L5", "choice", "yes no", "?-", "home.transition", ""),
    ("L5-what", "text", "", "", "home.transition", "L5=yes"),
    ("L6", "choice", "yes some no", "?-", "restrictive_practice / DoLS", ""),
    ("L6-what", "text", "", "", "restrictive_practice / DoLS", "L6=some|no"),
    ("L7", "choice", "yes no", "?-", "safeguarding", ""),
    ("L7-what", "text", "", "", "safeguarding", "L7=yes"),
    ("L7a", "choice", "yes no", "?", "safeguarding.current_risk", "L7=yes"),
    (
        "S1", "multiple",
        HELP,
        "?-", "care.package", "",
    ),
    ("S2", "choice", "yes some no", "?-", "care.package_met_needs", ""),
    ("S2-what", "text", "", "", "care.package_met_needs", "S2=some|no"),
    ("S3", "choice", "yes some no", "?-", "care.quality_relationships", ""),
    ("S4", "choice", "yes some no", "?-", "care.coordination", ""),
    ("S5", "choice", "yes some no", "?-", "mca.capacity_support", ""),
    ("S5-what", "text", "", "", "mca.capacity_support", "S5=some|no"),
    ("S6", "choice", "yes some no not-needed", "?-", "mca.best_interests / family_involvement", ""),
    ("S6-what", "text", "", "", "mca.best_interests / family_involvement", "S6=some|no"),
    ("S7", "choice", "yes-family-friend yes-advocate no", "?-", "advocacy", ""),
    ("M0", "choice", "yes later talk leave-out", "", "section.last_months.opt_in", ""),
    ("M1", "choice", "home hospital care-home hospice somewhere-else", "?-", "death.place", "M0=yes"),
    ("M2", "text", "", "", "eol.deterioration", "M0=yes"),
    ("M3", "choice", "yes some no", "?-", "care.delay / quality_last_episode", "M0=yes"),
    ("M3-what", "text", "", "", "care.delay / quality_last_episode", "M3=some|no"),
    ("M4", "choice", "yes no", "?-", "eol.advance_care_plan / ReSPECT", "M0=yes"),
    ("M5", "choice", "yes no", "?-", "eol.dnacpr", "M0=yes"),
    ("M5-what", "choice", "yes no", "?", "eol.dnacpr", "M5=yes"),
    ("M5-more", "text", "", "", "eol.dnacpr", "M5=yes"),
    ("M6", "choice", "yes some no", "?-", "eol.comfort_pain", "M0=yes"),
    ("G1", "text", "", "", "good_practice", ""),
    ("G2", "text", "", "", "areas_of_concern / learning", ""),
    ("G3", "text", "", "", "family.recommendation", ""),
    ("G4", "text", "", "", "pen_portrait.remember", ""),
    ("G5", "text", "no", "", "family.questions", ""),
    ("N1", "choice", "yes no", "", "family.callback", ""),
    ("N1-what", "text", "", "", "family.callback", "N1=yes"),
    ("N1-when", "text", "", "", "family.callback", "N1=yes"),
    ("N2", "multiple", "answers draft finished news none", "", "family.feedback_preferences", ""),
    ("N3", "choice", "yes no more", "", "review.focused_request", ""),
    ("N4", "date", "no", "", "contact.avoid_dates", ""),
    ("N5", "choice", "fine hard-but-ok too-hard", "-", "service.experience", ""),
]  # fmt: skip
# Conditions with an area of their own in a review.
AREAS = {"epilepsy": ".epilepsy", "constipation": ".constipation", "swallowing": ".dysphagia"}
# section: what is known, left out, and perhaps not known
SECTIONS = {
    "P": ("R3=growing-up|likes-dislikes", "R4-what=person", ""),
    "H": ("R3=health", "R4-what=health", ""),
    "L": ("R3=home", "R4-what=home", "R2=less-often"),
    "S": ("R3=care", "R4-what=care", "R2=less-often"),
    "M": ("R3=last-months", "R4-what=last-months", "R2=less-often"),
    "G": ("", "", ""),
    "N": ("", "", ""),
}
UNCONFIRMED = {
    "children_until", "autism_evidence", "form_fields", "cag_reference", "lawful_basis", "telegram_policy",
    "cruse_hours", "mencap_hours", "suicide_bereavement", "suicide_bereavement_hours", "dtac_form", "dcb0129",
    "participation_rate", "census_languages", "hours", "safeguarding_phone", "complaint_phone",
    "keep_closed_months", "keep_longest_months", "keep_declined_days", "keep_links_days",
}  # fmt: skip
PROGRAMME = Path(leder.__file__).parent / "programme.toml"
Q = leder.load()


def condition(when: EnableWhen) -> str:
    """A condition in one word; `~`: also when that question is not asked."""
    if when.more_than:
        return f"{when.question}>{when.more_than}"
    codes = f"{when.question}={'|'.join(when.any_of) or 'words'}"
    return f"{codes}~" if when.if_asked else codes


def row(item: Item) -> tuple[str, str, str, str, str, str]:
    """An item as the table has it."""
    marks = {"?": item.unsure, "-": item.decline, "!": item.required}
    offers = "".join(mark for mark, on in marks.items() if on)
    opened = " ".join(map(condition, item.enable_when))
    return item.link_id, item.type, " ".join(item.codes), offers, item.area, opened


@each("expected", ITEMS)
def test_each_item_is_as_it_was_agreed(expected: tuple[str, str, str, str, str, str]) -> None:
    assert row(Q.items[expected[0]]) == expected


@each("code", CONDITIONS.split())
def test_each_condition_is_asked_about_by_itself(code: str) -> None:
    """H3, and what happened where the help was not right."""
    asked, told = f"H3-{code}", f"H3-{code}-what"
    area = f"health.condition_care{AREAS.get(code, '')}"
    opened = f"H2={code} H2-what={code}~"
    assert row(Q.items[asked]) == (asked, "choice", "yes some no", "?-", area, opened)
    assert row(Q.items[told]) == (told, "text", "", "", area, f"{asked}=some|no")


def test_there_is_no_other_item() -> None:
    known = {i[0] for i in ITEMS} | {f"H3-{c}{what}" for c in CONDITIONS.split() for what in ("", "-what")}
    assert {*Q.items} == known


def test_there_are_sixty_four_items_and_their_follow_ups() -> None:
    """Eight of the set-up, 51 questions with one gate among them, five follow-ups with an id of their own.

    H3 is one of them; P8a is the second half of what follows P8.
    """
    named = {link_id.partition("-")[0] for link_id in Q.items} - {"voice", "P8a"}
    follow_ups = {link_id for link_id in named if link_id.endswith("a")}
    assert (len(named), len(follow_ups)) == (64, 5)
    assert (len([i for i in named if i[0] in "WC"]), len([i for i in Q.items.values() if i.gate])) == (8, 1)


def test_the_plain_route_is_44_questions() -> None:
    """Nothing that opens more, and the last months left out."""
    assert len([i for i in enabled(Q, consented(Q)) if i.link_id != "W3"]) == 44


def test_the_sections_stand_in_their_order_and_each_knows_when_it_is_asked() -> None:
    assert [s.code for s in Q.sections] == [*"WCRPHLSMGN"]
    known = {
        s.code: tuple(" ".join(map(condition, w)) for w in (s.known_when, s.left_out_when, s.only_if_known_when))
        for s in Q.sections
    }
    assert {code: known[code] for code in Q.parts} == SECTIONS


def test_what_else_an_item_can_be() -> None:
    """The short form is the core of Easy Read with the number and the time of a call; thanks go to hard answers."""
    marked = {
        "core": "P2 P3 P4 H1 H7 H8 L2 S2 G1 G3 N1 N1-what N1-when",
        "hard": "L7-what M2 M3-what M5-more G2",
        "gate": "M0",
        "repeats": "N4",
        "only_if": "M1",
    }
    assert {mark: " ".join(i.link_id for i in Q.items.values() if getattr(i, mark)) for mark in marked} == marked


def test_of_many_options_some_exclude_the_others() -> None:
    alone = {i.link_id: {*i.codes} & i.exclusive for i in Q.items.values() if i.type is ItemType.MULTIPLE}
    nothing = {"none"}
    assert alone == {
        "W3": nothing, "R3": {"not-sure"}, "R4-what": nothing, "P6": set(), "H2": nothing, "H2-what": set(),
        "S1": nothing, "N2": nothing,
    }  # fmt: skip


def test_hints_say_what_is_meant() -> None:
    """A question with a hint in the agreed set has one."""
    hinted = ["C2", "M0", "M5", "P2", "P3", "P4", "P5", "P7", "H4", "H6", "H7", "H7a", "L6", "S6", "S7", "G1", "M2"]
    assert [link_id for link_id in hinted if not Q.items[link_id].hint] == []


def entries() -> list[dict[str, Any]]:
    """What differs by place and year, as it stands in the file."""
    found: list[dict[str, Any]] = tomllib.loads(PROGRAMME.read_text(encoding="utf-8"))["entry"]
    return found


def test_every_fact_has_an_owner_a_source_and_a_day() -> None:
    for entry in entries():
        assert [key for key in ("name", "owner", "source") if not str(entry.get(key, "")).strip()] == [], entry
        assert isinstance(entry["last_checked"], date), entry
        assert entry["source"].startswith(("https://", "local decision")), entry


def test_what_nobody_has_confirmed_is_named_and_never_shown() -> None:
    """Each has a note that says what is not known; to a text it is nothing, and a screen leaves its paragraph out."""
    open_ = {e["name"]: e.get("note") for e in entries() if e.get("unconfirmed")}
    assert {*open_} == UNCONFIRMED
    assert all(open_.values())
    assert {leder.programme()[name] for name in open_} == {""}
    texts = "".join(path.read_text(encoding="utf-8") for path in (PROGRAMME.parent / leder.CURRENT).glob("*.toml"))
    assert [name for name in open_.keys() - SCREEN_FACTS if f"{{{name}}}" in texts] == []
