"""Withdraw and erase: what goes, what stays, and that nothing opens what is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from dialogs.inputs import Choose, Command, Say, Yes
from dialogs.invitation import status
from dialogs.turn import SAFETY, FlagKind
from storage.engine.unit_of_work import Store
from storage.inbox import dead_letters, throttling
from storage.keys.sealing import SealError, place
from storage.outbox import queue
from storage.outbox.queue import Letter
from storage.record import erasure
from storage.repositories import reminders as reminders_of
from storage.repositories import responses
from storage.repositories.flags import close_flag, open_flags, raise_flags
from storage.repositories.invitations import invitation, sealer_of
from storage.repositories.reviews import NotFound
from storage.schema.columns import Base
from storage.schema.tables import (
    accounts,
    invitations,
    reminders,
    throttles,
)
from storage.schema.tables import dead_letters as dead_letter_rows
from storage.schema.tables import flags as flag_rows
from storage.schema.tables import notices as notice_rows
from storage.schema.tables import outbox as outbox_table
from storage.schema.tables import responses as responses_table
from storage.schema.vocabulary import Bot
from tests.storage.kept import answers, decisions, flags
from tests.storage.people import (
    CONSENT,
    INVITEE,
    LATER,
    NOW,
    REFERENCE,
    STORY,
    TOLD,
    Invited,
    Visitor,
    a_review,
    an_invitation,
    around,
    consenting,
    invited,
    rows,
)

WITHDRAWING = (Command.WITHDRAW, Yes("withdraw"))
STAYS = ("help", "distress", "safeguarding", "safeguarding-urgent")


def talkative(store: Store, made: Invited, user: str = "7001") -> Visitor:
    """Somebody who has left something in every table there is."""
    visitor = consenting(store, made, user)
    visitor.does(*TOLD, Command.TALK)
    seen = visitor.sees()
    lane = f"families:{visitor.lookup.hex()}"
    with store.begin() as work:
        reminders_of.remind(work, seen.response_id, "come-back", LATER)
        theirs: dict[str, Any] = {"bot": "families", "lane": lane, "method": "sendMessage"}
        ours = {**theirs, "response_id": seen.response_id, "key_of": made.id, "sealer": seen.sealer}
        letters = [
            Letter(**ours, wire={"text": "sent"}, place="P2"),
            Letter(**ours, wire={"text": STORY}),
            Letter(**theirs, wire={"chat_id": user}),
        ]
        queue.enqueue(work, letters, NOW)
        work.execute(update(outbox_table).where(outbox_table.c.place.is_not(None)).values(state="sent", message_id=40))
        dead_letters.keep(work, Bot.FAMILIES, lane, 9, STORY, "KeyError", NOW)
        throttling.count(work, visitor.lookup, NOW)
        work.commit()
    return visitor


def erase(store: Store, made: Invited) -> None:
    """Erase and commit."""
    with store.begin() as work:
        erasure.erase(work, made.id, LATER)
        work.commit()


def dump(store: Store) -> str:
    """Everything in every table, as text; bytes in hexadecimal."""
    return "\n".join(
        " ".join(value.hex() if isinstance(value, bytes) else str(value) for value in row)
        for table in Base.metadata.sorted_tables
        for row in rows(store, table)
    )


# Withdraw


def test_withdrawing_deletes_every_answer(store: Store) -> None:
    visitor = talkative(store, invited(store))
    visitor.does(*WITHDRAWING)
    assert answers(store) == []
    for table in (reminders, dead_letter_rows):
        assert rows(store, table) == []
    assert {flag.kind for flag in flags(store)} <= SAFETY
    assert visitor.sees().response.answers == {}
    assert visitor.sees().response.status == "withdrawn"


@pytest.mark.parametrize("closed", [False, True])
def test_withdrawing_leaves_what_says_that_somebody_may_not_be_safe(store: Store, closed: bool) -> None:
    """It stays as it was, open until it is closed; every other flag goes."""
    visitor = consenting(store, invited(store))
    response = visitor.sees().response_id
    with store.begin() as work:
        raise_flags(work, [(response, kind) for kind in FlagKind], NOW)
        for flag in open_flags(work) if closed else ():
            close_flag(work, flag.id, LATER)
        work.commit()
    visitor.does(*WITHDRAWING)
    assert {flag.kind: flag.closed_at for flag in flags(store)} == dict.fromkeys(STAYS, LATER if closed else None)
    with store.read() as work:
        assert {(flag.kind, flag.withdrawn) for flag in open_flags(work)} == (
            {*()} if closed else {(k, True) for k in STAYS}
        )


def test_flags_and_a_withdrawal_in_one_round_leave_safety_alone(store: Store) -> None:
    visitor = consenting(store, invited(store))
    visitor.does(Command.TALK, Command.HELP, Say(words="I want to die", sent=300), *WITHDRAWING)
    assert sorted(flag.kind for flag in flags(store)) == ["distress", "help"]


def test_a_flag_that_stayed_is_closed_and_erased(store: Store) -> None:
    made = invited(store)
    visitor = consenting(store, made)
    visitor.does(Command.HELP)
    visitor.does(*WITHDRAWING)
    with store.begin() as work:
        close_flag(work, open_flags(work)[0].id, LATER)
        work.commit()
    assert [flag.closed_at for flag in flags(store)] == [LATER]
    erase(store, made)
    assert flags(store) == []


def test_withdrawing_keeps_the_name_and_the_consents_readable(store: Store) -> None:
    made = invited(store)
    visitor = talkative(store, made)
    visitor.does(*WITHDRAWING)
    assert visitor.sees().response.people.invitee == INVITEE
    assert ["1. Yes" in decision.wording for decision in decisions(store)] == [True] * 5
    with store.read() as work:
        found = invitation(work, made.id)
    assert (found.to, status(found, LATER), found.asked, found.answered) == (INVITEE, "withdrawn", 0, 0)


def test_the_old_key_opens_nothing(store: Store) -> None:
    made = invited(store)
    visitor = talkative(store, made)
    (before,) = rows(store, invitations)
    old = visitor.sees().sealer
    visitor.does(*WITHDRAWING)
    (after,) = rows(store, invitations)
    assert before.data_key != after.data_key
    sealed = [(place("invitation", made.id, "to"), after.to)]
    sealed += [(place("response", r.id, "state"), r.state) for r in rows(store, responses_table)]
    sealed += [(place("response", r.id, "history"), r.history) for r in rows(store, responses_table)]
    for where, value in sealed:
        with pytest.raises(SealError):
            old.open(where, value)


def test_what_was_not_sent_yet_will_not_be(store: Store) -> None:
    """What was sent keeps its place in the chat; what is nobody's own goes its way."""
    visitor = talkative(store, invited(store))
    visitor.does(*WITHDRAWING)
    assert [(r.state, r.place is None, r.message_id, r.payload is None) for r in rows(store, outbox_table)] == [
        ("sent", False, 40, True),
        ("due", True, None, False),
    ]


def test_an_answer_and_a_withdrawal_in_one_round_leave_no_answer(store: Store) -> None:
    visitor = consenting(store, invited(store))
    visitor.does(*TOLD, Say(words=STORY, sent=300), *WITHDRAWING)
    assert answers(store) == []


def test_other_visits_of_the_invitation_can_still_be_loaded(store: Store) -> None:
    """They were sealed with the key that is gone."""
    made = invited(store)
    stranger = Visitor(store, "7002")
    stranger.opens(made)
    stranger.does(CONSENT[0], Choose("W2", "no"))
    talkative(store, made).does(*WITHDRAWING)
    assert stranger.sees().response.status == "not-them"
    assert not stranger.sees().available


def test_others_in_the_same_review_keep_everything(store: Store) -> None:
    with store.begin() as work:
        review_id = a_review(work)
        first, second = an_invitation(work, review_id), an_invitation(work, review_id)
        work.commit()
    other = talkative(store, second, "7002")
    before = (other.sees().response, len(answers(store)))
    talkative(store, first).does(*WITHDRAWING)
    assert (other.sees().response, len(answers(store))) == before


# Erase


def test_erasing_leaves_an_empty_invitation(store: Store) -> None:
    made = invited(store)
    talkative(store, made)
    erase(store, made)
    for table in (flag_rows, reminders, notice_rows, responses_table, accounts, dead_letter_rows, throttles):
        assert rows(store, table) == [], table
    assert rows(store, outbox_table) == []
    with store.read() as work:
        found = invitation(work, made.id)
        assert (found.to, found.erased, status(found, LATER)) == (None, True, "withdrawn")
        with pytest.raises(NotFound, match="erased"):
            sealer_of(work, made.id)


def test_nothing_of_an_erased_participant_is_anywhere(store: Store) -> None:
    """Neither in clear nor sealed: every sealed value and every hash of before is gone."""
    made = invited(store)
    visitor = talkative(store, made, "7001234567")
    seen = visitor.sees()
    hers = [value for row in rows(store, responses_table) for value in (row.state, row.history)]
    hers += [value for row in rows(store, invitations) for value in (row.to, row.data_key)]
    hers += [seen.lookup, *(row.address for row in rows(store, accounts))]
    before = dump(store)
    assert all(value.hex() in before for value in hers)
    erase(store, made)
    after = dump(store)
    words = [INVITEE, STORY, "7001234567", visitor.lookup.hex(), *(value.hex() for value in hers)]
    assert [word for word in words if word in after] == []
    assert REFERENCE in after


def test_the_file_says_nothing_of_an_erased_participant(sqlite_store: Store, tmp_path: Path) -> None:
    """Deleted rows are overwritten, so that the pages of the file hold nothing either."""
    made = invited(sqlite_store)
    talkative(sqlite_store, made)
    hers = [value for row in rows(sqlite_store, responses_table) for value in (row.state, row.history)]
    erase(sqlite_store, made)
    sqlite_store.close()
    left = b"".join(path.read_bytes() for path in tmp_path.glob("record.db*"))
    assert REFERENCE.encode() in left
    assert [value for value in hers if value in left] == []


def test_an_account_with_another_invitation_stays_and_turns_to_it(store: Store) -> None:
    with store.begin() as work:
        first, second = (an_invitation(work, a_review(work, reference)) for reference in (REFERENCE, "LR-2"))
        work.commit()
    visitor = talkative(store, first)
    talkative(store, second)
    erase(store, second)
    assert visitor.sees().invitation_id == first.id
    assert visitor.sees().response.answers["P2"].text[0].text == STORY
    assert [r.response_id for r in answers(store)] == [visitor.sees().response_id] * 7


def test_an_account_stays_with_the_invitation_it_was_at(store: Store) -> None:
    with store.begin() as work:
        made = [an_invitation(work, a_review(work, f"LR-{n}")) for n in range(3)]
        work.commit()
    visitor = Visitor(store)
    for one in (made[1], made[2], made[0]):
        visitor.opens(one)
    erase(store, made[2])
    assert visitor.sees().invitation_id == made[0].id


def test_others_keep_what_they_said(store: Store) -> None:
    with store.begin() as work:
        review_id = a_review(work)
        first, second = an_invitation(work, review_id), an_invitation(work, review_id)
        work.commit()
    talkative(store, first)
    other = talkative(store, second, "7002")
    kept = other.sees()
    erase(store, first)
    assert other.sees().response == kept.response
    assert {r.response_id for r in answers(store)} == {kept.response_id}
    assert {r.response_id for r in rows(store, outbox_table)} == {kept.response_id, None}
    assert len(rows(store, dead_letter_rows)) == len(rows(store, throttles)) == 1


def test_an_erased_invitation_opens_for_nobody(store: Store) -> None:
    made = invited(store)
    visitor = talkative(store, made)
    erase(store, made)
    assert not visitor.opens(made)
    with store.begin() as work:
        assert responses.load(work, [visitor.lookup], around()) == []


def test_erasing_before_anybody_came_and_erasing_again(store: Store) -> None:
    made = invited(store)
    erase(store, made)
    erase(store, made)
    with store.read() as work:
        assert work.execute(select(invitations.c.to)).scalar() is None
