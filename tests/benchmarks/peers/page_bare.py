"""A page that does nothing: a form is read and answered by the way to a GET, which gives the same page to everybody."""

from __future__ import annotations

import uvloop
from aiohttp import web

from tests.benchmarks.peers.setting import HOST, PORT

FORM = (
    '<form id="answer"><input type="hidden" name="token" value="x"><input type="hidden" name="id" value="x">'
    '<input type="hidden" name="place" value="P2"><textarea id="words" name="words"></textarea>'
    '<button class="nhsuk-button" type="submit" form="answer" name="do" value="next:P2">Next</button></form>'
)
# As long as the product's page with a question.
PAGE = f"<!DOCTYPE html><html><body>{FORM}<!--{'x' * 10_000}--></body></html>"


async def _started(_request: web.Request) -> web.Response:
    return web.Response(status=303, headers={"Location": "/chat", "Set-Cookie": "interview=x; Path=/"})


async def _taken(request: web.Request) -> web.Response:
    await request.post()
    return web.Response(status=303, headers={"Location": "/chat"})


async def _shown(_request: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")


def main() -> None:
    """Serve until SIGTERM."""
    app = web.Application()
    app.add_routes([web.post("/i/{token}", _started), web.post("/chat", _taken), web.get("/chat", _shown)])
    app.router.add_get("/readyz", _shown)
    web.run_app(app, host=HOST, port=PORT, print=None, access_log=None, loop=uvloop.new_event_loop())


if __name__ == "__main__":
    main()
