"""One reviewer at a desk: English texts, messages with places in the chat, deeds done in memory, a restart after each input."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dialogs import leder
from dialogs.flags import OpenFlag
from dialogs.inputs import Begin, Input, Open, Press, Say, data, parse
from dialogs.invitation import Invitation
from dialogs.messages import Message, segments
from dialogs.review import Review, ReviewStatus
from dialogs.reviewer_bot import closing, respond
from dialogs.reviewer_bot.opening import opened
from dialogs.reviewer_bot.state import (
    CloseFlag,
    Deed,
    Desk,
    DeskTurn,
    Errand,
    Invite,
    Late,
    Move,
    OpenReview,
    Renew,
    ReopenFlag,
    Revoke,
)
from dialogs.text import fill
from storage.repositories.desks import dump, restore
from tests.dialogs.core import ENGLISH
from tests.scenario import Shown

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FACTS = leder.programme()
DRAFTS = {"en": False, "en_GB@easyread": True, "cy": False, "pl": True}
COMMANDS = {f"/{errand}": Open(errand) for errand in Errand} | {"/start": Begin()}
# From the first question to the check screen, for somebody who died at 47.
CONFIRMED = ("yes:E2", "yes:E3", "yes:E4", "yes:E5", "yes:E9", "yes:E10")
TOLD = ("LDR-2026/17", "Margaret", "47", *CONFIRMED)


def a_review(
    reference: str = "LDR-1", *, status: ReviewStatus = ReviewStatus.OPEN, person: str = "Margaret Ann Example"
) -> Review:
    """A review of this reviewer's; its id is the reference without signs, in small letters."""
    plain = "".join(c for c in reference if c.isalnum()).lower()
    return Review(id=plain, reference=reference, person=person, status=status)


def an_invitation(number: str = "inv1", review: str = "LDR-1", **changes: Any) -> Invitation:
    """An invitation of Ann's, a sister."""
    made = Invitation(
        id=number,
        review=review,
        to="Ann",
        relationship="sister",
        language=None,
        expires_at=NOW + timedelta(days=28),
    )
    return replace(made, **changes)


@dataclass(slots=True)
class Reviewer:
    """Somebody at a desk. `shown` are the replies to the last input, `deeds` all that was done."""

    reviews: list[Review] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    flags: list[OpenFlag] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)
    taken: frozenset[str] = frozenset()
    left: Desk = field(default_factory=Desk)
    place: int = 100
    shown: list[Shown] = field(default_factory=list)
    chat: list[tuple[int, Shown]] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    turn: DeskTurn | None = None

    def does(self, *deeds: str) -> list[str]:
        """Commands, button data that is on the screen, or words; the texts of the last reply."""
        for deed in deeds:
            self._do(deed)
        return [m.text for m in self.shown]

    def takes(self, said: Input, sent: int | None = None) -> list[str]:
        """One input; without a place it is a new message in the chat."""
        if sent is None:
            self.place += 1
            sent = self.place
        self.left = restore(dump(self.left))
        self.turn = respond(self.desk, said, now=NOW, sent=sent)
        self.left = self.turn.desk
        messages = [*self.turn.messages, *self._done(self.turn.deed)]
        self.shown = [self._show(m) for m in messages]
        return [m.text for m in self.shown]

    def presses(self, pressed: str, at: int | None = None) -> list[str]:
        """The newest button with this data, or one at a place, shown there or not."""
        press = parse(pressed)
        assert press is not None, f"{pressed} is no button"
        return self.takes(press, at if at is not None else self.where(pressed))

    def where(self, pressed: str) -> int:
        """The place of the newest message with this button."""
        found = [place for place, message in self.chat if pressed in message.buttons]
        assert found, f"no button {pressed} in {[m.buttons for _, m in self.chat]}"
        return found[-1]

    @property
    def desk(self) -> Desk:
        """The desk as a load gives it."""
        return replace(
            self.left,
            reviewer="Jo Carter",
            reviews=tuple(self.reviews),
            invitations=tuple(self.invitations),
            flags=tuple(self.flags),
            late=tuple(self.late),
            taken=self.taken | {r.reference for r in self.reviews},
            days=(date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 30)),
            facts=FACTS,
            drafts=DRAFTS,
        )

    @property
    def buttons(self) -> tuple[str, ...]:
        """The buttons of the last message."""
        return self.shown[-1].buttons if self.shown else ()

    def _do(self, deed: str) -> None:
        if deed in COMMANDS:
            self.takes(COMMANDS[deed])
        elif isinstance(parse(deed), Press) and any(deed in m.buttons for _, m in self.chat):
            self.presses(deed)
        else:
            self.place += 1
            self.takes(Say(words=deed, sent=self.place), self.place)

    def _show(self, message: Message) -> Shown:
        self.place += 1
        text = "\n\n".join(text for text, _ in segments(message, ENGLISH, {}))
        rows = tuple(tuple((fill(b.label, ENGLISH, {}), data(b.press)) for b in row) for row in message.rows)
        self.chat.append((self.place, Shown(text, rows)))
        return self.chat[-1][1]

    def _done(self, deed: Deed | None) -> list[Message]:
        """What the store would make of the deed."""
        if deed is None:
            return []
        self.deeds.append(deed)
        match deed:
            case OpenReview():
                self.reviews.append(a_review(deed.reference))
                return [opened(deed.reference, self.reviews[-1].id, held=deed.held)]
            case Invite():
                number = f"inv{len(self.invitations) + 1}"
                told = {"to": deed.to, "relationship": deed.relationship, "language": deed.language}
                made = an_invitation(number, deed.review, **told)
                self.invitations.append(made)
            case Renew():
                self._change(deed.invitation, revoked=False)
            case Revoke():
                self._change(deed.invitation, revoked=True)
            case Move():
                self.invitations = [
                    replace(i, review=deed.reference) if i.id == deed.invitation else i for i in self.invitations
                ]
            case CloseFlag():
                self.flags.remove(deed.flag)
                self.flags += [replace(deed.flag, due=deed.done.again_on)] if deed.done.again_on else []
                return [closing.closed(deed)]
            case ReopenFlag():
                pass
        return []

    def _change(self, number: str, *, revoked: bool) -> None:
        self.invitations = [replace(i, revoked=revoked) if i.id == number else i for i in self.invitations]
