"""Take days as an answer: several, in one message or in many. Words that name no day are kept as words, and said to be none."""

from __future__ import annotations

from datetime import date

from dialogs import phrases
from dialogs.answers import Answer, Words, named
from dialogs.copies import replace
from dialogs.days import Days, days_in
from dialogs.inputs import Next, Say
from dialogs.messages import ALWAYS, Button, Message, plain
from dialogs.navigation import Scene
from dialogs.questionnaire import Item
from dialogs.text import Text, isolate, say, verbatim
from dialogs.turn import Turn

# So much of what was not understood is read back; all of it is kept.
MOST_SHOWN, LONGEST_SHOWN = 5, 40


def days_of(scene: Scene, turn: Turn, link_id: str, words: str) -> Days:
    """The days in words that belong to a question about several days; none in any others, nor in the name of an option."""
    item = scene.questionnaire.items.get(link_id)
    if item is None or not item.repeats or named(item, words, ""):
        return Days()
    return days_in(words, today=scene.today, language=turn.response.language)


def joined(answer: Answer, said: Say, found: Days) -> Answer:
    """Return the answer with the days; words read as days, whole and for certain, are not kept beside them."""
    days = answer.names(said.sent, *found.days) if found.days else answer
    return days if found.certain and said.attachment is None else days.says(said)


def without_days(scene: Scene, answer: Answer, words: str) -> Answer:
    """Return the answer with the option that an edited message's words name, if no day is left in it."""
    item = scene.questionnaire.items.get(answer.link_id)
    codes = named(item, words, "") if item and item.repeats and not answer.dates else ()
    return answer.chooses(*codes) if codes else answer


def amended(answer: Answer, edited: Words, found: Days) -> Answer:
    """Return the answer with an edited message's days in place of its earlier ones; words that were kept stay kept."""
    left = answer.unnames(edited.sent)
    days = left.names(edited.sent, *found.days) if found.days else left
    kept = any(w.sent == edited.sent for w in answer.text)
    return days.rewords(edited) if kept or found.certain else days.says(Say(words=edited.text, sent=edited.sent))


def may_end(turn: Turn, item: Item) -> bool:
    """Tell whether days were named here, and more may come."""
    answer = turn.response.answers.get(item.link_id)
    return answer is not None and answer.growing and bool(answer.dates)


def may_go_on(turn: Turn, item: Item) -> bool:
    """Tell whether days or words were said here, which the reviewer can read as they are."""
    answer = turn.response.answers.get(item.link_id)
    return item.repeats and answer is not None and answer.growing and bool(answer.dates or answer.is_told)


def saved(answer: Answer) -> Message:
    """The days so far, and that more may come."""
    row = (Button(say(phrases.NEXT), Next(answer.link_id)),)
    said = plain(say(phrases.DAYS_SAVED, days=listed(answer.dates)), rows=(row, ALWAYS))
    return replace(said, receipt=True)


def mend(found: Days) -> tuple[Text, ...]:
    """Say that a message about days is kept, and how to mend it; if it is one thing alone, it need not be named."""
    parts = (*found.days, *found.past, *found.unread)
    kept = say(phrases.HELD_SAVED)
    if len(parts) < 2:  # noqa: PLR2004 - one thing alone
        return kept, say(phrases.PAST_DATE if found.past else phrases.BAD_DATE)
    return kept, *left_over(found)


def left_over(found: Days) -> tuple[Text, ...]:
    """Say which parts of a message are no day, by their words, and which days are past."""
    unread = tuple(verbatim(isolate(_short(part))) for part in found.unread[:MOST_SHOWN])
    return (
        *((say(phrases.DAYS_UNREAD, words=unread),) if unread else ()),
        *((say(phrases.DAYS_PAST, days=listed(found.past)),) if found.past else ()),
    )


def _short(part: str) -> str:
    return part if len(part) <= LONGEST_SHOWN else f"{part[: LONGEST_SHOWN - 1]}…"


def echo(answer: Answer) -> tuple[Text, ...]:
    """The days that were chosen, if any."""
    return (say(phrases.YOU_CHOSE, choice=listed(answer.dates)),) if answer.dates else ()


def listed(days: tuple[date, ...]) -> tuple[Text, ...]:
    """Days, each as the language has it."""
    return tuple(say("{day}", day=day) for day in days)


def dated(answer: Answer, day: date) -> Answer:
    """Return the answer with this day and no other."""
    return replace(answer, codes=(), dates=(day,), named=(), absent=None)
