"""The record as plain data: the contract of `record --format json`, to the letter."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from dialogs.inputs import Change, Choose, Command, Next, Say, Toggle, Yes
from storage.engine.unit_of_work import Store
from storage.record import erasure
from storage.repositories.flags import close_flag, open_flags
from storage.repositories.reviews import NotFound
from tests.records import Json, record
from tests.storage.people import (
    CONSENT,
    EXPIRES,
    INVITEE,
    LATER,
    NOW,
    PERSON,
    REFERENCE,
    STORY,
    TOLD,
    Visitor,
    a_review,
    an_invitation,
    consenting,
    invited,
)

SUM = "=1+1 was her favourite sum"


def recorded(store: Store, reference: str = REFERENCE) -> Json:
    """The record, as it comes out of JSON."""
    with store.read() as work:
        return dict(json.loads(json.dumps(record(work, reference, LATER))))


def participant(store: Store) -> Json:
    """The only participant."""
    (found,) = recorded(store)["participants"]
    return dict(found)


def answers(store: Store) -> list[tuple[str, int, bool, dict[str, Any]]]:
    """What the only participant said, in short."""
    found = participant(store)["answers"]
    return [(a["link_id"], a["revision"], a["superseded"], a["value"]) for a in found]


def test_a_whole_record(store: Store) -> None:
    """Every input came a minute after the one before."""
    made = invited(store)
    consenting(store, made).does(*TOLD, Command.TALK)
    found = recorded(store)
    consents, said = found["participants"][0].pop("consents"), found["participants"][0].pop("answers")
    assert found == {
        "reference": REFERENCE,
        "person": PERSON,
        "participants": [
            {
                "invitation": made.id,
                "to": INVITEE,
                "relationship": "sister",
                "language": "en",
                "channel": "telegram",
                "status": "in-progress",
                "flags": [{"kind": "talk", "raised_at": "2026-11-23T10:17:00+00:00", "closed_at": None}],
            }
        ],
    }
    assert [(c["statement"], c["decision"]) for c in consents] == [
        ("C1", "yes"),
        ("C2", "yes"),
        ("C3", "yes"),
        ("C4", "yes"),
        ("C5", "no"),
    ]
    assert consents[0] == {
        "statement": "C1",
        "version": "2026-11.1",
        "wording": "Are you 18 or over?\n\n1. Yes\n2. No",
        "wording_sha256": hashlib.sha256(b"Are you 18 or over?\n\n1. Yes\n2. No").hexdigest(),
        "language": "en",
        "channel": "telegram",
        "decision": "yes",
        "decided_at": "2026-11-23T10:02:00+00:00",
    }
    assert said[6] == {
        "link_id": "P2",
        "section": "P",
        "question": "What was \u2068Margaret\u2069 like as a person?\n\nFor example, funny, quiet or kind.",
        "value": {"text": [STORY, SUM]},
        "attachments": [],
        "language": "en",
        "channel": "telegram",
        "revision": 1,
        "superseded": False,
        "answered_at": "2026-11-23T10:16:00+00:00",
    }


def test_the_keys_stand_in_the_promised_order(store: Store) -> None:
    consenting(store, invited(store)).does(*TOLD, Command.TALK)
    found = recorded(store)
    person = found["participants"][0]
    assert " ".join(found) == "reference person participants"
    assert " ".join(person) == "invitation to relationship language channel status consents answers flags"
    assert " ".join(person["consents"][0]) == (
        "statement version wording wording_sha256 language channel decision decided_at"
    )
    assert " ".join(person["answers"][0]) == (
        "link_id section question value attachments language channel revision superseded answered_at"
    )
    assert " ".join(person["flags"][0]) == "kind raised_at closed_at"


def test_answers_come_in_the_order_of_the_questionnaire(store: Store) -> None:
    """Every revision, whatever was said when; words at the short name join its question."""
    visitor = consenting(store, invited(store))
    visitor.does(*TOLD[:4], Say(words="Mags", sent=100), Next("P1"))
    visitor.does(Say(words="Or Maggie", sent=101), *TOLD[5:])
    visitor.does(Change("R1"), Choose("R1", "friend"))
    assert [a for a in answers(store) if a[3] != {"absent": "skipped"}] == [
        ("R1", 1, True, {"codes": ["sibling"]}),
        ("R1", 2, False, {"codes": ["friend"]}),
        ("P1", 1, False, {"text": ["Mags", "Or Maggie"]}),
        ("P2", 1, False, {"text": [STORY, SUM]}),
    ]


def test_an_answer_that_is_still_growing_is_in_the_record(store: Store) -> None:
    consenting(store, invited(store)).does(*TOLD[:6])
    assert answers(store)[-1] == ("P2", 1, False, {"text": [STORY]})


def test_codes_of_a_multiple_choice_grow_and_an_empty_value_is_left_out(store: Store) -> None:
    visitor = consenting(store, invited(store))
    visitor.skips_to("H2")
    visitor.does(Toggle("H2", "heart"), Toggle("H2", "epilepsy"))
    assert answers(store)[-1] == ("H2", 1, False, {"codes": ["epilepsy", "heart"]})
    visitor.does(Toggle("H2", "heart", on=False), Toggle("H2", "epilepsy", on=False))
    assert "H2" not in [a[0] for a in answers(store)]


def test_the_three_absent_reasons_are_alone_in_their_value(store: Store) -> None:
    consenting(store, invited(store)).does(*TOLD)
    assert answers(store)[5] == ("P1", 1, False, {"absent": "skipped"})


def test_who_somebody_is_and_consents_are_no_answers(store: Store) -> None:
    """The language is one: W1 is a question."""
    visitor = Visitor(store)
    visitor.opens(invited(store, language=None))
    visitor.does(CONSENT[0], Choose("W1", "en"), *CONSENT[1:], *TOLD[:1])
    assert [a[0] for a in answers(store)] == ["W1", "W3", "R1"]


def test_nothing_said_is_changed_on_the_way(store: Store) -> None:
    words = " =cmd|' /C calc'!A0\t\n\n{name} \u202e\x00 𝄞 مارغريت é\r\n "
    consenting(store, invited(store)).does(*TOLD[:2], Say(words=words, sent=100))
    assert answers(store)[-1][3] == {"text": [words]}


def test_a_closed_flag_says_when(store: Store) -> None:
    consenting(store, invited(store)).does(Command.HELP)
    with store.begin() as work:
        close_flag(work, open_flags(work)[0].id, LATER)
        work.commit()
    assert participant(store)["flags"] == [
        {"kind": "help", "raised_at": "2026-11-23T10:09:00+00:00", "closed_at": "2026-11-23T11:00:00+00:00"}
    ]


# Participants


def test_everybody_who_was_invited_is_there_in_order(store: Store) -> None:
    with store.begin() as work:
        review_id, other = a_review(work), a_review(work, "LR-2")
        made = [an_invitation(work, review_id, to=f"Invitee {n}", now=NOW + timedelta(seconds=n)) for n in range(3)]
        an_invitation(work, other, to="Somebody else")
        work.commit()
    consenting(store, made[1]).does(*TOLD)
    found = recorded(store)["participants"]
    assert [p["invitation"] for p in found] == [m.id for m in made]
    assert [(p["status"], len(p["answers"]), len(p["consents"])) for p in found] == [
        ("issued", 0, 0),
        ("in-progress", 7, 5),
        ("issued", 0, 0),
    ]
    assert (found[0]["language"], found[0]["channel"]) == ("en", None)


def test_a_visit_that_nobody_said_yes_in_has_a_status_and_its_flags(store: Store) -> None:
    """Who needs an interpreter has said so before saying who they are."""
    visitor = Visitor(store)
    visitor.opens(invited(store, language=None))
    visitor.does(CONSENT[0], Choose("W1", "bsl"))
    found = participant(store)
    assert (found["status"], found["channel"], found["language"]) == ("elsewhere", None, None)
    assert (found["consents"], found["answers"]) == ([], [])
    assert [f["kind"] for f in found["flags"]] == ["interpreter"]


def test_what_another_visit_left_is_not_in_the_record(store: Store) -> None:
    made = invited(store, language=None)
    stranger = Visitor(store, "7002")
    stranger.opens(made)
    stranger.does(CONSENT[0], Choose("W1", "en"), Choose("W2", "no"))
    assert participant(store)["status"] == "not-them"
    assert participant(store)["answers"] == []
    visitor = Visitor(store)
    visitor.opens(made)
    visitor.does(CONSENT[0], Choose("W1", "en"), *CONSENT[1:], *TOLD)
    found = participant(store)
    assert (found["status"], len(found["answers"])) == ("in-progress", 8)


def test_withdrawn_and_erased(store: Store) -> None:
    made = invited(store)
    visitor = consenting(store, made)
    visitor.does(*TOLD, Command.WITHDRAW, Yes("withdraw"))
    found = participant(store)
    assert (found["to"], found["status"], found["answers"], len(found["consents"])) == (INVITEE, "withdrawn", [], 5)
    with store.begin() as work:
        erasure.erase(work, made.id, LATER)
        work.commit()
    found = participant(store)
    assert (found["to"], found["status"], found["answers"], found["consents"]) == (None, "withdrawn", [], [])
    assert found["invitation"] == made.id


def test_a_link_that_ran_out(store: Store) -> None:
    invited(store)
    with store.read() as work:
        (found,) = record(work, REFERENCE, EXPIRES)["participants"]
    assert found["status"] == "expired"


def test_a_review_without_an_invitation_and_no_review(store: Store) -> None:
    with store.begin() as work:
        a_review(work)
        work.commit()
    assert recorded(store) == {"reference": REFERENCE, "person": PERSON, "participants": []}
    with pytest.raises(NotFound, match="LR-9"):
        recorded(store, "LR-9")


def test_one_query_a_table_whatever_was_said(store: Store) -> None:
    with store.begin() as work:
        review_id = a_review(work)
        made = [an_invitation(work, review_id) for _ in range(3)]
        work.commit()
    for number, one in enumerate(made):
        consenting(store, one, str(number)).does(*TOLD)
    statements: list[str] = []
    with store.read() as work:
        event.listen(work.connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
        record(work, REFERENCE, LATER)
    assert len(statements) == 5
