"""What somebody else began is set aside: kept, marked, shown to nobody but the reviewer; and it can stand again."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.documents.table import as_csv
from dialogs.inputs import Channel, Choose, Command, Say, Yes
from storage.engine.unit_of_work import Store
from storage.keys.credentials import Credentials
from storage.record import erasure, reading
from storage.repositories import browsers, claims, invitations, openings, responses
from storage.repositories.browsers import Entered, NoWay, WhoBegan, WordsWanted
from storage.repositories.claims import Claim
from storage.repositories.flags import open_flags
from storage.schema.tables import claims as claim_rows
from storage.schema.tables import invitations as invitation_rows
from storage.schema.tables import outbox
from storage.schema.tables import responses as response_rows
from storage.schema.vocabulary import ClaimState
from tests.records import Json, record
from tests.storage.people import (
    CONSENT,
    LATER,
    NOW,
    REFERENCE,
    STORY,
    TOLD,
    Invited,
    Visitor,
    around,
    consenting,
    invited,
    rows,
)

ANN, EVE = b"a" * 32, b"e" * 32
HERS = "She loved the sea."


def enters(store: Store, made: Invited, cookie: bytes, now: datetime = LATER, old: bytes | None = None) -> Any:
    """Press Start in a browser."""
    with store.begin() as work:
        entry = browsers.enter(work, made.credentials.token, old, cookie, around(now))
        work.commit()
    return entry


def gives_words(store: Store, made: Invited, cookie: bytes, now: datetime = LATER, words: str | None = None) -> Any:
    """Type the check words in a browser."""
    with store.begin() as work:
        given = words or made.credentials.check_word or ""
        entry = browsers.enter_with_words(work, made.credentials.token, given, None, cookie, around(now))
        work.commit()
    return entry


def says(store: Store, made: Invited, cookie: bytes, *, was_me: bool, now: datetime = LATER) -> Any:
    """Say whether it was oneself."""
    with store.begin() as work:
        entry = browsers.answer(work, made.credentials.token, cookie, around(now), was_me=was_me)
        work.commit()
    return entry


def takes_back(store: Store, cookie: bytes, now: datetime = LATER) -> bool:
    """Say that it was oneself after all."""
    with store.begin() as work:
        done = browsers.take_back(work, cookie, now) is not None
        work.commit()
    return done


def puts_out(store: Store, made: Invited, cookie: bytes = ANN, now: datetime = LATER) -> int:
    """Give the words and say that it was somebody else; gives the new response."""
    assert isinstance(gives_words(store, made, cookie, now), WhoBegan)
    entry = says(store, made, cookie, was_me=False, now=now)
    assert isinstance(entry, Entered)
    return entry.response_id


def begins_anew(store: Store, made: Invited, response_id: int) -> Visitor:
    """Go on as who has begun anew on the page, up to their first words."""
    ann = Visitor(store, ANN.hex(), Channel.PAGE, LATER)
    assert ann.sees().response_id == response_id
    ann.does(*CONSENT, Choose("R1", "sibling"), Say(words=HERS, sent=900))
    return ann


def participants(store: Store, now: datetime = LATER) -> list[Json]:
    """Everybody in the record."""
    with store.read() as work:
        found: list[Json] = record(work, REFERENCE, now)["participants"]
    return found


def said(participant: Json) -> str:
    """All the words of somebody in the record."""
    return " ".join(text for a in participant["answers"] for text in a["value"].get("text", ()))


@pytest.fixture
def made(store: Store) -> Invited:
    """An invitation with which somebody in Telegram has begun and told a story."""
    made = invited(store)
    consenting(store, made).does(*TOLD)
    return made


def test_the_words_show_nothing_until_it_is_known_who_began(store: Store, made: Invited) -> None:
    assert isinstance(enters(store, made, ANN), WordsWanted)
    assert isinstance(gives_words(store, made, ANN, words="spoon spoon"), WordsWanted)
    assert isinstance(says(store, made, ANN, was_me=True), WordsWanted)
    assert gives_words(store, made, ANN) == WhoBegan(NOW)
    with store.read() as work:
        assert browsers.asked(work, made.credentials.token, ANN, LATER) == WhoBegan(NOW)
        assert browsers.asked(work, made.credentials.token, EVE, LATER) is None
        assert browsers.asked(work, made.credentials.token, ANN, LATER + claims.ASKS) is None
        assert browsers.visits(work, [ANN], LATER) == {}
    assert isinstance(says(store, made, ANN, was_me=True, now=LATER + claims.ASKS), WordsWanted)


def test_after_a_yes_both_go_on(store: Store, made: Invited) -> None:
    gives_words(store, made, ANN)
    assert isinstance(says(store, made, ANN, was_me=True), Entered)
    with store.read() as work:
        assert browsers.visits(work, [ANN], LATER)
    assert Visitor(store).opens(made)
    [one] = participants(store)
    assert "doubted" not in one
    assert said(one).startswith(STORY)


def test_after_a_no_what_was_written_is_kept_apart(store: Store, made: Invited) -> None:
    ann = begins_anew(store, made, puts_out(store, made))
    theirs, other = participants(store)
    assert "doubted" not in theirs
    assert (said(theirs), said(other)) == (HERS, f"{STORY} =1+1 was her favourite sum")
    assert (other["doubted"], other["invitation"], other["channel"]) == (True, theirs["invitation"], "telegram")
    assert (theirs["status"], theirs["channel"]) == ("in-progress", "page")
    assert [f["kind"] for f in other["flags"]] == ["doubted"]
    assert theirs["flags"] == []
    asked = [c["statement"] for c in other["consents"]]
    assert [statement for statement in asked if statement != "C2"] == [c["statement"] for c in theirs["consents"]]
    assert STORY not in str(ann.sees().response)


def test_the_table_marks_each_row(store: Store, made: Invited) -> None:
    begins_anew(store, made, puts_out(store, made))
    with store.read() as work:
        found = list(csv.DictReader(io.StringIO(as_csv(reading.record(work, REFERENCE, LATER)))))
    assert {row["text"].partition("\r")[0].partition("\n")[0]: row["doubted"] for row in found if row["text"]} == {
        HERS: "no",
        STORY: "yes",
    }


def test_the_lists_say_so(store: Store, made: Invited) -> None:
    consenting_again = Visitor(store)
    consenting_again.does(Command.TALK)
    puts_out(store, made)
    with store.read() as work:
        [listed] = invitations.invitations_of(work)
        flags = open_flags(work)
    assert (listed.doubted, listed.bound, listed.answered) == (True, False, 0)
    assert [(f.kind, f.doubted) for f in flags] == [("talk", True), ("doubted", True)]


def test_whoever_was_put_out_is_out_everywhere(store: Store) -> None:
    """In the browser that began, in one that came later with the words, in one that never said who it was, and in Telegram."""
    made = invited(store)
    eve = Visitor(store, EVE.hex(), Channel.PAGE, LATER)
    eves = enters(store, made, EVE).response_id
    enters(store, made, b"u" * 32)
    eve.does(*CONSENT)
    gives_words(store, made, b"x" * 32)
    says(store, made, b"x" * 32, was_me=True)
    puts_out(store, made)
    with store.begin() as work:
        assert browsers.visits(work, [EVE, b"x" * 32, b"u" * 32], LATER) == {}
        assert set(browsers.visits(work, [ANN], LATER)) == {ANN}
        assert responses.load(work, [eve.lookup], around(LATER)) == []
        assert responses.load_by_id(work, [eves], around(LATER))[0].blocked
        assert responses.peek(work, eves, around(LATER)) is None
    for old in (EVE, b"x" * 32, b"u" * 32):
        assert isinstance(enters(store, made, b"n" * 32, old=old), WordsWanted)
    assert not Visitor(store, "7002").opens(made)


def test_until_they_say_who_they_are_nobody_else_begins_without_the_words(store: Store, made: Invited) -> None:
    first = puts_out(store, made)
    assert isinstance(enters(store, made, EVE), WordsWanted)
    assert not Visitor(store).opens(made)
    assert isinstance(enters(store, made, b"b" * 32, old=ANN), Entered)
    entry = gives_words(store, made, EVE)
    assert isinstance(entry, Entered)
    assert entry.response_id != first


def test_it_is_taken_back_in_the_same_visit(store: Store, made: Invited) -> None:
    begun, new = Visitor(store).sees().response_id, puts_out(store, made)
    begins_anew(store, made, new)
    assert takes_back(store, ANN)
    one, beside = participants(store)
    assert said(one).startswith(STORY)
    assert (beside["doubted"], said(beside)) == (True, HERS)
    assert [f["kind"] for f in one["flags"]] == ["doubted"]
    with store.begin() as work:
        assert responses.load(work, [Visitor(store).lookup], around(LATER))[0].available
        assert browsers.visits(work, [ANN], LATER)[ANN].response_id == begun
    assert not takes_back(store, ANN)
    assert puts_out(store, made, EVE, LATER + timedelta(minutes=1)) not in (begun, new)


def test_later_it_stays(store: Store, made: Invited) -> None:
    puts_out(store, made)
    assert not takes_back(store, ANN, LATER + claims.UNDONE_WITHIN)
    assert not takes_back(store, EVE)
    with store.begin() as work:
        browsers.leave(work, ANN)
        work.commit()
    assert not takes_back(store, ANN)


def test_nothing_said_again_leaves_no_second_participant(store: Store, made: Invited) -> None:
    puts_out(store, made)
    takes_back(store, ANN)
    assert len(participants(store)) == 1


def test_whoever_has_overheard_the_words_can_be_put_out_in_turn(store: Store, made: Invited) -> None:
    begins_anew(store, made, puts_out(store, made))
    third = puts_out(store, made, EVE, LATER + timedelta(minutes=5))
    assert not takes_back(store, ANN, LATER + timedelta(minutes=6))
    eve = Visitor(store, EVE.hex(), Channel.PAGE, LATER + timedelta(minutes=6))
    assert eve.sees().response_id == third
    eve.does(*CONSENT, Command.WITHDRAW, Yes("withdraw"))
    puts_out(store, made, b"c" * 32, LATER + timedelta(hours=1))
    _, *aside = participants(store, LATER + timedelta(hours=1))
    assert [(p["doubted"], said(p)[:10]) for p in aside] == [(True, STORY[:10]), (True, HERS[:10]), (True, "")]


def test_a_withdrawal_deletes_nothing_of_what_is_set_aside(store: Store, made: Invited) -> None:
    before = participants(store)[0]["answers"]
    ann = begins_anew(store, made, puts_out(store, made))
    ann.does(Command.WITHDRAW, Yes("withdraw"))
    theirs, other = participants(store)
    assert (theirs["status"], theirs["answers"]) == ("withdrawn", [])
    assert other["answers"] == before
    assert [f["kind"] for f in other["flags"]] == ["doubted"]


def test_erasing_takes_everything(store: Store, made: Invited) -> None:
    begins_anew(store, made, puts_out(store, made))
    with store.begin() as work:
        erasure.erase(work, made.id, LATER)
        work.commit()
    for table in (response_rows, claim_rows, outbox):
        assert rows(store, table) == []


def test_the_same_account_may_begin_anew(store: Store, made: Invited) -> None:
    """Eve's account had the response that was set aside; with the words it has a new one."""
    second = puts_out(store, made)
    begins_anew(store, made, second)
    eve = Visitor(store)
    with store.begin() as work:
        claim = Claim(who=eve.lookup, invitation_id=made.id, state=ClaimState.ASKED, since=LATER, response_id=second)
        claims.set_aside(work, claim, LATER + timedelta(minutes=9))
        found = openings.openable(work, openings.TOKEN, work.vault.link(made.credentials.token), eve.lookup, LATER)
        assert found is None
        [row] = work.execute(select(invitation_rows).where(invitation_rows.c.id == made.id)).all()
        openings.open_visit(work, row, eve.lookup, Channel.TELEGRAM, "7001", around(LATER))
        work.commit()
    assert eve.sees().response_id > second
    assert len(participants(store)) == 3


def test_a_link_that_would_be_over_stays_open_for_whoever_begins_anew(store: Store, made: Invited) -> None:
    late = NOW + timedelta(days=60)
    response_id = puts_out(store, made, now=late)
    with store.begin() as work:
        [found] = responses.load(work, [store.vault.hash("page", ANN.hex())], around(late))
        assert (found.response_id, found.available) == (response_id, True)
        [listed] = invitations.invitations_of(work)
        assert listed.expires_at == late + claims.ANEW


def test_renewing_forgets_who_was_asked(store: Store, made: Invited) -> None:
    gives_words(store, made, ANN)
    with store.begin() as work:
        invitations.renew(work, made.id, Credentials.fresh(), NOW + timedelta(days=28))
        work.commit()
    with store.read() as work:
        assert work.execute(select(func.count()).select_from(claim_rows)).scalar() == 0


def test_nobody_is_asked_once_it_is_revoked(store: Store, made: Invited) -> None:
    gives_words(store, made, EVE)
    with store.begin() as work:
        invitations.revoke(work, [made.id], LATER)
        work.commit()
    assert isinstance(says(store, made, EVE, was_me=False), NoWay | WordsWanted)
    assert isinstance(gives_words(store, made, ANN), Entered)


def test_leaving_forgets_every_cookie_that_a_browser_has_had(store: Store) -> None:
    made = invited(store)
    first, second, third = (bytes([n]) * 32 for n in (1, 2, 3))
    enters(store, made, first)
    enters(store, made, second, old=first)
    Visitor(store, first.hex(), Channel.PAGE, LATER).does(*CONSENT)
    enters(store, made, third, old=second)
    with store.begin() as work:
        browsers.leave(work, third)
        work.commit()
    for old in (first, second, third):
        assert isinstance(enters(store, made, EVE, old=old), WordsWanted)
