"""Give every handler of the page the store, the road, templates and the guard; say kindly what goes wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

import structlog
from aiohttp import web

from bot.clock import Clock
from bot.rounds.arrivals import Arrival, Outcome, Said
from bot.rounds.channel import ChannelPort
from bot.rounds.rounds import StoreDown
from bot.rounds.threads import beside
from bot.settings import Network
from bot.web import phrases
from bot.web.bodies import PATIENCE, Patience
from bot.web.security import Guard, cookie_hash
from bot.web.starts import Starts
from bot.web.templating import Pages
from dialogs.inputs import Channel
from dialogs.languages import first_offered
from dialogs.phrases import NOT_UNDERSTOOD_SAVED
from dialogs.text import Text
from locales import catalogues
from storage.engine.unit_of_work import Store, UnitOfWork, is_outage
from storage.repositories import facts
from storage.repositories.conversations import Surroundings
from storage.schema.vocabulary import Bot

# By this name the address of the first question carries a sign for the link that was opened.
START = "start"
MACHINES = ("/telegram/", "/healthz", "/readyz", "/metrics")
NOT_FOUND, TOO_LARGE, BROKEN, AWAY = 404, 413, 500, 503
UNREADABLE, TOO_SLOW, STRANGE = 400, 408, 415
SENTENCES = {
    TOO_LARGE: phrases.TOO_LONG,
    UNREADABLE: NOT_UNDERSTOOD_SAVED,
    TOO_SLOW: NOT_UNDERSTOOD_SAVED,
    STRANGE: NOT_UNDERSTOOD_SAVED,
}
Done = TypeVar("Done")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Site:
    """One for the process. `around` is what every load of a conversation brings with it; `proxies`: whose word is believed.

    `telegram`: how chats are told of what happens here.
    """

    store: Store
    take_arrival: Callable[[Arrival], Awaitable[Outcome]]
    now: Clock
    languages: tuple[str, ...]
    around: Callable[[datetime], Surroundings]
    guard: Guard
    telegram: ChannelPort
    pages: Pages = field(default_factory=Pages.made)
    proxies: tuple[Network, ...] = ()
    patience: Patience = PATIENCE
    starts: Starts = field(default_factory=Starts)

    async def take(self, cookie: str, said: Said, number: int, content: bytes | None = None) -> Outcome:
        """One turn of a browser, kept when this returns; StoreDown if it can't be now."""
        user = cookie_hash(cookie).hex()
        arrival = Arrival(bot=Bot.PAGE, channel=Channel.PAGE, update_id=number, user=user, address="", said=said)
        return await self.take_arrival(replace(arrival, content=content))

    async def reading(self, look: Callable[[UnitOfWork], Done]) -> Done:
        """Return what `look` finds in the store, beside the loop."""

        def work() -> Done:
            with self.store.read() as unit:
                return look(unit)

        return await beside(work)

    async def writing(self, act: Callable[[UnitOfWork], Done]) -> Done:
        """Run `act` in the store, beside the loop, and commit it; return what it gives."""

        def work() -> Done:
            with self.store.begin() as unit:
                done = act(unit)
                unit.commit()
                return done

        return await beside(work)

    async def username(self) -> str | None:
        """The name of the families' bot, if there is one."""
        return await self.reading(facts.username)

    def language_of(self, request: web.Request, *, on_offer: bool = False) -> str:
        """The language that a link asks for, or that is set in the browser; else the first on offer.

        A link may ask for any there is: a reviewer has picked it for this family. `on_offer`: of those on offer alone.
        """
        asked = request.query.get("lang", "")
        if asked in self.languages or (asked in catalogues() and not on_offer):
            return asked
        wanted = (part.partition(";")[0] for part in _accepted(request))
        return first_offered(wanted, self.languages) or self.languages[0]

    def page(
        self,
        request: web.Request,
        template: str,
        *,
        status: int = 200,
        language: str | None = None,
        names: Mapping[str, str] | None = None,
        **values: Any,
    ) -> web.Response:
        """A page, compressed if it may be."""
        spoken = language or self.language_of(request)
        text = self.pages.render(template, spoken, names, languages=self.languages, path=request.path, **values)
        response = web.Response(text=text, content_type="text/html", status=status)
        response.enable_compression()
        return response

    def sentence(
        self, request: web.Request, status: int, text: str | Text, heading: str = "", **values: Any
    ) -> web.Response:
        """A page of one sentence, and whom to phone."""
        values = {"heading": heading or phrases.PROBLEM, "sentences": (text,), **values}
        return self.page(request, "sentence.html", status=status, **values)

    def guarded(self, handler: Handler) -> Handler:
        """A page with the headers of all pages; whatever goes wrong, a visitor reads a kind sentence."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            response = await self._kind(handler, request)
            self.guard.protect(response)
            return response

        return guarded

    async def nowhere(self, request: web.Request) -> web.Response:
        """There is nothing at this address; a machine reads no sentences."""
        if request.path.startswith(MACHINES):
            return web.Response(status=NOT_FOUND)
        return self.sentence(request, NOT_FOUND, phrases.NO_SUCH_PAGE)

    async def _kind(self, handler: Handler, request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as refused:
            return self.sentence(request, refused.status, SENTENCES.get(refused.status, phrases.NO_SUCH_PAGE))
        except StoreDown:
            return self.sentence(request, AWAY, phrases.TRY_LATER)
        except Exception as error:  # noqa: BLE001 - the visitor hears of it, the log too, without a word of theirs
            log.error("page failed", error=type(error).__name__)
            return self.sentence(request, AWAY if is_outage(error) else BROKEN, phrases.TRY_LATER)


def to(place: str) -> web.Response:
    """Go there next, and by GET."""
    return web.Response(status=303, headers={"Location": place})


def _accepted(request: web.Request) -> list[str]:
    return request.headers.get("Accept-Language", "").split(",")
