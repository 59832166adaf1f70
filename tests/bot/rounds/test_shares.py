"""One response has a share of each round: what is above it waits, in order, and nobody else waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rounds.arrivals import Arrival, Filled, Said
from bot.rounds.shares import BYTES, EACH, LETTERS, Shares
from dialogs.inputs import Channel, Command, Say
from storage.schema.vocabulary import Bot


@dataclass(frozen=True)
class Waits:
    """Something that waits."""

    arrival: Arrival


def from_(user: str, said: Said = Command.HELP, content: bytes | None = None) -> Waits:
    """What somebody sends."""
    return Waits(
        Arrival(bot=Bot.PAGE, channel=Channel.PAGE, update_id=1, user=user, address="", said=said, content=content)
    )


def rounds(waiting: list[Waits], shares: Shares | None = None) -> list[str]:
    """Who is taken in which round."""
    shares, taken = shares or Shares(), []
    while waiting:
        now, waiting = shares.split(waiting)
        taken.append("".join(w.arrival.user for w in now))
    return taken


def test_who_is_quick_is_taken_whole_and_nobody_waits_for_that() -> None:
    assert EACH == 5
    assert rounds([*map(from_, "aaaaaaaaaaaabac")]) == ["aaaaabc", "aaaaa", "aaa"]


def test_all_that_one_response_sends_is_one_share() -> None:
    """From whatever browsers and chats, once it is known that they are at it."""
    shares = Shares()
    assert rounds([*map(from_, "aaaaabbbbb")], shares) == ["aaaaabbbbb"]
    shares.learn((from_(user).arrival, whose) for user, whose in (("a", 1), ("b", 1), ("c", 2), ("d", None)))
    assert rounds([*map(from_, "aaabbbbcad")], shares) == ["aaabbcd", "bba"]


def test_what_is_large_counts_as_much() -> None:
    long = Say(words="x" * LETTERS, sent=1)
    assert rounds([from_("a", long), from_("a", long), from_("a", long), from_("b")]) == ["aab", "a"]
    form = Filled((long,) * 5)
    assert rounds([from_("a", form), from_("a"), from_("b")]) == ["ab", "a"]
    assert rounds([from_("a", content=b"x" * 4 * BYTES), from_("a"), from_("b")]) == ["ab", "a"]
