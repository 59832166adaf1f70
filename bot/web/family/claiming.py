"""Ask who began with this link, once somebody has given the check words in a browser that was not known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from aiohttp import web

from bot.participants import company, own_deeds
from bot.participants.links import telegram_link
from bot.participants.own_deeds import OwnDeed
from bot.web import phrases
from bot.web.family.sessions import FORBIDDEN, NO_WAY, Entrance
from bot.web.fields import first, read_fields
from bot.web.security import cookie_hash, form_token, is_form_token
from bot.web.site import Site, to
from dialogs.invitation import is_token
from dialogs.london import day_in_london
from dialogs.phrases import LINK_DOES_NOT_WORK
from dialogs.text import say
from dialogs.whose import phrases as whose
from storage.engine.unit_of_work import UnitOfWork
from storage.repositories import browsers
from storage.repositories.browsers import Entered, Entry, NoWay, WhoBegan

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Whose:
    """The routes between the check words and the conversation."""

    entrance: Entrance

    @property
    def site(self) -> Site:
        """Return the site: the store, the road and the templates."""
        return self.entrance.site

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to say who began, to say that check words are missing, and to take a No back."""
        return [
            web.get("/i/{token}/began", self.ask),
            web.post("/i/{token}/began", self.answer),
            web.get("/i/{token}/no-words", self.without_words),
            web.post("/i/{token}/no-words", self.no_words),
            web.post("/chat/began", self.take_back),
            web.post("/chat/joined", self.know),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        """The question; or, where it was answered with No in this visit, what came of that."""
        token, cookie = request.match_info["token"], self.site.guard.cookie_of(request)
        if not is_token(token):
            return self.site.sentence(request, NO_WAY, LINK_DOES_NOT_WORK)
        if cookie is None:
            telegram = telegram_link(await self.site.username(), token)
            return self.site.page(request, "cookies.html", status=FORBIDDEN, telegram=telegram, link=f"/i/{token}")
        mine, now = cookie_hash(cookie), self.site.now()

        def look(work: UnitOfWork) -> tuple[WhoBegan | None, bool]:
            return browsers.asked(work, token, mine, now), browsers.can_take_back(work, mine, now)

        asked, said_no = await self.site.reading(look)
        if asked is not None:
            question = say(whose.WHO_BEGAN, day=day_in_london(asked.opened_at))
            return self.site.page(request, "began.html", question=question, language_links=True)
        if said_no:
            return self.site.page(request, "set_aside.html", token=form_token(cookie))
        return to(f"/i/{token}/words")

    async def answer(self, request: web.Request) -> web.Response:
        """Yes or No."""
        token, cookie = request.match_info["token"], self.site.guard.cookie_of(request)
        if not self.site.guard.is_own_page(request):
            return self.site.sentence(request, FORBIDDEN, phrases.NOT_OPENED_FROM_HERE)
        said = first(await read_fields(request, self.site.patience), "who")
        if not is_token(token):
            return self.site.sentence(request, NO_WAY, LINK_DOES_NOT_WORK)
        if cookie is None or said not in (YES, NO):
            return to(f"/i/{token}/began")
        mine, around = cookie_hash(cookie), self.entrance.around(request)

        def decide(work: UnitOfWork) -> Entry:
            entry = browsers.answer(work, token, mine, around, was_me=said == YES)
            if said == YES and isinstance(entry, Entered):
                company.tell(work, self.site.telegram, entry.response_id, browsers.known_by(work, mine), around.now)
            claim = browsers.newest_no(work, mine, around.now)
            if said == NO and claim and claim.since == around.now:
                own_deeds.note(work, OwnDeed.NOT_ME, claim.invitation_id, around.now)
            return entry

        entry = await self.site.writing(decide)
        if said == NO and isinstance(entry, Entered):
            await self.entrance.begin(cookie)
            return to(f"/i/{token}/began")
        return await self.entrance.entered(request, entry, cookie)

    async def no_words(self, request: web.Request) -> web.Response:
        """Tell the reviewer, if somebody has begun with this link; then lead to the page that says whom to phone."""
        token, now = request.match_info["token"], self.site.now()
        if not self.site.guard.is_own_page(request):
            return self.site.sentence(request, FORBIDDEN, phrases.NOT_OPENED_FROM_HERE)
        if not is_token(token):
            return await self.without_words(request)
        await self.site.writing(lambda work: browsers.need_words(work, token, now))
        return to(f"/i/{token}/no-words{self.entrance.asked(request)}")

    async def without_words(self, request: web.Request) -> web.Response:
        """Say whom to phone for the words, the same for every link, and lead back to them."""
        back = f"{request.path.removesuffix('no-words')}words{self.entrance.asked(request)}"
        shown = partial(self.site.sentence, request, 200, whose.NO_WORDS_TOLD, phrases.CHECK_WORDS)
        return shown(back=back, language_links=True)

    async def take_back(self, request: web.Request) -> web.Response:
        """It was they after all: they go on with what was set aside."""
        cookie, now = await self._own(request), self.site.now()
        if cookie is None:
            return self.site.sentence(request, FORBIDDEN, phrases.NOT_SENT_FROM_HERE)

        def undo(work: UnitOfWork) -> Entry:
            claim = browsers.take_back(work, cookie_hash(cookie), now)
            if claim is None or claim.response_id is None:
                return NoWay()
            own_deeds.note(work, OwnDeed.ME_AFTER_ALL, claim.invitation_id, now)
            return Entered(claim.response_id)

        entry = await self.site.writing(undo)
        if isinstance(entry, NoWay):
            return self.site.sentence(request, NO_WAY, whose.TOO_LATE)
        return await self.entrance.entered(request, entry, cookie)

    async def know(self, request: web.Request) -> web.Response:
        """Somebody here has read that another device answers too."""
        cookie, now = await self._own(request), self.site.now()
        if cookie is None:
            return self.site.sentence(request, FORBIDDEN, phrases.NOT_SENT_FROM_HERE)
        await self.site.writing(lambda work: browsers.know(work, cookie_hash(cookie), now))
        return to("/chat")

    async def _own(self, request: web.Request) -> str | None:
        """Return the cookie with which a form of this visit was sent; None if it comes from elsewhere."""
        cookie = self.site.guard.cookie_of(request)
        token = first(await read_fields(request, self.site.patience), "token")
        is_own = cookie is not None and self.site.guard.is_from_here(request) and is_form_token(token, cookie)
        return cookie if is_own else None
