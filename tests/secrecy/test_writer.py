"""A database writer without keys: everything they do is noticed, and the page shows them nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import insert, select, update

from bot.clock import utc_now
from dialogs.inputs import Choose
from storage.engine import proofs
from storage.engine.unit_of_work import Store, UnitOfWork, open_engine
from storage.keys.sealing import SealError
from storage.record.doubts import Doubts, doubts, unreadable
from storage.repositories import attachments, browsers, check_words, invitations, responses
from storage.schema import tables
from tests.bot.web.place import agreed, make_place, reaches
from tests.secrecy.writer import ATTACKS, MY_COOKIE, Writer, a_writer
from tests.storage.people import LATER, NOW, STORY, Visitor, around, rows


def after(writer: Writer, how: str) -> Doubts:
    """What is found after an attack, which is undone."""
    with writer.store.begin() as work:
        ATTACKS[how](writer, work.connection)
        return doubts(work)


def test_a_database_writer_without_keys_is_noticed(store: Store) -> None:
    writer = a_writer(store)
    with store.read() as work:
        assert not doubts(work)
        assert not unreadable(work)
    assert [how for how in ATTACKS if not after(writer, how)] == []


def test_what_the_service_does_later_hides_nothing(store: Store) -> None:
    """It goes on, and whatever it writes into a row that was tampered with, the row gives itself away still."""
    writer = a_writer(store)
    with store.begin() as work:
        for how in ("a link for ever", "wrong words put back", "a voice message lost", "consent out"):
            ATTACKS[how](writer, work.connection)
        work.connection.commit()
    with store.begin() as work:
        before = doubts(work)
        invitations.rename(work, writer.hers.id, "Anna")
        [row] = work.execute(select(tables.invitations).where(tables.invitations.c.id == writer.hers.id)).all()
        check_words.tried(work, row, "wrong once more", LATER)
        attachments.note_told(work, [writer.her_response])
        work.commit()
    Visitor(store).does(Choose("R1", "child"))
    with store.read() as work:
        assert doubts(work).changed == before.changed
        assert {*before.changed} == {"invitation", "response", "attachment"}
        assert {*before.moved} == {"wrong_words"} <= {*doubts(work).moved}


def test_a_long_value_of_which_the_end_was_left_alone_does_not_open(store: Store) -> None:
    writer = a_writer(store)
    with store.begin() as work:
        state = writer.was(tables.responses, id=writer.her_response)["state"]
        end = work.execute(
            select(tables.responses.c.state).where(tables.responses.c.id == writer.her_response)
        ).scalar_one()
        forged = state[: -proofs.TAG] + end[-proofs.TAG :]
        work.connection.execute(
            update(tables.responses).where(tables.responses.c.id == writer.her_response).values(state=forged)
        )
        assert unreadable(work) == [str(writer.her_response)]


def is_refused(writer: Writer, work: UnitOfWork) -> bool:
    """Whether nothing is loaded for the writer's own chat."""
    try:
        return not responses.load(work, [Visitor(writer.store, "7002").lookup], around(NOW))
    except SealError:
        return True


SHOWS_NOTHING: dict[str, Callable[[Writer, UnitOfWork], bool]] = {
    "a browser made": lambda _, work: not browsers.visits(work, [sha256(b"A" * 43).digest()], NOW),
    "a browser copied": lambda w, work: (
        browsers.visits(work, [MY_COOKIE], NOW)[MY_COOKIE].response_id != w.her_response
    ),
    "a browser at another response": lambda _, work: not browsers.visits(work, [MY_COOKIE], NOW),
    "a claim made": lambda w, work: browsers.take_back(work, MY_COOKIE, NOW) is None,
    "a link to move at another": lambda _, work: isinstance(
        browsers.enter(work, "move", None, MY_COOKIE, around(NOW)), browsers.NoWay
    ),
    "the link of one at another": lambda w, work: isinstance(
        browsers.enter(work, w.mine.credentials.token, None, MY_COOKIE, around(NOW)), browsers.NoWay
    ),
    "the chat of one at another": is_refused,
    "her response to another account": is_refused,
}


def test_a_database_writer_without_keys_gets_nothing(store: Store) -> None:
    writer = a_writer(store)
    got = []
    for how, shows_nothing in SHOWS_NOTHING.items():
        with store.begin() as work:
            ATTACKS[how](writer, work.connection)
            got += [] if shows_nothing(writer, work) else [how]
    assert got == []


async def test_a_database_writer_without_keys_gets_nothing_through_the_page(tmp_path: Path, database_url: str) -> None:
    place = make_place(tmp_path, database_url)
    engine, cookie = open_engine(database_url), "A" * 43
    async with place.served(), place.browser() as ann, place.browser() as eve:
        await agreed(ann, place.invited()[0])
        await reaches(ann, "P2")
        await ann.sends("next:P2", words=STORY)
        await agreed(eve, place.invited()[0])
        assert STORY in (await ann.asks("GET", "/chat/answers")).body
        first = min(row.id for row in rows(place.world.store, tables.responses))
        with engine.begin() as work:
            mine = work.execute(select(tables.browsers).where(tables.browsers.c.response_id != first)).one()
            later = utc_now() + timedelta(minutes=1)
            made = {"response_id": first, "opened_at": later, "used_at": later}
            work.execute(insert(tables.browsers), [{"cookie_hash": sha256(cookie.encode()).digest(), **made}])
            work.execute(insert(tables.browsers), [{**mine._mapping, **made}])
        for given in ({"Cookie": f"interview={cookie}"}, {}):
            for path in ("/chat", "/chat/answers", "/chat/answers.html"):
                answer = await eve.asks("GET", path, headers=given)
                assert STORY not in answer.body, (given, path)
        assert STORY in (await ann.asks("GET", "/chat/answers")).body
    engine.dispose()
    place.world.store.close()
