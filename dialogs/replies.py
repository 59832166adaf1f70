"""Say fixed sentences right after an answer, besides those of its flags: by the item and the answer."""

from __future__ import annotations

from dialogs import helplines, phrases
from dialogs.answers import Answer
from dialogs.messages import PERSON, Message, Paragraph
from dialogs.questionnaire import NONE, Questionnaire
from dialogs.response import Response
from dialogs.text import Text, say

TOO_HARD = ("N5", "too-hard")
SENTENCES = {
    ("M0", "later"): phrases.LAST_MONTHS_LATER,
    ("M0", "leave-out"): phrases.LAST_MONTHS_LEFT_OUT,
    ("W3", "phone"): phrases.OTHER_WAY_OFFER,
    ("W3", "paper-web"): phrases.OTHER_WAY_OFFER,
}
# They asked for a call, for paper, or are on another route: no reminder asks them to go on in this chat.
ANOTHER_WAY = frozenset({("W3", "phone"), ("W3", "paper-web"), ("R1", "paid-carer")})
AVOID, PARTS_TO_AVOID = "R4", "R4-what"


def after(questionnaire: Questionnaire, answer: Answer) -> tuple[Text, ...]:
    """Return the sentences above what comes next."""
    item = questionnaire.items[answer.link_id]
    sentences = [phrases.HARD_ANSWER] if item.hard and answer.is_told else []
    sentences += [SENTENCES[answer.link_id, code] for code in answer.codes if (answer.link_id, code) in SENTENCES]
    if answer.link_id == AVOID and answer.is_told and not answer.codes:
        sentences.append(phrases.AVOID_SEEN)
    if answer.link_id == PARTS_TO_AVOID and set(answer.codes) - {NONE}:
        sentences.append(phrases.LEFT_OUT)
    return tuple(map(say, dict.fromkeys(sentences)))


def wants_another_way(response: Response) -> bool:
    """Tell whether somebody asked for another way to answer, or is to be asked in another way."""
    return any(code in response.answers[item].codes for item, code in ANOTHER_WAY if item in response.answers)


def support(questionnaire: Questionnaire) -> Message:
    """Say who listens when it is too hard, and offer a call."""
    first = (Paragraph(say(phrases.TOO_HARD)), Paragraph(say(phrases.TOO_HARD_TALK)))
    return Message(paragraphs=(*first, *helplines.grief(questionnaire.programme)), rows=(PERSON,))
