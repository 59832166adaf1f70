"""Files by names that change with their content: a browser asks for each of them once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from bot.web.assets import KEPT_FOR_A_YEAR, Asset

Handler = Callable[[web.Request], Awaitable[web.Response]]


def routes(assets: Iterable[Asset]) -> list[web.RouteDef]:
    """A route for each file, and an empty icon."""
    return [*(web.get(f"/static/{asset.name}", _serve(asset)) for asset in assets), web.get("/favicon.ico", _no_icon)]


def _serve(asset: Asset) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        headers = {
            "Cache-Control": KEPT_FOR_A_YEAR,
            "Vary": "Accept-Encoding",
            "Content-Type": f"{asset.kind}; charset=utf-8",
        }
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=asset.packed, headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=asset.content, headers=headers)

    return handle


async def _no_icon(_request: web.Request) -> web.Response:
    return web.Response(status=204, headers={"Cache-Control": KEPT_FOR_A_YEAR})
