"""Families who are interviewed while the service dies, and what became of what they said.

Beside each goes the undisturbed conversation: what the core would have said and kept. A message may come once more after a
death; anything else that differs is counted as lost, doubled or stuck.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from bot.telegram.rendering import send_message
from dialogs.response import Status
from storage.schema.codec import dump_value
from tests.bot.telegram_driver import TelegramDriver
from tests.bot.world import World
from tests.dialogs.core import ENGLISH, CoreDriver, names
from tests.fakes.bot_api import FakeBotApi
from tests.figures import leave
from tests.scenario import Deed

SPOKEN = hashlib.sha256(b"OggS voice").hexdigest()

Facts = Counter[tuple[Any, ...]]


class Told(Protocol):
    """Somebody who answers, whatever by, and what the record should hold of them."""

    invitation: str
    sent: int
    repeated: int

    @property
    def has_heard_all(self) -> bool:
        """Whether every reply has come."""

    def wanted(self) -> Facts:
        """What the record should hold."""


@dataclass(slots=True)
class Family:
    """Somebody who answers, and what they would have seen if nothing had ever died."""

    driver: TelegramDriver
    invitation: str
    undisturbed: CoreDriver = field(default_factory=CoreDriver)
    expected: list[str] = field(default_factory=list)
    sent: int = 0
    heard: int = 0
    repeated: int = 0

    @classmethod
    def invited(cls, world: World, api: FakeBotApi, review: str, number: int) -> Family:
        """A family with an invitation of its own."""
        token = world.invite(review)
        return cls(TelegramDriver(world, api, token, user_id=1000 + number), list(world.credentials)[-1])

    def does(self, deed: Deed) -> None:
        """Do it, and wait for nothing."""
        self.driver.act(deed)
        self.sent += 1
        self.expected += in_a_chat(self.undisturbed, deed)

    @property
    def has_heard_all(self) -> bool:
        """Whether every reply has come. A message is the next one, or the one before it once more."""
        for entry in self.driver.person.received[self.heard + self.repeated :]:
            if entry.text in self.expected[self.heard : self.heard + 1]:
                self.heard += 1
            else:
                assert entry.text in self.expected[: self.heard][-1:], f"came out of order: {entry.text}"
                self.repeated += 1
        return self.heard == len(self.expected)

    def wanted(self) -> Facts:
        """What the record should hold."""
        return wanted(self.undisturbed)


def in_a_chat(driver: CoreDriver, deed: Deed) -> Iterator[str]:
    """Yield the texts of the reply as Telegram shows them."""
    driver.does(deed)
    for message in driver.turn.messages:
        for body in send_message(message, ENGLISH, names(driver.response), 0):
            yield body["text"]


def wanted(undisturbed: CoreDriver) -> Facts:
    """What the record holds of a conversation that nothing disturbed."""
    withdrawn = undisturbed.response.status is Status.WITHDRAWN
    answers = () if withdrawn else undisturbed.record.items()
    said = [fact for k, a in answers for fact in _facts(*k, a.superseded, json.loads(dump_value(a)))]
    said += [(*k, a.superseded, "voice", SPOKEN) for k, a in answers for _ in a.recordings]
    return Counter([*said, *(("consent", d.statement, d.decision) for d in undisturbed.decisions)])


def kept(participant: dict[str, Any]) -> Facts:
    """What the record holds of a participant."""
    answers = [
        fact
        for a in participant["answers"]
        for fact in _facts(a["link_id"], a["revision"], a["superseded"], a["value"])
    ]
    answers += [
        (a["link_id"], a["revision"], a["superseded"], one["kind"], one["sha256"])
        for a in participant["answers"]
        for one in a["attachments"]
    ]
    return Counter([*answers, *(("consent", c["statement"], c["decision"]) for c in participant["consents"])])


def _facts(link_id: str, revision: int, superseded: bool, value: dict[str, Any]) -> Iterable[tuple[Any, ...]]:
    for kind, said in ((kind, said) for kind, said in value.items() if kind != "recordings"):
        for part in said if isinstance(said, list) else [said]:
            yield link_id, revision, superseded, kind, json.dumps(part)


@dataclass(slots=True, kw_only=True)
class Figures:
    """How it went. `times` counts the faults, `sent` what people did, `kept` answers and consents, message by message."""

    times: int = 0
    points: int = 0
    sent: int = 0
    kept: int = 0
    lost: int = 0
    doubled: int = 0
    repeated: int = 0
    stuck: int = 0

    @classmethod
    def of(cls, world: World, families: Sequence[Told], *, times: int, points: int = 0) -> Figures:
        """Compare the record and the chats with what they should be."""
        figures = cls(times=times, points=points)
        records = {p["invitation"]: kept(p) for p in world.record()["participants"]}
        for family in families:
            facts, wanted = records[family.invitation], family.wanted()
            figures.sent += family.sent
            figures.kept += facts.total()
            figures.lost += (wanted - facts).total()
            figures.doubled += (facts - wanted).total()
            figures.stuck += not family.has_heard_all
            figures.repeated += family.repeated
        return figures

    def report(self, name: str) -> None:
        """Print them, and leave them for the table of faults; `name` is that of the fault, a colon and the way it came."""
        figures = asdict(self)
        print(f"\n{name}: {json.dumps(figures)}")  # noqa: T201 - figures are to be seen
        leave("fault", name, **figures)

    def prove(self) -> None:
        """Nothing was lost, nothing counts twice, everybody went on, and a death repeats one message of a chat at most."""
        assert (self.lost, self.doubled, self.stuck) == (0, 0, 0)
