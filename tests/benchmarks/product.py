"""The product's record for a run: migrated, sealed, with invitations to open."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.clock import utc_now
from storage.engine.unit_of_work import Store, open_engine, open_store
from storage.keys.credentials import Credentials
from storage.keys.sealing import KeyRing, new_ring_entry
from storage.maintenance.upgrade import upgrade
from storage.repositories import invitations, reviews
from tests.benchmarks.subjects import ROOT, TOKEN, plain
from tests.programme import usual

REVIEWERS = "222222:" + "R" * 35
A_REVIEW = 100
SECRET = "s" * 40
DATABASE = "interview.db"


# What another checkout is asked for: its modules may lie in other folders, and it has tables of its own.
ASKED = """
import json, sys
from pathlib import Path
from tests.benchmarks.product import Record
record = Record.fresh(Path(sys.argv[1]))
print(json.dumps([record.keys, [*record.invite(int(sys.argv[2]))]]))
"""


@dataclass(slots=True)
class Installed:
    """A record store in a folder, or with a folder beside it, and how the product is told of it."""

    folder: Path
    keys: str
    url: str = ""

    def environment(self, api: str, port: int) -> dict[str, str]:
        """The settings of an operator who uses webhooks and both bots."""
        return {
            "INTERVIEW_DATA_DIR": str(self.folder),
            "INTERVIEW_DATABASE_URL": self.url,
            "INTERVIEW_KEYS": self.keys,
            "INTERVIEW_FAMILIES_TOKEN": TOKEN,
            "INTERVIEW_REVIEWERS_TOKEN": REVIEWERS,
            "INTERVIEW_TELEGRAM_API": api,
            "INTERVIEW_LANGUAGES": "en",
            "INTERVIEW_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "INTERVIEW_WEBHOOK_SECRET": SECRET,
            "INTERVIEW_PORT": str(port),
            "INTERVIEW_PROGRAMME": str(usual(self.folder)),
        }


@dataclass(slots=True, kw_only=True)
class Record(Installed):
    """The same, opened by this checkout."""

    store: Store

    @classmethod
    def fresh(cls, folder: Path, url: str = "") -> Record:
        """An empty one; `url`: in this database."""
        folder.mkdir(parents=True, exist_ok=True)
        engine = open_engine(url or f"sqlite:///{folder / DATABASE}")
        upgrade(engine)
        engine.dispose()
        return cls.known(folder, new_ring_entry("bench"), url)

    @classmethod
    def known(cls, folder: Path, keys: str, url: str = "") -> Record:
        """One that is there already."""
        engine = open_engine(url or f"sqlite:///{folder / DATABASE}")
        return cls(folder, keys, url, store=open_store(engine, KeyRing.parse(keys)))

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    def invite(self, number: int, prefix: str = "BENCH") -> Iterator[str]:
        """The tokens of so many new invitations, a hundred to a review."""
        tokens: list[str] = []
        with self.store.begin() as work:
            reviewer = reviews.add_reviewer(work, f"Jo of {prefix}", Credentials.fresh().code, utc_now())
            work.commit()
        for review in range(-(-number // A_REVIEW)):
            tokens += self._review(reviewer, f"{prefix}-{review}", min(A_REVIEW, number - review * A_REVIEW))
        return iter(tokens)

    def _review(self, reviewer: str, reference: str, size: int) -> list[str]:
        now, given = utc_now(), [Credentials.fresh() for _ in range(size)]
        with self.store.begin() as work:
            review = reviews.open_review(
                work, reference, person="Margaret", age=52, confirmed=(), reviewer_id=reviewer, now=now
            )
            for credentials in given:
                invitations.invite(
                    work,
                    review,
                    credentials,
                    to="Ann",
                    relationship="sister",
                    language=None,
                    now=now,
                    expires_at=now + timedelta(days=28),
                )
            work.commit()
        return [c.token for c in given]


def recorded(root: Path, folder: Path, number: int) -> tuple[Installed, Iterator[str]]:
    """Return a new record store of a checkout, and the tokens of so many invitations in it."""
    if root == ROOT:
        record = Record.fresh(folder)
        return record, record.invite(number)
    folder.mkdir(parents=True)
    asked = [sys.executable, "-c", ASKED, str(folder), str(number)]
    told = subprocess.run(asked, cwd=root, env=plain(root), stdout=subprocess.PIPE, check=True)
    keys, tokens = json.loads(told.stdout.splitlines()[-1])
    return Installed(folder, keys), iter(tokens)


def command(*arguments: str) -> list[str]:
    """`interview …` in a process of its own."""
    return [sys.executable, "-m", "bot", *arguments]
