"""A stolen database without its keys tells no choice: a thief guesses none better than by naming its commonest code.

The thief knows everything that lies in the tables, days after the last of them has written: how many rows, how long, in which
order, when, and every word in the clear. What is in the clear is in the README.
"""

from __future__ import annotations

from collections import Counter

import pytest

from dialogs import leder
from dialogs.inputs import Channel
from dialogs.questionnaire import ItemType
from dialogs.record import Participant
from storage.engine.unit_of_work import Store
from storage.record.reading import record
from storage.repositories.reviews import all_reviews
from storage.schema.tables import responses
from tests.secrecy.crowd import Crowd, crowd
from tests.secrecy.thief import differing, gains, named, seen, stolen

MORE = 0.05
# So many of those who were asked must have chosen otherwise than most, else there is nothing to guess.
OTHERS = 0.08
# What names a response or its account in the order in which they began, and a number that is any.
NAMES = ("id: highest", "current: highest", "version: highest", ": first", ": last")


@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.PAGE])
def test_interviews_look_alike(sqlite_store: Store, channel: Channel) -> None:
    """Whatever was chosen, nothing that can be seen tells some of them from others, but the order in which they began."""
    those = crowd(sqlite_store, 24, channel=channel)
    those.goes_through()
    those.rests()
    _, features = seen(stolen(sqlite_store.engine))
    assert sorted(name for name in differing(features) if not name.endswith(NAMES)) == []


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("channel", [Channel.TELEGRAM, Channel.PAGE])
def test_of_two_hundred_interviews_no_choice_is_told(store: Store, channel: Channel) -> None:
    assert told(store, 200, channel) == []


def test_a_choice_in_the_clear_is_found(sqlite_store: Store) -> None:
    """The thief is no fool: one more row a choice, or one byte more, and it is told."""
    those = crowd(sqlite_store, 24)
    those.goes_through()
    those.rests()
    places, features = seen(stolen(sqlite_store.engine))
    codes = choices(sqlite_store, those)["H4"]
    for kind in ("length", "rows", "word"):
        planted = {
            **features,
            kind: [codes.get(place, "") if kind == "word" else len(codes.get(place, "")) for place in places],
        }
        assert gains(places, planted, {"H4": codes})["H4"] > MORE


def told(store: Store, number: int, channel: Channel = Channel.TELEGRAM) -> list[str]:
    """Return the choices of so many interviews that a thief guesses, and by how much too often."""
    those = crowd(store, number, channel=channel)
    those.goes_through()
    those.rests()
    made = choices(store, those)
    assert len(made) > 30, "there must be something to guess"
    return list(named(gains(*seen(stolen(store.engine)), made), MORE))


def choices(store: Store, those: Crowd) -> dict[str, dict[int, str]]:
    """Return what each response holds for each choice, as the keys show it: codes, decisions, age, relationship, flags."""
    found = dict[str, dict[int, str]]()
    with store.read() as work:
        visits = {row.invitation_id: row.id for row in work.execute(responses.select())}
        for review in all_reviews(work):
            for one in record(work, review.reference, those.now).participants:
                for name, code in {"age": str(review.age), **_chosen(one)}.items():
                    found.setdefault(name, {})[visits[one.invitation]] = code
    for of in found.values():
        of.update(dict.fromkeys(set(visits.values()) - of.keys(), "not asked"))
    return {name: dict(sorted(of.items())) for name, of in found.items() if _is_open(of)}


def _chosen(one: Participant) -> dict[str, str]:
    items = leder.load().items
    said = {"relationship": one.relationship, **{f"flag {flag.kind}": "raised" for flag in one.flags}}
    said |= {f"consent {made.statement}": made.decision for made in one.consents}
    for answer in one.answers:
        item = items.get(answer.link_id)
        if answer.superseded:
            continue
        if item is not None and item.type is ItemType.MULTIPLE:
            said |= {f"{answer.link_id} {code}": "taken" for code in answer.codes}
        said[answer.link_id] = answer.codes[0] if answer.codes else f"told {bool(answer.text)}"
    return said


def _is_open(of: dict[int, str]) -> bool:
    return len(of) - Counter(of.values()).most_common(1)[0][1] >= len(of) * OTHERS
