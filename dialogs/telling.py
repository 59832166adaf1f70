"""How much of a response tells of the person who died: nobody is thanked for more than they said."""

from __future__ import annotations

from dialogs.answers import Words
from dialogs.questionnaire import NONE, Questionnaire
from dialogs.response import Response
from dialogs.spoken import in_english

# So many short answers in words, or so many words in one message.
ANSWERS, WORDS = 3, 4
# What comes next is about the one who answers.
_NOT_ABOUT_THEM = "N"


def has_told_much(questionnaire: Questionnaire, response: Response) -> bool:
    """Return whether there is something about the person that only this one could tell."""
    ours = [a for a in response.answers.values() if _is_about_person(questionnaire, a.link_id)]
    if any({*a.codes} - {NONE} or a.recordings or any(map(_is_long, a.text)) for a in ours):
        return True
    return sum(any(not _is_order(w) for w in a.text) for a in ours) >= ANSWERS


def _is_about_person(questionnaire: Questionnaire, link_id: str) -> bool:
    item, parts = questionnaire.items.get(link_id), {*questionnaire.parts} - {_NOT_ABOUT_THEM}
    return item is not None and (item.section in parts or not parts)


def _is_long(words: Words) -> bool:
    return len(words.text.split()) >= WORDS and not words.forwarded and not _is_order(words)


def _is_order(words: Words) -> bool:
    """Return whether the words ask for help, a person or a button, and tell nothing."""
    spoken = in_english()
    return bool(spoken.asked(words.text) or spoken.labels_in(words.text))
