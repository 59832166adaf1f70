"""The way in and out: an invitation's link, the check words on another device, leaving quickly, and what anybody may read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from secrets import randbits, token_hex
from urllib.parse import urlencode, urlsplit

import structlog
from aiohttp import web

from bot.participants.links import telegram_link
from bot.rounds.arrivals import Filled
from bot.rounds.rounds import StoreDown
from bot.web import phrases, throttle
from bot.web.fields import LONG_FORM, first, read_fields
from bot.web.interview.forms import Form, item_of, left_behind
from bot.web.interview.views import View, view
from bot.web.security import cookie_hash, fresh_cookie, is_form_token
from bot.web.site import START, Site, to
from dialogs.inputs import Begin, Choose, Language
from dialogs.invitation import is_token, token_in
from dialogs.phrases import LINK_DOES_NOT_WORK
from dialogs.whose.phrases import CHECK_WRONG, TOO_MANY_TRIES, TOO_MANY_WORDS
from storage.engine.failpoints import reach
from storage.engine.unit_of_work import UnitOfWork, is_outage
from storage.inbox.throttling import LINKS, WORDS
from storage.repositories import browsers
from storage.repositories.browsers import Entered, Entry, NoWay, TooManyWords, WhoBegan, WordsWanted
from storage.repositories.conversations import Surroundings

NEUTRAL = "https://www.bbc.co.uk/weather"
FORBIDDEN, NO_WAY, TOO_MANY, UNFIT = 403, 404, 429, 422
NUMBER_BITS = 63
# The question that a language chosen at the door answers.
ASKED_FIRST = "W1"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Entrance:
    """The routes before and after a conversation."""

    site: Site

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to start or leave the conversation, and to the statements."""
        return [
            web.get("/", self.nowhere),
            web.get("/i/{token}", self.invitation),
            web.post("/i/{token}", self.start),
            web.get("/i/{token}/", self.invitation),
            web.post("/i/{token}/", self.start),
            web.get("/i/{token}/words", self.words_wanted),
            web.post("/i/{token}/words", self.words),
            web.post("/exit", self.leave),
            web.get("/privacy", self.privacy),
            web.get("/accessibility", self.accessibility),
        ]

    async def nowhere(self, request: web.Request) -> web.Response:
        """Ask a visitor without a link to open theirs: nobody comes here by a link of ours."""
        return self.site.sentence(request, 200, phrases.OPEN_YOUR_LINK, phrases.TITLE)

    async def invitation(self, request: web.Request) -> web.Response:
        """Show the same page for every link: somebody who only looks, a mail scanner too, changes nothing and learns nothing."""
        token = _token(request)
        telegram = telegram_link(await self.site.username(), token) if is_token(token) else None
        chosen = request.query.get("lang", "")
        page = partial(self.site.page, request, "invitation.html", telegram=telegram, once=token_hex(8))
        return page(language_links=True, chosen=chosen)

    async def start(self, request: web.Request) -> web.Response:
        """The visitor's own Start."""
        if not self.site.guard.is_own_page(request):
            return self.site.sentence(request, FORBIDDEN, phrases.NOT_OPENED_FROM_HERE)
        reach("received")
        token, new = _token(request), fresh_cookie()
        once = first(await read_fields(request, self.site.patience), "once")
        around = self.around(request)

        def enter(work: UnitOfWork) -> Entry:
            return browsers.enter(work, token, self._old(request), cookie_hash(new), around, once=once)

        entry = await self.site.writing(enter) if is_token(token) else NoWay()
        return await self.entered(request, entry, new)

    async def words_wanted(self, request: web.Request) -> web.Response:
        """The check words are asked for; the same for every link."""
        return self.site.page(request, "words.html", language_links=True)

    async def words(self, request: web.Request) -> web.Response:
        """The check words that were typed."""
        if not self.site.guard.is_own_page(request):
            return self.site.sentence(request, FORBIDDEN, phrases.NOT_OPENED_FROM_HERE)
        typed = first(await read_fields(request, self.site.patience), "words")
        token, new = _token(request), fresh_cookie()
        around = self.around(request)
        if not typed.strip():
            return self.site.page(
                request, "words.html", status=UNFIT, language_links=True, problem=phrases.CHECK_MISSING
            )
        if await throttle.are_too_many(self.site, request, WORDS):
            return self.site.sentence(request, TOO_MANY, TOO_MANY_TRIES)

        def enter(work: UnitOfWork) -> Entry:
            return browsers.enter_with_words(work, token, typed, self._old(request), cookie_hash(new), around)

        entry = await self.site.writing(enter) if is_token(token) else NoWay()
        if isinstance(entry, Entered | WhoBegan | TooManyWords):
            return await self.entered(request, entry, new)
        kind = WORDS if isinstance(entry, WordsWanted) else LINKS
        if await throttle.was_wrong(self.site, request, kind):
            return self.site.sentence(request, TOO_MANY, TOO_MANY_TRIES)
        return self.site.page(
            request, "words.html", status=UNFIT, language_links=True, problem=CHECK_WRONG, typed=typed
        )

    async def leave(self, request: web.Request) -> web.Response:
        """Away, at once: what is in the box is kept, the visit is over, the browser forgets, and a neutral page opens."""
        if not self.site.guard.is_from_here(request):
            return self.site.sentence(request, FORBIDDEN, phrases.NOT_SENT_FROM_HERE)
        await self._keep(request)
        await self._end(request)
        response = self.site.page(request, "leaving.html", neutral=NEUTRAL)
        response.headers["Refresh"] = f"0; url={NEUTRAL}"
        self.site.guard.drop_cookie(response)
        return response

    async def _keep(self, request: web.Request) -> None:
        """Keep what is in the form that is left. Whatever hinders that does not hold up who has to go."""
        try:
            fields = await read_fields(request, self.site.patience, LONG_FORM)
            cookie, form = self.site.guard.cookie_of(request), Form.read(fields)
            if cookie is None or not is_form_token(first(fields, "token"), cookie):
                return
            if said := left_behind(form, item_of(form.version, form.place)):
                reach("received")
                await self.site.take(cookie, Filled(said), form.number)
        except (web.HTTPException, StoreDown) as error:
            log.warning("left without words", error=type(error).__name__)

    async def _end(self, request: web.Request) -> None:
        """End the visit; where the store is away, the browser has forgotten it in any case."""
        if (old := self._old(request)) is None:
            return
        try:
            await self.site.writing(lambda work: browsers.leave(work, old))
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("left without an end", error=type(error).__name__)

    def around(self, request: web.Request) -> Surroundings:
        """Return the facts with which somebody begins by this request."""
        return replace(self.site.around(self.site.now()), language=self.site.language_of(request, on_offer=True))

    async def begin(self, cookie: str, language: str = "") -> None:
        """Open the conversation that a browser is at; in the language that was chosen at the door, if one was."""
        await self.site.take(cookie, Filled((Begin(),)), randbits(NUMBER_BITS))
        seen = await self._seen(cookie) if language in self.site.languages else None
        if seen is not None and (seen.conversation.response.at == ASKED_FIRST or seen.language != language):
            first = seen.conversation.response.at == ASKED_FIRST
            chosen = Choose(ASKED_FIRST, language) if first else Language(language)
            await self.site.take(cookie, Filled((chosen,)), randbits(NUMBER_BITS))

    def asked(self, request: web.Request) -> str:
        """Return the language that a link asks for, as the next address carries it."""
        return f"?{urlencode({'lang': lang})}" if (lang := request.query.get("lang")) else ""

    async def entered(self, request: web.Request, entry: Entry, new: str) -> web.Response:
        """Lead on a visitor who has come in, with this cookie; or say what is wanted first."""
        asked = self.asked(request)
        match entry:
            case Entered():
                await self.begin(new, request.query.get("lang", ""))
                response = to(await self._first_place(new, request.match_info.get("token", "")))
                self.site.guard.set_cookie(response, new)
                return response
            case WordsWanted():
                return to(f"/i/{_token(request)}/words{asked}")
            case WhoBegan():
                response = to(f"/i/{_token(request)}/began{asked}")
                self.site.guard.set_cookie(response, new)
                return response
            case TooManyWords(today=today):
                told = TOO_MANY_WORDS if today else TOO_MANY_TRIES
                return self.site.sentence(request, TOO_MANY, told)
            case NoWay():
                if await throttle.was_wrong(self.site, request, LINKS):
                    return self.site.sentence(request, TOO_MANY, TOO_MANY_TRIES)
                return self.site.sentence(request, NO_WAY, LINK_DOES_NOT_WORK)

    async def privacy(self, request: web.Request) -> web.Response:
        """Show who reads the answers, and what this page keeps."""
        return self._readable(request, "privacy.html")

    async def accessibility(self, request: web.Request) -> web.Response:
        """The accessibility statement."""
        return self._readable(request, "accessibility.html")

    def _readable(self, request: web.Request, template: str) -> web.Response:
        """A page that anybody may read; who is at a conversation finds the way back to it, and from an invitation to that."""
        visits = self.site.guard.cookie_of(request) is not None
        invited = "" if visits else _invitation_before(request)
        return self.site.page(request, template, language_links=True, visits=visits, invited=invited)

    def _old(self, request: web.Request) -> bytes | None:
        cookie = self.site.guard.cookie_of(request)
        return cookie_hash(cookie) if cookie else None

    async def _seen(self, cookie: str) -> View | None:
        around = self.site.around(self.site.now())
        return await self.site.reading(partial(view, cookie_hash=cookie_hash(cookie), around=around))

    async def _first_place(self, cookie: str, token: str) -> str:
        """Return where the conversation goes on. With a sign for the link: a browser that keeps no cookie can be told so."""
        seen = await self._seen(cookie)
        start = f"&{START}={self.site.starts.sign(token)}" if token else ""
        return f"{seen.here}{start}" if seen is not None else "/chat"


def _invitation_before(request: web.Request) -> str:
    """Return the address of the invitation that a visitor comes from, if they come from one here."""
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    token = before.path.removeprefix("/i/").removesuffix("/")
    return f"/i/{token}" if before.netloc == request.host and is_token(token) else ""


def _token(request: web.Request) -> str:
    """Return the token of a link, without what stood after it where it was copied: a full stop, a bracket, a slash."""
    given = request.match_info["token"]
    return token_in(given) or given
