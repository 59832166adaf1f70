"""Write the card: whom to call, a line for each service with its number in one piece, and how to write if one can't speak.

A number stands at the beginning of a line of its own where it has spaces, so that no screen is so narrow that it breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dialogs import asides, phrases
from dialogs.copies import replace
from dialogs.messages import Message, Paragraph, Role, Row
from dialogs.text import Text, say

# The fact that is the number of the council's team.
COUNCIL = "safeguarding_phone"
# By the fact of the programme that is the number. What is not confirmed is not shown.
URGENT = {
    "emergency": phrases.HELP_DANGER,
    "crisis": phrases.HELP_CRISIS,
    "samaritans": phrases.HELP_LISTEN,
    "shout": phrases.HELP_TEXT,
    "relay": phrases.HELP_RELAY,
}
GRIEF = {
    "cruse": phrases.SUPPORT_CRUSE,
    "mencap": phrases.SUPPORT_MENCAP,
    "child_bereavement": phrases.SUPPORT_CHILD_BEREAVEMENT,
    "child_death": phrases.SUPPORT_CHILD_DEATH,
    "suicide_bereavement": phrases.SUPPORT_SUICIDE,
}
# First, where somebody hurts the writer; of the lines after a death, the one that is for people who need help themselves.
HURT = {"abuse": asides.ABUSE, COUNCIL: asides.SAFETY_PHONE}
HURT_TOO = {"mencap": GRIEF["mencap"]}
# As a page has them at its foot: the same, in the same order.
ON_EACH_PAGE = (phrases.HELP_DANGER, phrases.HELP_NOBODY, *list(URGENT.values())[1:], phrases.HELP_INTERPRETER)
URGENT_FOR_A_CHILD = {"emergency": URGENT["emergency"], "childline": phrases.CHILDLINE, **URGENT}
CHILDREN = {"childline": phrases.CHILDLINE, "child_bereavement": phrases.SUPPORT_CHILD_BEREAVEMENT}
# A call of these is offered as a button, where a channel has such.
CALLS = ("emergency", "crisis", "samaritans", "shout", "phone")


def help_card(
    facts: Mapping[str, str],
    last: str,
    *rows: Row,
    told: str = "",
    known: bool = False,
    adult: bool = False,
    hurt: bool = False,
) -> Message:
    """Whom to call now, what happens with this message, and who listens when somebody has died.

    `told`: who hears of it, where that is more than `last` says. `known`: the visitor has said who they are; before that
    nothing here may say that anybody has died. `adult`: they have said that they are 18 or over. `hurt`: they have said
    that somebody hurts them, so who helps with that stands first.
    """
    danger, *others = _urgent(facts, adult=adult, hurt=hurt)
    first = (Paragraph(say(phrases.HELP_TITLE), Role.HEADING), danger, Paragraph(say(phrases.HELP_NOBODY)))
    note = Paragraph(say(last, phone=facts["phone"], reply_time=say(facts["reply_time"])), Role.SERVICE)
    heard = (*hours(facts), *((say(told),) if told else ()))
    urgent = (*first, *others, *_interpreter(facts), note, *map(Paragraph, heard))
    twice = tuple(replace(p, twice=True) for p in urgent)
    calls = (*(() if adult else ("childline",)), *(HURT if hurt else ()), *CALLS)
    return Message(paragraphs=(*twice, *(grief(facts, hurt=hurt) if known else ())), rows=rows, calls=calls)


def _urgent(facts: Mapping[str, str], *, adult: bool, hurt: bool) -> Iterator[Paragraph]:
    """Yield a line a service; 999 stands first, then who is there for a child, then who helps against harm."""
    lines = URGENT if adult else URGENT_FOR_A_CHILD
    at_once: dict[str, str] = {name: lines[name] for name in ("emergency", "childline") if name in lines}
    yield from _lines(facts, at_once)
    if hurt:
        yield from _lines(facts, HURT)
        yield from () if facts.get(COUNCIL) else (Paragraph(say(asides.COUNCIL)),)
    yield from _lines(facts, {name: text for name, text in lines.items() if name not in at_once})


def hours(facts: Mapping[str, str]) -> tuple[Text, ...]:
    """Return when the organisation's telephone is answered, if it has said so."""
    return (say(phrases.PHONE_HOURS, hours=say(facts["hours"])),) if facts.get("hours") else ()


def grief(facts: Mapping[str, str], *, hurt: bool = False) -> tuple[Paragraph, ...]:
    """Return the lines to call when somebody has died; to somebody who is hurt, only what fits that too."""
    return (Paragraph(say(phrases.SUPPORT)), *_lines(facts, HURT_TOO if hurt else GRIEF))


def for_a_child(facts: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """Return a word of comfort, and the lines for children."""
    words = (Paragraph(say(phrases.CHILD_COMFORT)), Paragraph(say(phrases.SUPPORT)))
    return (*words, *_lines(facts, CHILDREN))


def for_children(facts: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """Return the line that listens to children."""
    return tuple(_lines(facts, {"childline": phrases.CHILDLINE}))


def _interpreter(facts: Mapping[str, str]) -> tuple[Paragraph, ...]:
    emergency, crisis = facts.get("emergency", ""), facts.get("crisis", "")
    asked = say(phrases.HELP_INTERPRETER, emergency=emergency, crisis=crisis)
    return (Paragraph(asked),) if emergency and crisis else ()


def _lines(facts: Mapping[str, str], lines: Mapping[str, str]) -> Iterator[Paragraph]:
    for name, text in lines.items():
        if number := facts.get(name):
            yield Paragraph(say(text, **{name: number}), Role.SERVICE)
