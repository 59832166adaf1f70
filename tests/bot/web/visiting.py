"""A browser beside the service, in one process: it reads each page as elements, keeps old ones open, and sends their forms."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

from bot.participants.turns import Turns
from bot.rounds.arrivals import Arrival, Filled
from bot.telegram.channel import TelegramChannel
from bot.web.interview.channel import PageChannel
from bot.web.interview.forms import Form, inputs
from bot.web.interview.views import View, view
from bot.web.templating import Pages
from dialogs import leder
from dialogs.inputs import Begin, Channel
from dialogs.phrases import YOUR_REVIEWER
from dialogs.text import Text
from storage.engine.unit_of_work import Store, open_engine, open_store
from storage.keys.sealing import KeyRing, new_ring_entry
from storage.outbox import queue
from storage.repositories import browsers
from storage.schema.vocabulary import Bot
from tests.bot.web.browser import Node, read
from tests.bot.world import World
from tests.dialogs.core import NOW

LANGUAGES = ("en", "cy")
COOKIE = b"c" * 32
RING = KeyRing.parse(new_ring_entry("visiting"))
TURNS = Turns(channels={Channel.TELEGRAM: TelegramChannel(), Channel.PAGE: PageChannel()}, languages=LANGUAGES)
PAGES = Pages.made()


@dataclass(slots=True)
class Visiting:
    """One browser at one invitation. `tabs` are the pages that were shown, oldest first, each as it still stands somewhere."""

    store: Store
    seen: View | None = None
    tabs: list[Node] = field(default_factory=list)
    number: int = 0

    @property
    def page(self) -> Node:
        """The page that was shown last."""
        return self.tabs[-1]

    def sends(self, *forms: Mapping[str, list[str]]) -> None:
        """These forms arrive in one round, each with a number of its own; then the page is loaded."""
        said = [self._said(form) for form in forms]
        self.takes(*(one for one in said if isinstance(one, Filled)))

    def takes(self, *filled: Filled) -> None:
        """What was said is kept, and the page is loaded."""
        self.number += len(filled)
        arrivals = [
            Arrival(
                bot=Bot.PAGE, channel=Channel.PAGE, update_id=self.number + n, user=COOKIE.hex(), address="", said=said
            )
            for n, said in enumerate(filled)
        ]
        with self.store.begin() as work:
            _, letters = TURNS.take(work, arrivals, self._now())
            queue.enqueue(work, letters, self._now())
            work.commit()
        self.loads()

    def loads(self) -> None:
        """The page, as a reload or a second tab shows it."""
        with self.store.read() as work:
            self.seen = view(work, COOKIE, TURNS.around(self._now()))
        assert self.seen is not None
        names = self.seen.conversation.response.people.names(YOUR_REVIEWER)
        values = {"seen": self.seen, "token": "t", "form_id": token_hex(4), "languages": LANGUAGES, "path": "/chat"}
        self.tabs.append(read(PAGES.render("chat.html", self.seen.language, names, problem=None, **values)))

    def _said(self, fields: Mapping[str, list[str]]) -> Filled | Text:
        form = Form.read(fields)
        return inputs(form, leder.load().items.get(form.place))

    def _now(self) -> datetime:
        return NOW + timedelta(seconds=self.number)


def visiting(folder: Path, template: Path) -> Visiting:
    """A browser at a copy of a record store in which somebody has opened an invitation."""
    shutil.copy(template, folder / "record.db")
    return Visiting(open_store(open_engine(f"sqlite:///{folder / 'record.db'}"), RING))


def opened(template: Path) -> None:
    """Put an invitation into an empty record store, and open it in the browser."""
    store = open_store(open_engine(f"sqlite:///{template}"), RING)
    world = World(settings={}, store=store)
    token = world.invite(world.review())
    with store.begin() as work:
        browsers.enter(work, token, None, COOKIE, TURNS.around(NOW))
        work.commit()
    Visiting(store).takes(Filled((Begin(),)))
    store.close()
