"""`interview reviewer …` and `interview review open|assign|edit`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from io import StringIO

import pytest

from dialogs.review import Dates
from storage.keys.sealing import place
from storage.repositories.reviews import all_reviews, dates_of
from storage.schema.tables import reviewers, reviews
from tests.bot.cli.conftest import Interview
from tests.storage.kept import confirmed
from tests.storage.people import rows

ATTESTED = "E2,E3,E4,E5,E9,E10"


def kept(interview: Interview) -> Sequence[tuple[str, int | None, str, str]]:
    """What the store holds of reviews."""
    store = interview.store()
    with store.read() as work:
        there = sorted(all_reviews(work), key=lambda one: one.id)
    found: list[tuple[str, int | None, str, str]] = [
        (one.reference, one.age, ",".join(confirmed(store, one.id)), one.status) for one in there
    ]
    store.close()
    return found


def test_a_reviewer_is_added_with_a_code(anywhere: Interview) -> None:
    made = anywhere.json("reviewer", "add", "Jo Carter")
    assert sorted(made) == ["enrolment_code", "reviewer"]
    assert len(made["enrolment_code"]) == 12
    assert anywhere.refuses("reviewer", "add", " jo  carter") == "There is already a reviewer called jo carter."


def test_the_code_is_kept_as_a_hash_only(interview: Interview) -> None:
    made = interview.json("reviewer", "add", "Jo Carter")
    store = interview.store()
    [row] = rows(store, reviewers)
    assert row.id == made["reviewer"]
    assert row.enrolment_hash == store.vault.hash("enrolment", made["enrolment_code"])
    store.close()


def test_a_reviewer_is_added_for_people(interview: Interview) -> None:
    said = interview.says("reviewer", "add", "Jo Carter")
    assert "Enrolment code: " in said
    code = said.split("Enrolment code: ")[1].splitlines()[0]
    assert said.rstrip().endswith(f"/start {code}")


def test_a_reviewer_is_removed(anywhere: Interview) -> None:
    anywhere.json("reviewer", "add", "Jo")
    anywhere.says("reviewer", "remove", "Jo")
    assert anywhere.refuses("reviewer", "remove", "Jo") == "There is no reviewer called Jo."
    anywhere.json("reviewer", "add", "Jo")


@pytest.mark.parametrize("name", ["", "  ", "a" * 101, ".", "“”", "Jo\ue000", "Jo\U000e1000"])
def test_names_that_cannot_be_used(interview: Interview, name: str) -> None:
    interview.refuses("reviewer", "add", name)
    interview.refuses("review", "open", "R-1", "--person", name, "--age", "50")
    assert kept(interview) == []


def test_a_review_is_opened(anywhere: Interview) -> None:
    anywhere.json("reviewer", "add", "Jo")
    made = anywhere.json("review", "open", " R-1 ", "--person", " Margaret ", "--age", "18", "--reviewer", "Jo")
    assert sorted(made) == ["reference", "review"]
    assert made["reference"] == "R-1"
    assert kept(anywhere) == [("R-1", 18, ATTESTED, "open")]
    record = anywhere.says("record", "R-1")
    assert '"person": "Margaret"' in record


def test_a_reference_is_used_once(anywhere: Interview) -> None:
    anywhere.review()
    said = anywhere.refuses("review", "open", "R-1", "--person", "Tom", "--age", "50")
    assert said == "There is already a review with the reference R-1."


@pytest.mark.parametrize(
    ("age", "code", "confirmed"),
    [
        (["--age", "17"], "under-18", f"under-18,{ATTESTED}"),
        (["--age", "4"], "under-18", f"under-18,{ATTESTED}"),
        (["--born", "5 March 2010", "--died", "2026-03-04"], "under-18", f"under-18,{ATTESTED}"),
        ([], "age-unknown", f"age-unknown,{ATTESTED}"),
    ],
)
def test_a_warning_has_to_be_confirmed(interview: Interview, age: list[str], code: str, confirmed: str) -> None:
    opening = ["review", "open", "R-1", "--person", "Margaret", *age]
    other = "age-unknown" if code == "under-18" else "under-18"
    assert code in interview.refuses(*opening)
    assert code in interview.refuses(*opening, "--confirm", other)
    assert kept(interview) == []
    interview.says(*opening, "--confirm", "E4", "--confirm", code)
    assert kept(interview)[0][2] == confirmed


def test_an_age_and_one_day_are_kept_one_after_the_other(interview: Interview) -> None:
    opening = ["review", "open", "R-1", "--person", "Margaret", "--age", "50"]
    assert "with interview review edit" in interview.refuses(*opening, "--died", "2020-01-01")
    interview.says(*opening)
    interview.says("review", "edit", "R-1", "--died", "2020-01-01")
    (_heads, line) = interview.says("review", "list").splitlines()
    assert re.search(r"  \d{4}-\d\d-\d\d  ", line)


def test_below_the_minimum_age_nothing_helps(interview: Interview) -> None:
    opening = ["review", "open", "R-1", "--person", "Margaret", "--age", "3", "--confirm", "under-18,age-unknown"]
    assert "4" in interview.refuses(*opening)
    assert kept(interview) == []


def test_an_unknown_warning_is_refused(interview: Interview) -> None:
    opening = ["review", "open", "R-1", "--person", "Margaret", "--age", "50"]
    assert "over-18" in interview.refuses(*opening, "--confirm", "over-18")


@pytest.mark.parametrize(
    "given",
    [
        "--age 50 --born 1960-01-01 --died 2020-01-01",
        "--age 50 --died 2020-01-01",
        "--born 1960-01-01",
        "--died 2020-01-01",
        "--born 2020-01-01 --died 1960-01-01",
        "--born 1960-01-01 --died 2999-01-01",
        "--born 1960-13-01 --died 2020-01-01",
        "--born yesterday --died today",
        "--born 1/1/60 --died 1/1/2020",
        "--born 1760-01-01 --died 2020-01-01",
        "--age -1",
        "--age 200",
        "--age 50 --reviewer Nobody",
    ],
)
def test_what_cannot_be_right_is_refused(interview: Interview, given: str) -> None:
    opening = ["review", "open", "R-1", "--person", "Margaret", "--confirm", "under-18", "--confirm", "age-unknown"]
    interview.refuses(*opening, *given.split())
    assert kept(interview) == []


def test_days_are_kept_sealed_and_give_the_age(interview: Interview) -> None:
    interview.says("review", "open", "R-1", "--person", "Tom", "--born", "1 May 1960", "--died", "30/04/2020")
    assert kept(interview) == [("R-1", 59, ATTESTED, "open")]


@pytest.mark.parametrize(
    "reference",
    [
        *("", "05/03/1967", "943 476 5919", "943-476-5919", "x" * 65, "LDR-943-476-5919", "LDR 2026 17"),
        "MargaretThompson12031974",
    ],
)
def test_a_reference_tells_nothing_of_a_person(interview: Interview, reference: str) -> None:
    interview.refuses("review", "open", reference, "--person", "Margaret", "--age", "50")
    assert kept(interview) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "Margaret Anne Thompson 12/03/1974",
            "Please write the first name only, and never a date of birth.",
        ),
        ("Margaret Anne Thompson", "That looks like more than a first name. Please write the first name only."),
        ("Mrs Kowalska", "That begins with a title. Please write the first name only, like Maria."),
        ("Margaret Thompson", "--whole-name."),
        ("943 476 5919", "That looks like an NHS number. Please write the first name only."),
    ],
)
def test_no_more_than_a_first_name_is_taken(interview: Interview, name: str, said: str) -> None:
    """The same rules wherever a name is typed, and nothing of it is said again."""
    interview.review()
    for command in (
        ("review", "open", "R-2", "--age", "50", "--person", name),
        ("review", "edit", "R-1", "--person", name),
        ("invite", "R-1", "--relationship", "sister", "--to", name),
    ):
        told = interview.refuses(*command)
        assert told.endswith(said)
        assert "Thompson" not in told
    interview.says("review", "open", "R-2", "--age", "50", "--person", "Mary Ann")
    interview.says("invite", "R-2", "--relationship", "sister", "--to", "Nur Jahan", "--whole-name")
    assert len(kept(interview)) == 2


def test_an_age_is_no_date_and_a_day_has_its_year(interview: Interview) -> None:
    opening = ("review", "open", "R-1", "--person", "Margaret")
    told = interview.refuses(*opening, "--age", "12/03/1974")
    assert told.endswith("Write only the age in years, like 47.")
    assert "1974" not in told
    told = interview.refuses(*opening, "--born", "1/1/60", "--died", "1/1/2020")
    assert told == (
        "The day of birth cannot be used. That day is not understood. Please write it with its whole year, like 1967-03-05 "
        "or 5 March 1967."
    )


def test_a_reference_is_one_whatever_its_capitals_and_spaces(anywhere: Interview) -> None:
    anywhere.review("LDR-2026-17")
    said = anywhere.refuses("review", "open", "ldr-2026-17", "--person", "Tom", "--age", "50")
    assert said == "There is already a review with the reference LDR-2026-17."
    for typed in ("ldr-2026-17", "LDR 2026 17", " Ldr-2026-17"):
        anywhere.says("invite", typed, "--to", "Ann", "--relationship", "sister")
    assert {i["review"] for i in anywhere.listed()} == {"LDR-2026-17"}


def test_a_review_goes_to_another_reviewer(anywhere: Interview) -> None:
    jo, sam = (anywhere.json("reviewer", "add", name)["reviewer"] for name in ("Jo", "Sam"))
    anywhere.review("R-1", "--reviewer", "Jo")
    anywhere.says("review", "assign", "R-1", "--reviewer", "Sam")
    store = anywhere.store()
    assert [row.reviewer_id for row in rows(store, reviews)] == [sam] != [jo]
    store.close()
    assert "Nobody" in anywhere.refuses("review", "assign", "R-1", "--reviewer", "Nobody")


def test_the_name_of_the_person_is_mended(anywhere: Interview) -> None:
    anywhere.review()
    anywhere.says("review", "edit", "R-1", "--person", "Maggie")
    assert '"person": "Maggie"' in anywhere.says("record", "R-1")
    assert "--person" in anywhere.refuses("review", "edit", "R-1")
    anywhere.refuses("review", "edit", "R-1", "--person", " ")


def test_what_was_told_wrong_or_not_at_all_is_mended(anywhere: Interview) -> None:
    """Days, age, name and reference; the age follows from the days."""
    anywhere.says("review", "open", "R-1", "--person", "Margaret", "--confirm", "age-unknown")
    assert anywhere.says("review", "edit", "r-1", "--born", "5 March 1960").endswith("is changed: born.\n")
    assert kept(anywhere)[0][1] is None
    anywhere.says("review", "edit", "R-1", "--died", "2026-10-01", "--notified", "2/10/2026", "--person", "Maggie")
    assert kept(anywhere)[0][1] == 66
    assert "Died        2026-10-01\n" in anywhere.says("review", "show", "R-1")
    assert anywhere.refuses("review", "edit", "R-1", "--age", "50").startswith(
        "The days of birth and death make 66 years"
    )
    assert "before the day of birth" in anywhere.refuses("review", "edit", "R-1", "--died", "1950-01-01")
    assert "heard of the death before" in anywhere.refuses("review", "edit", "R-1", "--notified", "2026-09-30")
    assert "--confirm under-18" in anywhere.refuses("review", "edit", "R-1", "--born", "2010-01-01")
    assert "below the age of 4" in anywhere.refuses("review", "edit", "R-1", "--born", "2023-01-01")
    anywhere.says("review", "edit", "R-1", "--born", "2010-01-01", "--confirm", "under-18", "--reference", "R-7")
    assert kept(anywhere) == [("R-7", 16, f"under-18,age-unknown,{ATTESTED}", "open")]
    anywhere.review("R-8")
    assert anywhere.refuses("review", "edit", "R-7", "--reference", "r-8").endswith("with the reference R-8.")
    anywhere.says("review", "edit", "R-7", "--reference", "r-7")
    assert "nothing to change" in anywhere.refuses("review", "edit", "r-7")


def test_days_that_an_older_version_kept_are_read(interview: Interview) -> None:
    interview.review()
    store = interview.store()
    with store.begin() as work:
        review_id = work.execute(reviews.select()).one().id
        sealed = work.vault.system.seal(place("review", review_id, "dates"), '["1960-05-01", "2020-04-30"]')
        work.execute(reviews.update().values(dates=sealed))
        assert dates_of(work, review_id) == Dates(born=date(1960, 5, 1), died=date(2020, 4, 30))
        work.commit()
    store.close()
    interview.says("review", "edit", "R-1", "--notified", "2020-05-01")


def test_an_inquest_opens_a_review_on_hold(anywhere: Interview) -> None:
    opening = ("review", "open", "R-1", "--person", "Margaret", "--age", "52", "--inquest")
    assert anywhere.says(*opening) == "The review R-1 is open, on hold.\n"
    assert kept(anywhere) == [("R-1", 52, "E2,E3,E5,E9,E10", "held")]
    assert "on hold" in anywhere.refuses("invite", "R-1", "--to", "Ann", "--relationship", "sister")
    anywhere.says("review", "resume", "R-1")
    anywhere.says("invite", "R-1", "--to", "Ann", "--relationship", "sister")


@pytest.mark.parametrize("command", ["hold", "resume", "close", "edit --person X", "assign --reviewer Jo"])
def test_an_unknown_review(interview: Interview, command: str) -> None:
    interview.json("reviewer", "add", "Jo")
    name, *options = command.split()
    assert interview.refuses("review", name, "R-9", *options) == "There is no review with the reference R-9."


def test_names_need_not_stand_in_a_list_of_processes(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("Margaret\nAnn\n"))
    interview.says("review", "open", "R-1", "--person", "-", "--age", "52")
    interview.says("invite", "R-1", "--to", "-", "--relationship", "sister")
    assert json.loads(interview.says("record", "R-1", "--format", "json"))["person"] == "Margaret"
    assert [i["to"] for i in interview.json("invitations")] == ["Ann"]
    monkeypatch.setattr("sys.stdin", StringIO(""))
    assert (
        interview.refuses("invite", "R-1", "--to", "-", "--relationship", "sister")
        == "The name of the invitee is empty."
    )
