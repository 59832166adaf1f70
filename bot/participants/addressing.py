"""Read an arrival before its turn: a credential, a choice among several invitations, the question on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.rounds.arrivals import Arrival, Filled, Membership, Opening, Said, Stranger
from dialogs import asides, distress, ended, helplines, leder, orders, phrases, side_questions, who_writes
from dialogs.copies import replace
from dialogs.danger import is_hurt as somebody_hurts
from dialogs.inputs import Absent, Amend, Channel, Command, Input, Media, Next, Open, Say, Toggle
from dialogs.invitation import ACTIVE, beside_credential, code_in, token_in
from dialogs.messages import Message, plain
from dialogs.navigation import Scene
from dialogs.offers import leads_on
from dialogs.response import Response, Status
from dialogs.turn import Turn
from locales import spoken, spoken_by_anybody
from storage.repositories.conversations import Conversation

STAYS = (Open, Toggle)
ENDING = (Command.STOP, Command.WITHDRAW)
CHOICE = "invitation-"
# What is no turn of a conversation, and what is said to it.
ABOUT_A_CHAT: Mapping[type, tuple[str, ...]] = {Stranger: (phrases.PRIVATE_ONLY,), Membership: ()}


def credential(arrival: Arrival) -> str:
    """A token or a code that came with the arrival; words count as a code only when they have its form."""
    match said := mended(arrival.said):
        case Opening(credential):
            return token_in(credential) or credential
        case Say(words=words) if is_own_words(said):
            return token_in(words) or (words if code_in(words) and not _is_more_than_a_code(said) else "")
        case _:
            return ""


def is_own_words(said: Say) -> bool:
    """Tell whether somebody has written this themselves: it was not forwarded, and is no contact that was shared."""
    return not said.forwarded and said.media is not Media.CONTACT


def mended(said: Said) -> Said:
    """Return what was said, an edited message as if it were a new one: a slip in a code is mended in the message itself."""
    return Say(words=said.words, sent=said.sent) if isinstance(said, Amend) else said


def is_wrong_code(said: Said) -> bool:
    """Tell whether words have the form of a code, and mean nothing else."""
    said = mended(said)
    if not isinstance(said, Say) or not is_own_words(said):
        return False
    return code_in(said.words) is not None and not _is_more_than_a_code(said)


def beside(said: Said) -> Say | None:
    """Return the words without the code or link in them; None if they say nothing else."""
    if not isinstance(said, Say) or not is_own_words(said):
        return None
    rest = beside_credential(said.words)
    return replace(said, words=rest) if rest else None


def unsaved(said: Say | None) -> tuple[str | Message, ...]:
    """Say that these words are not saved; first of all whom to call, if they may need it."""
    if said is None:
        return ()
    return (*((_card(),) if distress.heard(said.words) else ()), phrases.HELD_NOT_SAVED)


def alone(said: Said) -> Said:
    """Unwrap a form that carries a single input."""
    return said.inputs[0] if isinstance(said, Filled) and len(said.inputs) == 1 else said


def meant(said: Said) -> Said:
    """Return the press that words order in any language, or else the words; "I need help now" has the form of a code."""
    is_own = isinstance(said, Say) and is_own_words(said)
    return (orders.meant(spoken_by_anybody(), said.words) or said) if isinstance(said, Say) and is_own else said


def in_order(filled: Filled, now: datetime) -> Iterator[Input]:
    """Yield the inputs of a form; words get places that follow one another, as messages in a chat do."""
    sent = int(now.timestamp() * 1_000_000)
    for number, said in enumerate(filled.inputs):
        yield replace(said, sent=sent + number) if isinstance(said, Say) else said


def chosen(said: Said) -> int | None:
    """The response that was picked among several."""
    match said:
        case Open(section) if section.startswith(CHOICE) and section.removeprefix(CHOICE).isdecimal():
            return int(section.removeprefix(CHOICE))
        case _:
            return None


def is_alive(conversation: Conversation) -> bool:
    return conversation.available and conversation.response.status in ACTIVE


def is_heard_when_ended(conversation: Conversation, said: Said, now: datetime) -> bool:
    """Tell whether this still does something where an invitation has ended."""
    return meant(alone(said)) in ended.HEARD or answers_deletion(conversation, alone(said), now)


def answers_deletion(conversation: Conversation, said: Said, now: datetime) -> bool:
    """Tell whether words confirm or refuse to delete everything, which was asked just now."""
    response = conversation.response
    if side_questions.kind_of(response) is not side_questions.Kind.DELETION:
        return False
    scene = Scene(leder.load(response.version), now, spoken(response.language))
    return side_questions.hear(scene, response, said) is not None


def here(said: Said, at: str) -> Said:
    """`/next` and `/skip` mean the question on the screen."""
    return replace(said, link_id=at) if isinstance(said, Next | Absent) and not said.link_id else said


def to_nobody(said: Said) -> tuple[str | Message, ...]:
    """Return the words for somebody without an invitation: whom to call, who reads what, or how this chat begins."""
    match meant(said):
        case Say(words=words) | Amend(words=words) if distress.heard(words):
            return (_card(words),)
        case Command.HELP:
            return (_card(),)
        case Say() as asked if who_writes.is_asked(asked):
            return (plain(*who_writes.lines(leder.load())), phrases.NO_INVITATION)
        case Open("help"):
            return (_card(), phrases.NO_INVITATION)
        case Command.PRIVACY:
            return (phrases.PRIVACY_UNBOUND,)
        case Command.TALK:
            return (phrases.TALK_PHONE,)
        case _:
            return (phrases.NO_INVITATION,)


def to_ended(said: Said, told: Message) -> tuple[Message, ...]:
    """Return what somebody hears whose invitation has ended; first of all whom to call, if their words may need it."""
    words = said.words if isinstance(said, Say | Amend) else ""
    return (*((_card(words),) if distress.heard(words) else ()), told)


def _card(words: str = "") -> Message:
    hurt = bool(words) and somebody_hurts(words)
    return helplines.help_card(leder.programme(), phrases.HELP_PHONE, told=asides.NOBODY_TOLD, hurt=hurt)


def _is_more_than_a_code(said: Say) -> bool:
    """Tell whether words that have the form of a code may be a cry: "wish I was dead", "I need help now"."""
    return bool(distress.heard(said.words)) or isinstance(meant(said), Command)


def is_not_to_be_reminded(before: Response, after: Response) -> bool:
    """Tell whether a pause has ended, or somebody is not to be written to first any more."""
    ended = before.status is Status.PAUSED and after.status is not Status.PAUSED
    return ended or (after.unreminded and not before.unreminded)


def is_done_with(said: Input, turn: Turn) -> bool:
    """Tell whether the pressed message needs its buttons no more: not while it only opened something aside."""
    if isinstance(said, STAYS) or turn.repaint is not None:
        return False
    return not isinstance(said, Command) or any(m.prompt for m in turn.messages)


def shows_a_way_on(turn: Turn) -> bool:
    """Tell whether a turn's messages ask something, or have a button that goes on."""
    messages = (*turn.messages, *((turn.repaint,) if turn.repaint else ()))
    return any(m.prompt or any(leads_on(b.press) for row in m.rows for b in row) for m in messages)


def wants_another_way(turn: Turn) -> bool:
    """Tell whether somebody in Telegram would rather answer in another way; a page is one, and they may change their mind."""
    elsewhere = any((d.statement, d.decision) == ("C2", "other-way") for d in turn.decisions)
    return elsewhere and turn.response.channel == Channel.TELEGRAM
