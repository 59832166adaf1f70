"""A world to try the service in: a record store, a Bot API, a reviewer, an invitation; and what one may look at afterwards."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import func, select

from bot.bootstrap import running
from bot.clock import Clock, Timing, utc_now
from bot.settings import Settings
from storage.engine.unit_of_work import Store, open_engine, open_store
from storage.keys.credentials import Credentials
from storage.keys.sealing import new_ring_entry
from storage.maintenance.revision import is_current
from storage.maintenance.upgrade import upgrade
from storage.repositories import invitations, reviews
from storage.schema.tables import outbox
from tests.bot.hurry import HURRIED, hurried
from tests.fakes.bot_api import FakeBotApi
from tests.programme import usual
from tests.records import record
from tests.scenario import PEOPLE
from tests.storage.people import enrolled

# No letter again and again: that a file of a database may hold by chance.
FAMILIES, REVIEWERS = "111111:Fq3vN8kWzR5tYb2LmXc7HdP9sGjA4uEoT6i", "222222:Rw7cK2nXpV9hJd4QyLs8TgB3mZfE6aUoN5k"
SECRET = "s3crEtOf-theWebhook_n7Qx2Vb9Kd4Lm8Tz6Wp5"
PATIENCE = 60.0


@dataclass(slots=True)
class World:
    """A record store and the settings that a service needs to work on it."""

    settings: dict[str, Any]
    store: Store
    reviewer: str = ""
    credentials: dict[str, Credentials] = field(default_factory=dict)
    timing: Timing = HURRIED

    def review(self, reference: str = "LDR-1") -> str:
        """A review of Margaret's life, by the reviewer of the walks."""
        now = utc_now()
        with self.store.begin() as work:
            self.reviewer = self.reviewer or enrolled(work, reviews.add_reviewer(work, PEOPLE.reviewer, "0" * 12, now))
            review = reviews.open_review(
                work,
                reference,
                person=PEOPLE.person,
                age=52,
                confirmed=(),
                reviewer_id=self.reviewer,
                now=now,
            )
            work.commit()
        return review

    def invite(self, review: str, to: str = PEOPLE.invitee, language: str | None = None) -> str:
        """An invitation of this review; gives its token."""
        now, credentials = utc_now(), Credentials.fresh(check_word=True)
        with self.store.begin() as work:
            invitation = invitations.invite(
                work,
                review,
                credentials,
                to=to,
                relationship=PEOPLE.relationship,
                language=language,
                now=now,
                expires_at=now + timedelta(days=28),
            )
            work.commit()
        self.credentials[invitation] = credentials
        return credentials.token

    def record(self, reference: str = "LDR-1") -> dict[str, Any]:
        """The record of a review, as it is given out."""
        with self.store.read() as work:
            return record(work, reference, utc_now())

    def waiting(self) -> int:
        """How many calls wait in the outbox."""
        with self.store.read() as work:
            waiting = outbox.c.state.in_(("due", "claimed"))
            return int(work.execute(select(func.count()).select_from(outbox).where(waiting)).scalar_one())

    def environment(self) -> dict[str, str]:
        """The settings as a process gets them."""
        settings = {"programme": usual(Path(self.settings["data_dir"])), **self.settings}
        return {
            f"INTERVIEW_{name.upper()}": ",".join(value) if isinstance(value, tuple) else str(value)
            for name, value in settings.items()
        }

    @asynccontextmanager
    async def served(self, now: Clock = utc_now) -> AsyncIterator[None]:
        """The service, running in this process."""
        with hurried():
            async with running(Settings(**self.settings), now, timing=self.timing):
                yield

    def is_settled(self, api: FakeBotApi) -> bool:
        """Whether every update is kept and confirmed, and every call made."""
        return not (api.pending(FAMILIES) or api.pending(REVIEWERS) or self.waiting())

    async def settled(self, api: FakeBotApi) -> None:
        """Wait until it is."""
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(self.is_settled, api):  # noqa: ASYNC110 - a store tells nobody of its changes
                await asyncio.sleep(0.005)

    def wait_settled(self, api: FakeBotApi) -> None:
        """Wait until it is, outside of a loop."""
        end = monotonic() + PATIENCE
        while not self.is_settled(api):
            assert monotonic() < end, "updates or calls are still waiting"
            sleep(0.005)


def make_world(
    api: FakeBotApi,
    folder: Path,
    database_url: str,
    *,
    webhook: bool = False,
    families_only: bool = False,
    timing: Timing = HURRIED,
) -> World:
    """An empty, migrated record store, and both bots known to the Bot API; the service may run only one of them."""
    api.add_bot(FAMILIES, username="families_bot")
    api.add_bot(REVIEWERS, username="reviewers_bot")
    port = free_port()
    settings: dict[str, Any] = {
        "data_dir": folder,
        "database_url": database_url,
        "families_token": FAMILIES,
        "reviewers_token": REVIEWERS,
        "telegram_api": api.url,
        "languages": "en",
        "keys": new_ring_entry("test"),
        "port": port,
    }
    if webhook:
        settings |= {"public_url": f"http://127.0.0.1:{port}", "webhook_secret": SECRET}
    if families_only:
        settings.pop("reviewers_token")
    engine = open_engine(database_url)
    if not is_current(engine):
        upgrade(engine)
    return World(settings=settings, store=open_store(engine, Settings(**settings).key_ring()), timing=timing)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
