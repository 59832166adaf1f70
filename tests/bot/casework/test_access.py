"""Who may do what: every role tries every deed. What is done is in the log, and what is refused leaves nothing."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

from bot import casework
from bot.casework import handover, overdue, records, retention, reviews
from bot.casework.access import MAY, Deed, Refused
from bot.casework.reviews import NewReview
from dialogs.review import ATTESTED, IN_THE_WAY, Warning_
from storage.engine.unit_of_work import Store
from storage.record.audit import entries
from tests.bot.casework.world import TRIALS, WORDS, World, world

GRID = """
                      own  other  cover  lead  operator  clock
review.open           yes  -      yes    -     yes       -
review.edit           yes  -      yes    -     yes       -
review.assign         yes  -      -      yes   yes       -
review.hold           yes  -      yes    -     yes       -
review.resume         yes  -      yes    -     yes       -
review.close          yes  -      yes    -     yes       -
review.reopen         yes  -      yes    -     yes       -
review.cover          yes  -      -      yes   yes       -
flag.close            yes  -      yes    -     yes       -
flag.reopen           yes  -      yes    -     yes       -
flag.chase            -    -      -      -     -         yes
flag.escalate         -    -      -      -     -         yes
invitation.make       yes  -      yes    -     yes       -
invitation.renew      yes  -      yes    -     yes       -
invitation.revoke     yes  -      yes    -     yes       -
invitation.edit       yes  -      yes    -     yes       -
invitation.withdraw   yes  -      yes    -     yes       -
invitation.erase      yes  -      -      -     yes       -
record.look           yes  -      yes    yes   yes       -
record.take           yes  -      yes    yes   yes       -
reviewer.add          -    -      -      yes   yes       -
reviewer.edit         -    -      -      yes   yes       -
reviewer.code         -    -      -      yes   yes       -
reviewer.enrol        yes  yes    yes    yes   -         -
reviewer.remove       -    -      -      yes   yes       -
keys.rotate           -    -      -      -     yes       -
dead-letter.retry     -    -      -      -     yes       -
invitation.move       yes  -      yes    -     yes       -
invitation.unbind     -    -      -      -     yes       -
review.expire         -    -      -      -     yes       yes
invitation.expire     -    -      -      -     yes       yes
store.backup          -    -      -      -     yes       -
store.restore         -    -      -      -     yes       -
"""
# They do another deed for each review, and for each flag.
OF_OTHERS = {handover.hand_over, overdue.chase_all, records.take_all, retention.let_go_of_all}


def test_every_deed_has_its_line_in_the_table_and_its_trial() -> None:
    assert list(MAY) == list(Deed) == list(TRIALS)
    # Whether rows were tampered with is no deed: nobody's words are shown.
    assert {function for function, _ in TRIALS.values()} == set(deeds()) - OF_OTHERS - {records.doubts}


def test_every_role_tries_every_deed(sqlite_store: Store) -> None:
    """The grid above, found by trying; each deed that is done writes one entry, without a word of anybody."""
    there = world(sqlite_store)
    found = {(deed, who): outcome(there, deed, who) for deed in Deed for who in there.actors}
    assert found == wanted()


def outcome(there: World, deed: Deed, who: str) -> str:
    """Whether somebody may, by trying. A deed in one transaction is rolled back; another one's entry is there by now."""
    actor, (function, does) = there.actors[who], TRIALS[deed]
    looks = "looking" in inspect.signature(function).parameters
    with there.store.read() as work:
        before = len(list(entries(work)))
    try:
        if looks:
            does(there.looking(actor), there)
        with there.store.begin() as work:
            if not looks:
                does(there.by(work, actor), there)
            for write in work.last:
                write()
            (entry,) = list(entries(work))[before:]
    except Refused:
        return "-"
    assert entry["deed"] == deed
    assert entry["actor"] == str(actor) or deed is Deed.REVIEWER_ENROL
    assert [word for word in WORDS if word in str(entry)] == []
    return "yes"


def wanted() -> dict[tuple[str, str], str]:
    head, *lines = (line.split() for line in GRID.strip().splitlines())
    return {(deed, who): may for deed, *row in lines for who, may in zip(head, row, strict=True)}


def deeds() -> list[object]:
    """Every function of casework that somebody does something by."""
    modules = [importlib.import_module(f"bot.casework.{m.name}") for m in pkgutil.iter_modules(casework.__path__)]
    return [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and {"by", "looking"} & {*inspect.signature(function).parameters}
    ]


def test_a_review_is_opened_only_when_all_is_confirmed(sqlite_store: Store) -> None:
    """Whoever asks for it: the deed itself looks."""
    there, whole = world(sqlite_store), [Warning_.UNDER_18, Warning_.AGE_UNKNOWN, *ATTESTED]
    cases = [(code, age) for code, age in zip(whole, (17, None, *[50] * len(ATTESTED)), strict=True)]
    with sqlite_store.begin() as work:
        for missing, age in [*cases, ("below the age", 3)]:
            told = [code for code in whole if code != missing]
            new = NewReview(reference="LR-2", person="Margaret", age=age, confirmed=told, reviewer_id=None)
            with pytest.raises(Refused, match=missing):
                reviews.open_review(there.by(work, there.actors["operator"]), new)
        waits = NewReview(
            reference="LR-2",
            person="Margaret",
            age=50,
            confirmed=[code for code in ATTESTED if code != IN_THE_WAY],
            reviewer_id=None,
            held=True,
        )
        assert reviews.open_review(there.by(work, there.actors["operator"]), waits)


def test_a_deed_that_is_refused_leaves_nothing(store: Store) -> None:
    there = world(store)
    with store.begin() as work, pytest.raises(Refused, match="not your review"):
        TRIALS[Deed.REVIEW_HOLD][1](there.by(work, there.actors["other"]), there)
    with store.read() as work:
        assert list(entries(work)) == []
