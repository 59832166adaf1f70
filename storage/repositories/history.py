"""The history of a response, in one sealed value: revisions of answers that count no more, and every decision.

What was answered and decided lies in no rows of its own: their number would tell what was chosen, and so would their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from dialogs.response import Decision, Status
from storage.engine import proofs
from storage.engine.prepared import Many, Query
from storage.engine.unit_of_work import UnitOfWork
from storage.keys.sealing import Sealer, place
from storage.repositories.conversations import Conversation
from storage.schema.codec import History, dump_history, load_history
from storage.schema.proved import OF_HISTORY
from storage.schema.tables import responses


def history_place(response_id: int) -> str:
    """Return the place for which the history of a response is sealed."""
    return place("response", response_id, "history")


def opened(sealer: Sealer, response_id: int, sealed: bytes | None) -> History:
    """Return the history that is sealed; an empty one where there is none."""
    return load_history(sealer.open_bytes(history_place(response_id), sealed)) if sealed is not None else History()


def sealed(sealer: Sealer, response_id: int, history: History) -> bytes:
    """Return the history sealed for its response."""
    return sealer.seal_bytes(history_place(response_id), dump_history(history))


def decisions(work: UnitOfWork, response_id: int, sealer: Sealer) -> Sequence[Decision]:
    """Return every decision of a response, oldest first."""
    found: list[Row[Any]] = work.find(_OF, [response_id])
    return opened(sealer, response_id, found[0].history).decisions if found else ()


def add(work: UnitOfWork, conversations: Iterable[Conversation]) -> None:
    """Add what the turns of these conversations decided, and the answers that count no more; the responses are locked."""
    new = {c.response_id: (c, found) for c in conversations if any(found := _new(c))}
    before = {row.id: row for row in work.find(_OF, list(new))}
    rows = [_kept(work, c, before[key], found) for key, (c, found) in new.items()]
    work.write(_KEEP, rows)


def _kept(work: UnitOfWork, conversation: Conversation, before: Any, new: History) -> dict[str, Any]:
    """Return the history with what is new, and its proof; a proof that did not hold stays as it is."""
    sealer, key = conversation.sealer, conversation.response_id
    kept = sealed(sealer, key, _joined(opened(sealer, key, before.history), new))
    proof = proofs.proof(work.vault, HISTORY, (key, kept))
    if not proofs.holds(work.vault, HISTORY, before):
        return {"key": key, "sealed": kept, "proved": before.history_proof}
    proofs.count(work, HISTORY.name, before.history_proof, proof)
    return {"key": key, "sealed": kept, "proved": proof}


def _new(conversation: Conversation) -> History:
    said = conversation.response.status is not Status.WITHDRAWN
    answers = (a for turn in conversation.turns for a in turn.answers if a.superseded and said)
    return History(tuple(answers), tuple(d for turn in conversation.turns for d in turn.decisions))


def _joined(before: History, new: History) -> History:
    """Return both; of one revision the last state is kept."""
    answers = {(a.link_id, a.revision): a for a in (*before.answers, *new.answers)}
    return History(tuple(answers.values()), (*before.decisions, *new.decisions))


HISTORY = proofs.of(responses, OF_HISTORY)
_OF = Query(
    lambda ids: select(responses.c.id, responses.c.history, responses.c.history_proof).where(responses.c.id.in_(ids)),
    responses.c.id.type,
)
_KEEP = Many(
    update(responses)
    .where(responses.c.id == bindparam("key"))
    .values(history=bindparam("sealed"), history_proof=bindparam("proved"))
)
