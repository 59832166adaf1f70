"""The conversation on the page. A form is answered only after its round is committed, and then by the way to a GET."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from secrets import token_hex, token_urlsafe

from aiohttp import web

from bot.participants import own_deeds
from bot.participants.links import telegram_link
from bot.participants.own_deeds import OwnDeed
from bot.rounds.arrivals import Filled, Outcome
from bot.rounds.rounds import StoreDown
from bot.rounds.sounds import kind_of
from bot.rounds.threads import beside
from bot.web import phrases
from bot.web.family.sessions import FORBIDDEN, UNFIT
from bot.web.fields import LONG_FORM, first, read_fields
from bot.web.interview.forms import STAY, Form, inputs, is_above_all_bounds, item_of, recorded, recording_number
from bot.web.interview.receipts import receipt
from bot.web.interview.views import Bubble, View, view
from bot.web.recordings import Recorded
from bot.web.security import cookie_hash, form_token, is_form_token
from bot.web.site import AWAY, BROKEN, START, TOO_LARGE, Site, to
from dialogs import response
from dialogs.inputs import Say
from dialogs.phrases import (
    INVITATION_ENDED,
    NOT_UNDERSTOOD_SAVED,
    VOICE_REFUSED,
    VOICE_TOO_BIG,
    VOICE_WRONG_KIND,
    YOUR_REVIEWER,
)
from dialogs.text import Text, say
from dialogs.voice import refusal
from storage.engine.failpoints import reach
from storage.repositories import browsers, moving

OVER = 403
NOW = "#now"
# After these the page that was shown is still good: the same form can be sent again from it.
AGAIN = (phrases.NOT_SENT_FROM_HERE, phrases.TRY_AGAIN, NOT_UNDERSTOOD_SAVED)


@dataclass(frozen=True, slots=True)
class Chat:
    """The routes of a conversation."""

    site: Site

    def routes(self) -> list[web.RouteDef]:
        """Return the chat's routes."""
        return [
            web.get("/chat", self.show),
            web.post("/chat", self.take),
            web.post("/chat/voice", self.take_voice),
            web.get("/chat/answers", self.copy),
            web.get("/chat/consents", self.consents),
            web.post("/chat/telegram", self.to_telegram),
            web.get("/chat/stay", self.left),
            web.post("/chat/stay", self.stay),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The conversation as it stands, or a question that is behind the person."""
        if self.site.guard.cookie_of(request) is None and (
            token := self.site.starts.link(request.query.get(START, ""))
        ):
            return await self._no_cookie(request, token)
        seen = await self._seen(request, at=request.query.get("at", ""))
        return self._over(request) if seen is None else await self._page(request, seen)

    async def _no_cookie(self, request: web.Request, token: str) -> web.Response:
        """The browser was given its cookie a moment ago, and has not kept it."""
        telegram = telegram_link(await self.site.username(), token)
        return self.site.page(request, "cookies.html", status=OVER, telegram=telegram, link=f"/i/{token}")

    async def take(self, request: web.Request) -> web.Response:
        """One form: first it is kept, then it is answered."""
        fields = await read_fields(request, self.site.patience, LONG_FORM)
        reach("received")
        form = Form.read(fields)
        cookie = self.site.guard.cookie_of(request)
        if (refused := await self._refused(request, form, first(fields, "token"))) or cookie is None:
            return refused or self._over(request, form)
        said = inputs(form, item_of(form.version, form.place))
        if isinstance(said, Text):
            return await self._again(request, form, said)
        return await self._taken(request, form, self.site.take(cookie, said, form.number))

    async def take_voice(self, request: web.Request) -> web.Response:
        """A recording: first it is known whose it is, then it is read and kept, then it is answered."""
        sent, cookie = Recorded(request, self.site.patience), self.site.guard.cookie_of(request)
        await sent.read_to_recording()
        form = Form.read(sent.fields)
        if (refused := await self._refused(request, form, sent.first("token"))) or cookie is None:
            return refused or self._over(request, form)
        try:
            content = await sent.read_recording()
        except web.HTTPRequestEntityTooLarge:
            return self.site.sentence(request, TOO_LARGE, VOICE_TOO_BIG)
        reach("received")
        said = recorded(form, content, kind_of(content) or "", sent.first("seconds"))
        if unfit := await self._unfit(request, form, said):
            return unfit
        number = await beside(partial(recording_number, form, content))
        return await self._taken(request, form, self.site.take(cookie, said, number, content))

    async def _unfit(self, request: web.Request, form: Form, said: Filled) -> web.Response | None:
        """Say why a recording cannot be kept: nothing of the form is taken, and the page still has the recording."""
        seen = await self._seen(request, form)
        [spoken] = [s.attachment for s in said.inputs if isinstance(s, Say) and s.attachment is not None]
        if seen is None:
            return None
        wrong = () if spoken.mime else (say(VOICE_WRONG_KIND),)
        why = next(iter((*wrong, *refusal(seen.conversation.response, spoken))), None)
        if why is None or why.msgid == VOICE_REFUSED:
            return None
        if seen.question is None or seen.question.place != form.place:
            return self._unsaved(request, form, UNFIT, why)
        return await self._page(request, seen, status=UNFIT, problem=why)

    async def left(self, request: web.Request) -> web.Response:
        """Return in how many seconds the visit ends, for the script; lead anybody else to the question. Nothing changes."""
        seen = await self._seen(request)
        if "script" not in request.query:
            return to("/chat" if seen is None else _now(seen))
        return _seconds(seen.left if seen else None)

    async def stay(self, request: web.Request) -> web.Response:
        """Start the hour again for somebody who is writing or has pressed to stay. Text in the form stays there, unsent."""
        fields = await read_fields(request, self.site.patience, LONG_FORM)
        form = Form.read(fields)
        if refused := await self._refused(request, form, first(fields, "token")):
            return refused
        hashed, now = cookie_hash(self.site.guard.cookie_of(request) or ""), self.site.now()
        pressed = form.do == STAY
        ends_at = await self.site.writing(lambda work: browsers.stay(work, hashed, now, pressed=pressed))
        if "script" in fields:
            return _seconds(int((ends_at - now).total_seconds()) if ends_at else None)
        seen = await self._seen(request, form)
        if seen is None:
            return self._over(request, form)
        return await self._page(request, seen) if _holds(form) else to(_now(seen))

    async def copy(self, request: web.Request) -> web.Response:
        """A copy of one's own answers."""
        seen = await self._seen(request)
        if seen is None:
            return self._over(request)
        whose, now = seen.conversation.invitation_id, self.site.now()
        await self.site.writing(lambda work: own_deeds.note(work, OwnDeed.COPY, whose, now))
        return await self._page(request, seen, "answers.html")

    async def consents(self, request: web.Request) -> web.Response:
        """Show the receipt: each decision, its wording, its day."""
        seen = await self._seen(request)
        if seen is None:
            return self._over(request)
        if seen.ended:
            return to("/chat")
        decided = await self.site.reading(partial(receipt, seen=seen))
        return await self._page(request, seen, "consents.html", decided=decided)

    async def to_telegram(self, request: web.Request) -> web.Response:
        """A link that takes the whole conversation to Telegram."""
        seen, cookie = await self._seen(request), self.site.guard.cookie_of(request)
        if seen is None or cookie is None:
            return self._over(request)
        if seen.ended:
            return to("/chat")
        token = first(await read_fields(request, self.site.patience), "token")
        if not (self.site.guard.is_from_here(request) and is_form_token(token, cookie)) or seen.telegram is None:
            return self.site.sentence(request, FORBIDDEN, phrases.NOT_SENT_FROM_HERE)
        link, whose = token_urlsafe(32), seen.conversation.response_id
        await self.site.writing(lambda work: moving.offer(work, whose, link, self.site.now()))
        return await self._page(request, seen, "telegram.html", link=telegram_link(seen.telegram, link))

    async def _seen(self, request: web.Request, form: Form | None = None, at: str = "") -> View | None:
        cookie = self.site.guard.cookie_of(request)
        if cookie is None:
            return None
        around = self.site.around(self.site.now())
        look = partial(view, cookie_hash=cookie_hash(cookie), around=around, form=form, at=at)
        return await self.site.reading(look)

    async def _refused(self, request: web.Request, form: Form, token: str) -> web.Response | None:
        """Return the page that says why a form is not taken (from elsewhere, or the visit is over); None if it is taken."""
        cookie = self.site.guard.cookie_of(request)
        if not self.site.guard.is_from_here(request):
            return self._unsaved(request, form, FORBIDDEN, phrases.NOT_SENT_FROM_HERE)
        if cookie is None:
            return self._over(request, form)
        if is_form_token(token, cookie):
            return None
        seen = await self._seen(request)
        same = seen is not None and form.visit in ("", seen.visit)
        return self._unsaved(request, form, FORBIDDEN, phrases.NOT_SENT_FROM_HERE, same=same)

    async def _taken(self, request: web.Request, form: Form, taking: Awaitable[Outcome]) -> web.Response:
        """Answer a form once it is kept; say so if it could not be kept."""
        try:
            outcome = await taking
        except StoreDown:
            return self._unsaved(request, form, AWAY, phrases.TRY_AGAIN)
        reach("before acknowledge")
        if outcome.buried:
            return self._unsaved(request, replace(form, id=token_hex(8)), BROKEN, NOT_UNDERSTOOD_SAVED)
        problem = say(phrases.TOO_LONG) if is_above_all_bounds(form) else outcome.unkept
        if problem is not None and form.words.strip():
            return await self._again(request, form, problem)
        return await self._answered(request, form, known=outcome.known)

    async def _answered(self, request: web.Request, form: Form, *, known: bool) -> web.Response:
        """Return the page that follows a form that was taken, or that came too late."""
        seen = await self._seen(request, form)
        if seen is None:
            return self._over(request, form, kept=known)
        if not known and form.words.strip():
            return self._unsaved(request, form, OVER, INVITATION_ENDED)
        if seen.question is not None and seen.question.error:
            return await self._page(request, seen, status=UNFIT)
        return to(_now(seen))

    async def _again(self, request: web.Request, form: Form, problem: Text) -> web.Response:
        """The question with what is the matter, and what was typed."""
        seen = await self._seen(request, form)
        if seen is None:
            return self._over(request, form)
        if seen.question is None or seen.question.place != form.place:
            lives = seen.conversation.response.status not in response.OVER
            unsaved = self._unsaved(request, form, UNFIT, problem, same=lives, bubbles=seen.bubbles)
            return unsaved if form.words.strip() else to(_now(seen))
        return await self._page(request, seen, status=UNFIT, problem=problem)

    async def _page(
        self, request: web.Request, seen: View, template: str = "chat.html", *, status: int = 200, **values: object
    ) -> web.Response:
        cookie = self.site.guard.cookie_of(request) or ""
        values = {"problem": None, **values}
        template = "ended.html" if seen.ended and template == "chat.html" else template
        return self.site.page(
            request,
            template,
            status=status,
            language=seen.language,
            names=seen.conversation.response.people.names(YOUR_REVIEWER),
            seen=seen,
            token=form_token(cookie),
            form_id=token_hex(8),
            telegram=seen.telegram,
            **values,
        )

    def _over(self, request: web.Request, form: Form | None = None, *, kept: bool = False) -> web.Response:
        """The visit is over; words that came too late are shown, so that they can be copied. `kept`: they came in time."""
        words = form.words if form is not None else ""
        saved = (phrases.SAVED_POLITELY,) if kept and words.strip() else ()
        about = phrases.VISIT_OVER_ABOUT if self.site.guard.cookie_of(request) else phrases.VISIT_LEFT
        sentences: Sequence[str] = (*saved, about, phrases.VISIT_OVER_HOW)
        return self.site.page(
            request,
            "sentence.html",
            status=OVER,
            heading=phrases.VISIT_OVER,
            sentences=sentences,
            words="" if kept else words,
            kept=kept,
            ends=True,
        )

    def _unsaved(
        self,
        request: web.Request,
        form: Form,
        status: int,
        problem: str | Text,
        *,
        same: bool = True,
        bubbles: Sequence[Bubble] = (),
    ) -> web.Response:
        """Say that the form is not kept; it can be sent once more, and counts once. `same`: to the conversation it came from.

        `bubbles`: what was said to all else that came with it.
        """
        cookie = self.site.guard.cookie_of(request)
        token = form_token(cookie) if cookie and same and self.site.guard.is_from_here(request) else ""
        again = problem in AGAIN
        return self.site.page(
            request,
            "unsaved.html",
            status=status,
            problem=problem,
            form=form,
            token=token,
            again=again,
            bubbles=bubbles,
        )


def _seconds(left: int | None) -> web.Response:
    return web.Response(text="" if left is None else str(left), status=OVER if left is None else 200)


def _holds(form: Form) -> bool:
    """Tell whether something stands in a form that is not sent yet."""
    return bool(form.words.strip() or form.choice or set(form.boxes) != set(form.was))


def _now(seen: View) -> str:
    """Return where the open question is shown. A page opened beside it has no address: Back leads to the question."""
    return f"{seen.here if seen.question else '/chat'}{NOW}"
