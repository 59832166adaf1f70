"""What makes a service in a test start at once and note at once what it has sent; it does the same as ever."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import cache, partial
from types import CodeType
from unittest.mock import patch

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from bot.participants import outgoing
from bot.rounds import rounds
from bot.web import assets, templating

# Who waits until everything is written down would wait ten times as long for the mark of what was sent.
MARK_SECONDS = rounds.MARK_SECONDS / 10
# A receipt that waits until no more words come is looked for once a second only; here it goes at once.
RECEIPT_AFTER = timedelta()


class Compiled(BytecodeCache):
    """Templates as they were compiled the first time."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take it from here, if it is here."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it here."""
        self._kept[bucket.key, bucket.checksum] = bucket.code


# All certificates, the stylesheet, the pictures and the templates are the same for every service of a worker.
ONCE = (
    (ssl, "create_default_context", cache(ssl.create_default_context)),
    (templating, "stylesheet", cache(assets.stylesheet)),
    (templating, "pictures", cache(assets.pictures)),
    (templating, "Environment", partial(Environment, bytecode_cache=Compiled())),
)


@contextmanager
def hurried(mark: float = MARK_SECONDS) -> Iterator[None]:
    """Meanwhile services start at once; the mark of what was sent waits for so long for a round to ride in."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(rounds, "MARK_SECONDS", mark))
        stack.enter_context(patch.object(outgoing, "RECEIPT_AFTER", RECEIPT_AFTER))
        for where, name, made in ONCE:
            stack.enter_context(patch.object(where, name, made))
        yield
