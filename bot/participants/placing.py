"""Find the question that words belong to: the one that they reply to, or else the one above them in the chat."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.copies import replace
from dialogs.inputs import Above, Say
from storage.engine.unit_of_work import UnitOfWork
from storage.outbox import prompts
from storage.outbox.prompts import Prompt
from storage.repositories.conversations import Conversation
from storage.schema.vocabulary import CallState

# Above these words stands no question at all.
NO_QUESTION = ""


def placed(work: UnitOfWork, conversation: Conversation, newest: Sequence[Prompt], said: Say) -> Say:
    """Return the words with their question, and how well that is known. `newest`: the newest questions of the chat."""
    if said.reply_to is None:
        return _below(work, conversation, newest, said, said.sent)
    asked = prompts.question_of(work, conversation.response_id, said.reply_to)
    if asked is not None:
        return replace(said, about=asked[0], above=Above.REPLIED if asked[1] else Above.KNOWN)
    if (about := conversation.response.question_of(said.reply_to)) is not None:
        return replace(said, about=about, above=Above.REPLIED)
    return _below(work, conversation, newest, said, min(said.reply_to, said.sent))


def _below(work: UnitOfWork, conversation: Conversation, newest: Sequence[Prompt], said: Say, place: int) -> Say:
    """Return the words with the question above this place in the chat."""
    prompt = prompts.above(newest, place)
    if prompt is None and newest:
        prompt = prompts.look_above(work, conversation.response_id, place)
    if prompt is not None:
        return replace(said, about=prompt.place, above=_how_well(prompt, place))
    unseen = bool(newest) or prompts.is_any_waiting(work, conversation.response_id)
    return replace(said, about=NO_QUESTION if unseen else None, above=Above.KNOWN)


def _how_well(prompt: Prompt, place: int) -> Above:
    """Return how well it is known that this question stands above this place."""
    if prompt.message_id is not None and prompt.message_id < place:
        return Above.KNOWN
    if prompt.state != CallState.SENT:
        return Above.SOON
    return Above.LIKELY if prompt.twice else Above.KNOWN
