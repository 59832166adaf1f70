"""Several invitations in one chat: each message says which it is about, and one message asks which to go on with.

Before W2 nobody is named: such an invitation is only a new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.participants.addressing import CHOICE, is_alive
from dialogs import phrases
from dialogs.copies import replace
from dialogs.inputs import Channel, Open
from dialogs.messages import RESUME, Button, Message, Paragraph, Row, plain
from dialogs.text import Text, say, verbatim
from dialogs.turn import Turn
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import openings
from storage.repositories.conversations import Conversation

Taken = list[tuple[Conversation, Turn]]


def label(conversation: Conversation, of_account: Iterable[Conversation], *, always: bool = False) -> Text | None:
    """Return the line that says which invitation a message is about; none where the account has no other that goes on."""
    others = (c for c in of_account if c.response_id != conversation.response_id)
    if not always and not any(map(is_alive, others)):
        return None
    return say(phrases.ABOUT_LABEL if conversation.response.bound else phrases.NEW_INVITATION)


def question(alive: Sequence[Conversation]) -> Message:
    """Ask which invitation shall go on: with a button for each, no two of which read the same."""
    return plain(say(phrases.WHICH_INVITATION), rows=rows(alive))


def rows(alive: Sequence[Conversation]) -> tuple[Row, ...]:
    """A button for each: go on with this one."""
    named = [(c, name(c)) for c in alive]
    often = Counter(_words(text) for _, text in named)
    seen: Counter[str] = Counter()
    made = []
    for conversation, text in named:
        seen[_words(text)] += 1
        number = seen[_words(text)] if often[_words(text)] > 1 else 0
        choice = say("{choice} ({number})", choice=text, number=str(number)) if number else text
        made.append((Button(say(phrases.GO_ON_WITH, choice=choice), Open(f"{CHOICE}{conversation.response_id}")),))
    return tuple(made)


def with_others(message: Message, conversation: Conversation, of_account: Iterable[Conversation]) -> Message:
    """Return the menu with a button for every other invitation of this chat that goes on; any other message as it is."""
    others = [c for c in of_account if c.response_id != conversation.response_id and is_alive(c)]
    is_menu = message.paragraphs[0].text.msgid == phrases.MENU and conversation.channel == Channel.TELEGRAM
    if not others or not is_menu:
        return message
    return replace(message, rows=(*message.rows[:-1], *rows(others), message.rows[-1]))


def each(turns: Taken) -> Taken:
    """The turns as they are."""
    return turns


def only_current(turns: Taken) -> Taken:
    """One turn in each chat: that of the conversation that words go to."""
    return [next((pair for pair in those if pair[0].current), those[0]) for those in _by_chat(turns)]


def one_reminder(turns: Taken) -> Taken:
    """The same turns with one reminder in each chat: it is about all who are silent there, and each has its button."""
    found: Taken = []
    for those in _by_chat(turns):
        silent = [c for c, _ in those]
        first = next((c for c in silent if c.current), silent[0])
        for conversation, turn in those:
            alone = turn if len(those) == 1 else replace(turn, messages=())
            found.append(
                (conversation, _about_all(turn, silent) if conversation is first and turn is not alone else alone)
            )
    return found


def speaks_last(conversation: Conversation, of_account: Iterable[Conversation], silent_since: datetime) -> bool:
    """Tell whether words after our own message here are meant for it: the person is at no other conversation just now."""
    others = [c for c in of_account if c.response_id != conversation.response_id]
    quiet = all(c.last_activity <= silent_since for c in others)
    return bool(others) and quiet and is_alive(conversation) and not conversation.current


def turn_to(work: UnitOfWork, wanted: Conversation | None, mine: Sequence[Conversation]) -> Conversation | None:
    """Go on with the conversation that a press belongs to; the words after it go there too."""
    if wanted is None or wanted.current:
        return wanted
    openings.set_current(work, wanted.account_id, wanted.response_id)
    for conversation in mine:
        conversation.current = conversation is wanted
    return wanted


def labelled(message: Message, conversation: Conversation, about: Text | None) -> Message:
    """Return the message with what says which invitation it is about; where it may stand on a lock screen, its button says it."""
    if about is None or message.paragraphs[0].text.msgid == phrases.ABOUT_LABEL:
        return message
    if not message.unopened:
        return message.after(Paragraph(about))
    [[own]] = rows((conversation,))
    return replace(message, rows=tuple(tuple(own if b in RESUME else b for b in row) for row in message.rows))


def name(conversation: Conversation) -> Text:
    """Return the name of an invitation: the person it is about, once the visitor has said who they are."""
    response = conversation.response
    if not response.bound:
        return say(phrases.THE_NEW_INVITATION)
    return verbatim(response.people.names(phrases.YOUR_REVIEWER)["name"])


def _by_chat(turns: Taken) -> list[Taken]:
    chats: dict[int, Taken] = {}
    for conversation, turn in turns:
        chats.setdefault(conversation.account_id, []).append((conversation, turn))
    return list(chats.values())


def _about_all(turn: Turn, silent: Sequence[Conversation]) -> Turn:
    """The reminder about all of these, with a way on for each above its last row: no more reminders. Its text names nobody."""
    [message] = turn.messages
    return replace(turn, messages=(replace(message, rows=(*rows(silent), message.rows[-1])),))


def _words(text: Text) -> str:
    return text.msgid or str(text.values["words"])
