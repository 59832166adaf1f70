"""The service as it is run, in a process of its own: it can be killed and started again. And the record behind it."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import URLError

from sqlalchemy import delete

from bot.settings import Settings
from dialogs.languages import NAMES
from storage.engine.unit_of_work import open_engine, open_store
from storage.keys.sealing import new_ring_entry
from storage.schema.columns import Base
from tests.bot.world import World, free_port

PATIENCE = 60.0
# What the service keeps for itself.
OWN = ("data_key", "runtime", "audit", "audit_head")


@dataclass(slots=True)
class Service:
    """One service without bots: the page alone."""

    world: World
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.world.settings['port']}"

    def invited(self, language: str | None = None) -> tuple[str, str]:
        """The link of a new invitation, and the reference of its review."""
        reference = f"LDR-{len(self.world.credentials) + 1}"
        token = self.world.invite(self.world.review(reference), language=language)
        return f"{self.base}/i/{token}", reference

    def start(self) -> None:
        """Start it, unless it runs, and wait until it is ready."""
        if self.process is not None:
            return
        environment = {**os.environ, **self.world.environment(), "INTERVIEW_LANGUAGES": ",".join(NAMES)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=environment, stdout=subprocess.DEVNULL
        )
        end = monotonic() + PATIENCE
        while not self._is_ready():
            assert self.process.poll() is None, "the service has ended"
            assert monotonic() < end, "the service does not start"
            sleep(0.05)

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def empty(self) -> None:
        """Delete every review and everybody in it, whether it runs or not."""
        with self.world.store.begin() as work:
            for table in reversed(Base.metadata.sorted_tables):
                if table.name not in OWN:
                    work.execute(delete(table))
            work.commit()
        self.world.credentials.clear()
        self.world.reviewer = ""

    def answers(self, reference: str) -> dict[str, dict[str, Any]]:
        """The answers that count in the record of a review, by link_id."""
        [participant] = self.world.record(reference)["participants"]
        counting = [a for a in participant["answers"] if not a["superseded"]]
        assert len({a["link_id"] for a in counting}) == len(counting), "an answer stands twice"
        return {a["link_id"]: a["value"] for a in counting}

    def status(self, reference: str) -> str:
        """Where the only participant of a review stands."""
        [participant] = self.world.record(reference)["participants"]
        return str(participant["status"])

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base}/readyz", timeout=2) as reply:  # noqa: S310 - our own address
                return bool(reply.status == 200)
        except (URLError, OSError):
            return False


def make_service(folder: Path, database_url: str) -> Service:
    """A service on an empty store that is migrated; not started yet."""
    port = free_port()
    given: dict[str, Any] = {
        "data_dir": folder,
        "database_url": database_url,
        "keys": new_ring_entry("test"),
        "port": port,
        "public_url": f"http://127.0.0.1:{port}",
    }
    return Service(World(settings=given, store=open_store(open_engine(database_url), Settings(**given).key_ring())))
