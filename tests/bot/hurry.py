"""What makes a service in a test start at once and note at once what it has sent; it does the same as ever."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache, partial
from types import CodeType
from unittest.mock import patch

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from bot.clock import USUAL, Timing
from bot.web import assets, templating

# Who waits until everything is written down would wait ten times as long for the mark of what was sent. A receipt that waits
# until no more words come is looked for once a second only; here it goes at once.
HURRIED = Timing(mark=USUAL.mark / 10, receipt=0.0)
# Pauses are short; what Telegram asks for is waited for all the same.
IMPATIENT = replace(HURRIED, idle=0.05, first_pause=0.05, first_retry=0.05)
# And all that is looked for now and then is looked for all the time; patience with files ends soon.
SHORT = replace(IMPATIENT, poll=1, look=0.1, tick=0.1, fetches=3)


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
    (templating, "drawings", cache(assets.drawings)),
    (templating, "Environment", partial(Environment, bytecode_cache=Compiled())),
)


@contextmanager
def hurried() -> Iterator[None]:
    """Meanwhile services start at once."""
    with ExitStack() as stack:
        for where, name, made in ONCE:
            stack.enter_context(patch.object(where, name, made))
        yield
