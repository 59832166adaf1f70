"""Turn what was typed at the command line into values; Refused in one sentence when it can't be."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

from typer import BadParameter, Option

from bot.cli.errors import Refused
from dialogs.answers import Rejection
from dialogs.invitation import RELATIONSHIPS
from dialogs.london import day_in_london
from dialogs.review import Dates
from dialogs.text import fill
from dialogs.typed import bare, folded, name_in, usual

ASKED = "-"
NAME_LIMIT, REFERENCE_LIMIT, LONGEST_DAYS = 100, 64, 365
# Signs that no font has.
_NO_SIGN = frozenset({"Cc", "Cs", "Co", "Cn"})
MOST_DIGITS = 9
WholeName = Annotated[bool, Option("--whole-name", help="Both words of the name are the first name, like Mary Ann.")]
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]+\.[^@\s,;<>]{2,}")


def note(typed: str, limit: int) -> str:
    """A note in one line. For - it is read from standard input, so that no list of processes shows it."""
    return _line(usual(_read("The note") if typed.strip() == ASKED else typed), "The note", limit)


def name(typed: str, whose: str) -> str:
    """A name, without needless spaces. For - it is read from standard input, so that no list of processes shows it."""
    typed = _read(f"The name of {whose}") if typed.strip() == ASKED else typed
    return _line(name_in(typed), f"The name of {whose}", NAME_LIMIT)


def reviewer_name(typed: str) -> str:
    """The name of a reviewer, which families read."""
    from dialogs.reviewer_bot import particulars

    written = particulars.reviewer_name(name(typed, "the reviewer"))
    if isinstance(written, Rejection):
        raise _refused(written)
    return written


def first_name(typed: str, whose: str, *, whole: bool = False) -> str:
    """A first name by the same rules as in the reviewers' bot; `whole`: two words are the first name."""
    from dialogs.reviewer_bot import particulars

    written = particulars.first_name(name(typed, whose))
    if isinstance(written, Rejection):
        raise _refused(written)
    if particulars.may_be_full(written) and not whole:
        raise Refused(
            f"The name of {whose} has two words: please give the first name only. If both words are the first name, like "
            "Mary Ann, add --whole-name."
        )
    return written


def _read(what: str) -> str:
    if sys.stdin.isatty():
        print(f"{what}: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


def reference(typed: str) -> str:
    """The reference of a review that there is."""
    from dialogs.reviewer_bot import particulars

    return _line(particulars.reference_in(typed), "The reference", REFERENCE_LIMIT)


def new_reference(typed: str) -> str:
    """A reference by the same rules as in the reviewers' bot: it is kept and sent in the clear, so it names nobody."""
    from dialogs.reviewer_bot import particulars

    found = particulars.reference(typed, ())
    if isinstance(found, Rejection):
        raise _refused(found)
    return found


def relationship(code: str) -> str:
    """Return the code of the invitee's relationship to the person who died; Refused if it is not known."""
    return one_of(code, RELATIONSHIPS, "relationship")


def language(code: str, offered: tuple[str, ...]) -> str:
    """A language that there is a catalogue for, or that the settings offer."""
    from locales import catalogues

    return one_of(code, sorted({*catalogues(), *offered}), "language")


def days(number: int) -> int:
    """For how many days an invitation can be opened."""
    if not 0 < number <= LONGEST_DAYS:
        raise Refused(f"An invitation can be open for 1 to {LONGEST_DAYS} days.")
    return number


def life(born: str | None, died: str | None, now: datetime) -> Dates:
    """The days of birth and death: both, or neither."""
    from bot.casework.reviews import impossible

    if born is None and died is None:
        return Dates()
    if born is None or died is None:
        raise Refused(
            "Please give both --born and --died, or --age. A day that is known by itself can be added once the review is "
            "open, with interview review edit."
        )
    dates = Dates(born=day(born, "The day of birth", now), died=day(died, "The day of death", now))
    if reason := impossible(dates):
        raise Refused(reason)
    return dates


def age(years: int | None, dates: Dates) -> int | None:
    """The age at death, as given or between the days."""
    from dialogs.reviewer_bot import particulars

    if years is not None and dates.age is not None:
        raise Refused("Please give either --age, or --born and --died.")
    found = years if dates.age is None else dates.age
    if found is not None and not 0 <= found <= particulars.OLDEST:
        raise Refused(f"The age at death must be between 0 and {particulars.OLDEST}.")
    return found


def years(typed: str) -> int:
    """An age by the same rules as in the reviewers' bot."""
    from dialogs.reviewer_bot import particulars, phrases

    found = particulars.age(typed)
    if isinstance(found, int):
        return found
    raise BadParameter(_said(found or Rejection(phrases.AGE_FORM)))


def day(typed: str, what: str, now: datetime) -> date:
    """A day in the past, with its whole year."""
    from dialogs.reviewer_bot import particulars

    found = particulars.past_day(typed, day_in_london(now))
    if isinstance(found, Rejection):
        raise Refused(f"{what} cannot be used. {_said(found)}")
    return found


def coming_day(typed: str, now: datetime) -> date:
    """A day to come, or today, with its whole year."""
    from dialogs.reviewer_bot import particulars

    found = particulars.whole_day(typed, day_in_london(now))
    if found is None:
        raise Refused("The day is not understood: please write it like 2027-03-05 or 5 March 2027.")
    return found


def email(typed: str) -> str:
    """An address for e-mail."""
    if not _EMAIL.fullmatch(written := usual(typed)):
        raise Refused("The address for e-mail is not understood: please write it like jo.carter@example.org.")
    return written


def codes(typed: Iterable[str], known: Iterable[str]) -> set[str]:
    """Codes, each by itself or several with commas between; one that is not known stays as it was typed."""
    as_known = {folded(code): code for code in known}
    return {as_known.get(folded(code), code) for part in typed for code in map(bare, usual(part).split(",")) if code}


def number(typed: str) -> int:
    """A whole number in the digits of any script."""
    written = bare(typed)
    if not (written.isdecimal() and len(written) <= MOST_DIGITS):
        raise BadParameter(f"{typed!r} is not a whole number.")
    return int(written)


def _said(why: Rejection) -> str:
    from locales import SOURCE, speech

    return fill(why.said, speech(SOURCE), {})


def _refused(why: Rejection) -> Refused:
    return Refused(_said(why))


def one_of(typed: str, known: Iterable[str], what: str) -> str:
    """Return the code that was typed, however a keyboard wrote it; Refused if it is none of these."""
    found = next((code for code in known if folded(code) == folded(typed)), None)
    if found is None:
        raise Refused(f"The {what} {typed!r} is not known: it is one of {', '.join(known)}.")
    return found


def _line(said: str, what: str, limit: int) -> str:
    if not said:
        raise Refused(f"{what} is empty.")
    if len(said) > limit:
        raise Refused(f"{what} is longer than {limit} characters.")
    if unseen := sorted({f"U+{ord(c):04X}" for c in said if unicodedata.category(c) in _NO_SIGN}):
        raise Refused(f"{what} holds what cannot be shown: {', '.join(unseen)}.")
    return said
