"""A page for each number whose first thing calls it. Telegram takes no number on a button, but the address of this page."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.web.phrases import NO_SUCH_PAGE
from bot.web.site import NOT_FOUND, Site
from dialogs import helplines, phrases
from dialogs.numbers import Number, numbers
from dialogs.text import Text, say

LINES = {**helplines.URGENT, **helplines.GRIEF, **helplines.CHILDREN, **helplines.HURT, "phone": phrases.TALK_PHONE}


@dataclass(frozen=True, slots=True)
class Calls:
    """The routes; they know nothing of who comes."""

    site: Site

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to the telephone numbers."""
        return [web.get("/call/{name}", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """The number to press, and what it is for."""
        number = numbers().get(request.match_info["name"])
        line = LINES.get(number.name) if number else None
        if number is None or line is None:
            return self.site.sentence(request, NOT_FOUND, NO_SUCH_PAGE)
        return self.site.page(request, "call.html", number=number, label=label(number), line=line)


def label(number: Number) -> Text:
    """Return the label of the way to a number."""
    return say(phrases.SEND_TEXT if number.word else phrases.CALL, number=number.named)
