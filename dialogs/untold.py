"""Say nothing of a reviewer who was told, where nobody can be: then a telephone number is what helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs import asides, phrases
from dialogs.messages import Message, Paragraph
from dialogs.text import Text, say

# What says that somebody was told or will see it, and what is said instead.
INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(
        (
            phrases.TALK_PROMISE,
            phrases.OTHER_WAY_OFFER,
            phrases.FLAGGED,
            phrases.FLAGGED_CALL,
            phrases.FLAGGED_QUESTION,
            phrases.FLAGGED_FOCUSED,
            phrases.FLAGGED_FOCUSED_MORE,
            phrases.FLAGGED_SEND,
            phrases.FLAGGED_PAID_CARER,
            phrases.AVOID_SEEN,
            phrases.ELSEWHERE_ADULT,
            phrases.ELSEWHERE_WAY,
            phrases.ELSEWHERE_BSL,
        ),
        phrases.TALK_PHONE,
    ),
    phrases.PART_SENT: phrases.SAVED_MORE,
    phrases.HELP_NOTE: phrases.HELP_PHONE,
    asides.NOTE_WORDLESS: asides.NOTE_KEPT,
    phrases.FLAGGED_DAYS: asides.DAYS_ALONE,
    phrases.HELPER: asides.HELPER_ALONE,
    phrases.PART_END_CHOICE: asides.PART_END_ALONE,
    phrases.WHAT_NEXT: asides.WHAT_NEXT_ALONE,
    phrases.WITHDRAWN: asides.WITHDRAWN_ALONE,
}


def honest(message: Message, facts: Mapping[str, str]) -> Message:
    """Return the message for somebody whose reviewer cannot be told of anything."""
    shown: dict[Any, Paragraph] = {}
    for paragraph in message.paragraphs:
        said = _instead(paragraph.text, facts)
        shown.setdefault(said.msgid if said is not paragraph.text else id(paragraph), replace(paragraph, text=said))
    return replace(message, paragraphs=tuple(shown.values()))


def _instead(text: Text, facts: Mapping[str, str]) -> Text:
    other = INSTEAD.get(text.msgid)
    return text if other is None else say(other, phone=facts["phone"])
