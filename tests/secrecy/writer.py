"""A database writer without keys: SQL alone, on a record in which a family has answered and another one, their own, too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from dialogs.flags import Outcome
from dialogs.inputs import Choose, Command, Say
from storage.engine.unit_of_work import Store
from storage.record import audit as log
from storage.record.audit import Entry
from storage.repositories import browsers as visits
from storage.repositories import check_words, invitations, moving
from storage.repositories.flags import close_flag, open_flags
from storage.schema import tables as t
from storage.schema.columns import Base
from storage.schema.tables import audit, audit_head
from tests.storage.people import LATER, NOW, TOLD, Invited, Visitor, a_review, an_invitation, around, consenting
from tests.storage.record.test_attachments import SOUND, speaks

HER_COOKIE, MY_COOKIE = b"h" * 32, b"m" * 32
Attack = Callable[["Writer", Connection], None]


@dataclass(slots=True)
class Writer:
    """What a writer knows: every row as it is and as it once was, and what came with an invitation of their own."""

    store: Store
    hers: Invited
    mine: Invited
    her_response: int
    my_response: int
    review: str
    once: Mapping[str, list[Row[Any]]] = field(default_factory=dict)

    def was(self, table: Table, **wanted: Any) -> dict[str, Any]:
        """A row as it once was."""
        return dict(next(row for row in self.once[table.name] if fits(row, wanted))._mapping)

    def puts_back(self, work: Connection, table: Table, **wanted: Any) -> None:
        """A row as it once was stands in the place of what it is now."""
        row = self.was(table, **wanted)
        here = [column == row[column.name] for column in table.primary_key]
        if not work.execute(update(table).where(*here).values(**row)).rowcount:
            work.execute(insert(table), [row])


def fits(row: Row[Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a row has these values."""
    return all(getattr(row, name) == value for name, value in wanted.items())


LONG_AGO = NOW - timedelta(days=9999)


def everything(store: Store) -> dict[str, list[Row[Any]]]:
    """Every row there is now."""
    with store.read() as work:
        return {name: list(work.connection.execute(select(table))) for name, table in Base.metadata.tables.items()}


def a_writer(store: Store) -> Writer:
    """A family that has answered, spoken, asked for help and consented; the writer has an invitation of their own."""
    with store.begin() as work:
        review = a_review(work, "HERS")
        hers, mine = an_invitation(work, review), an_invitation(work, a_review(work, "MINE"))
        work.commit()
    her, me = consenting(store, hers), consenting(store, mine, "7002")
    my_response = me.sees().response_id
    with store.begin() as work:
        visits.enter_with_words(
            work, hers.credentials.token, hers.credentials.check_word or "", None, HER_COOKIE, around(NOW)
        )
        visits.answer(work, hers.credentials.token, HER_COOKIE, around(NOW), was_me=True)
        visits.enter_with_words(
            work, mine.credentials.token, mine.credentials.check_word or "", None, MY_COOKIE, around(NOW)
        )
        visits.answer(work, mine.credentials.token, MY_COOKIE, around(NOW), was_me=True)
        moving.offer(work, my_response, "move", NOW)
        [row] = work.execute(select(t.invitations).where(t.invitations.c.id == hers.id)).all()
        check_words.tried(work, row, "wrong words", NOW)
        log.note(work, Entry(at=NOW, actor="clock", deed="test.first"))
        work.commit()
    her.does(*TOLD, Command.HELP)
    writer = Writer(store, hers, mine, her.sees().response_id, my_response, review, everything(store))
    her.does(Say(words="A later thought.", sent=300), Choose("R1", "parent"))
    _goes_on(writer, her)
    return writer


def _goes_on(writer: Writer, her: Visitor) -> None:
    """The flag is closed, a voice message kept, the link revoked, somebody left: rows are not what they were."""
    speaks(her, SOUND, sent=400)
    with writer.store.begin() as work:
        closed = close_flag(work, open_flags(work)[0].id, LATER)
        work.execute(
            insert(t.handlings),
            [{"flag_id": closed.id, "at": LATER, "actor": "operator:me", "outcome": next(iter(Outcome)).value}],
        )
        [row] = work.execute(select(t.invitations).where(t.invitations.c.id == writer.hers.id)).all()
        check_words.tried(work, row, "wrong again", LATER)
        visits.leave(work, HER_COOKIE)
        invitations.revoke(work, [writer.hers.id], LATER)
        log.note(work, Entry(at=LATER, actor="clock", deed="test.second"))
        work.commit()


def _sets(table: Table, of: Callable[[Writer], Any], **values: Any) -> Attack:
    return lambda writer, work: ignore(work.execute(update(table).where(of(writer)).values(**values)))


def _takes_out(table: Table, of: Callable[[Writer], Any] = lambda _: True) -> Attack:
    return lambda writer, work: ignore(work.execute(delete(table).where(of(writer))))


def ignore(_: object) -> None:
    """Nothing comes of it."""


def _her_response(writer: Writer) -> Any:
    return t.responses.c.id == writer.her_response


def _her_invitation(writer: Writer) -> Any:
    return t.invitations.c.id == writer.hers.id


def _swaps_credentials(writer: Writer, work: Connection) -> None:
    """The writer's own link and check words lead to her invitation."""
    mine = work.execute(select(t.invitations).where(t.invitations.c.id == writer.mine.id)).one()
    names = ("token_hash", "code_hash", "check_hash")
    work.execute(
        update(t.invitations).where(t.invitations.c.id == writer.mine.id).values(token_hash=b"x", code_hash=b"x")
    )
    mine_now = {name: getattr(mine, name) for name in names}
    work.execute(update(t.invitations).where(_her_invitation(writer)).values(**mine_now, revoked_at=None))


def _swaps_accounts(writer: Writer, work: Connection) -> None:
    """Her account has the writer's chat."""
    of = {row.id: row for row in work.execute(select(t.accounts))}
    account = {row.id: row.account_id for row in work.execute(select(t.responses.c.id, t.responses.c.account_id))}
    me, her = of[account[writer.my_response]], of[account[writer.her_response]]
    work.execute(update(t.accounts).where(t.accounts.c.id == me.id).values(lookup=b"x"))
    mine = {"lookup": me.lookup, "address": me.address, "proof": me.proof}
    work.execute(update(t.accounts).where(t.accounts.c.id == her.id).values(**mine))


def _my_browser_at_hers(writer: Writer, work: Connection) -> None:
    work.execute(
        update(t.browsers).where(t.browsers.c.response_id == writer.my_response).values(response_id=writer.her_response)
    )


def _my_browser_copied(writer: Writer, work: Connection) -> None:
    mine = work.execute(select(t.browsers).where(t.browsers.c.response_id == writer.my_response)).first()
    assert mine is not None
    work.execute(insert(t.browsers), [{**mine._mapping, "response_id": writer.her_response}])


def _a_browser_made(writer: Writer, work: Connection) -> None:
    row = {
        "cookie_hash": sha256(b"AAAA").digest(),
        "response_id": writer.her_response,
        "opened_at": NOW,
        "used_at": NOW,
    }
    work.execute(insert(t.browsers), [row])


def _a_claim_made(writer: Writer, work: Connection) -> None:
    who = (
        work.execute(select(t.browsers.c.cookie_hash).where(t.browsers.c.response_id == writer.my_response))
        .scalars()
        .first()
    )
    row = {
        "who": who,
        "invitation_id": writer.hers.id,
        "response_id": writer.her_response,
        "state": "here",
        "since": NOW,
    }
    work.execute(insert(t.claims), [row])


def _a_flag_made(writer: Writer, work: Connection) -> None:
    row = dict(writer.was(t.flags))
    work.execute(insert(t.flags), [{**row, "id": row["id"] + 100, "is_open": False}])


def _the_log_cut(_: Writer, work: Connection) -> None:
    """The last entry goes, and the head is made to fit."""
    last = work.execute(select(audit).order_by(audit.c.n.desc())).first()
    assert last is not None
    work.execute(delete(audit).where(audit.c.n == last.n))
    work.execute(update(audit_head).values(n=last.n - 1, hash=last.previous))


def _her_answers_put_back(writer: Writer, work: Connection) -> None:
    """An older answer, with its row as it was."""
    old = writer.was(t.responses, id=writer.her_response)
    work.execute(update(t.responses).where(_her_response(writer)).values(**old))


def _only_her_words_put_back(writer: Writer, work: Connection) -> None:
    old = writer.was(t.responses, id=writer.her_response)
    work.execute(update(t.responses).where(_her_response(writer)).values(state=old["state"]))


ATTACKS: dict[str, Attack] = {
    # made
    "a browser made": _a_browser_made,
    "a claim made": _a_claim_made,
    "a flag made": _a_flag_made,
    # copied
    "a browser copied": _my_browser_copied,
    "a browser at another response": _my_browser_at_hers,
    "the link of one at another": _swaps_credentials,
    "the chat of one at another": _swaps_accounts,
    "a link to move at another": lambda writer, work: ignore(
        work.execute(update(t.moves).values(response_id=writer.her_response))
    ),
    "her response to another account": lambda writer, work: ignore(
        work.execute(
            update(t.responses)
            .where(_her_response(writer))
            .values(account_id=writer.was(t.responses, id=writer.my_response)["account_id"])
        )
    ),
    "her invitation in another review": lambda writer, work: ignore(
        work.execute(
            update(t.invitations)
            .where(_her_invitation(writer))
            .values(review_id=writer.was(t.invitations, id=writer.mine.id)["review_id"])
        )
    ),
    "her review to another reviewer": lambda writer, work: ignore(
        work.execute(update(t.reviews).where(t.reviews.c.reference == "HERS").values(reviewer_id=None))
    ),
    # put back
    "an older answer put back": _her_answers_put_back,
    "an older answer put back without its row": _only_her_words_put_back,
    "a flag put back": lambda writer, work: writer.puts_back(work, t.flags),
    "a browser put back": lambda writer, work: writer.puts_back(work, t.browsers, response_id=writer.her_response),
    "wrong words put back": lambda writer, work: writer.puts_back(work, t.wrong_words),
    "a link put back": lambda writer, work: writer.puts_back(work, t.invitations, id=writer.hers.id),
    # taken out
    "an answer taken out": _sets(t.responses, _her_response, state=None, history=None),
    "a voice message taken out": _takes_out(t.attachments),
    "a flag taken out": _takes_out(t.flags),
    "what was done about it taken out": _takes_out(t.handlings),
    "wrong words taken out": _takes_out(t.wrong_words),
    "a browser taken out": _takes_out(t.browsers),
    "the end of the log taken out": _the_log_cut,
    "the tally taken out": _takes_out(t.tallies),
    "the proofs taken out": _sets(t.responses, _her_response, proof=None, history_proof=None),
    # changed
    "consent to No": _sets(t.responses, _her_response, status="declined"),
    "consent out": _sets(t.responses, _her_response, history=None),
    "not bound": _sets(t.responses, _her_response, bound=False),
    "set aside": _sets(t.responses, _her_response, doubted_at=LATER),
    "a voice message lost": lambda _, work: ignore(work.execute(update(t.attachments).values(state="lost"))),
    "a flag closed": lambda _, work: ignore(work.execute(update(t.flags).values(is_open=True))),
    "a link for ever": _sets(t.invitations, _her_invitation, expires_at=LATER + timedelta(days=9999), revoked_at=None),
    "a review closed long ago": lambda _, work: ignore(work.execute(update(t.reviews).values(closed_at=LONG_AGO))),
    "a review opened long ago": lambda _, work: ignore(work.execute(update(t.reviews).values(opened_at=LONG_AGO))),
    "invited long ago": _sets(t.invitations, _her_invitation, created_at=LONG_AGO),
    "silent for long": _sets(t.responses, _her_response, last_activity=LONG_AGO),
    "a leader made": lambda _, work: ignore(work.execute(update(t.reviewers).values(lead=True))),
}
