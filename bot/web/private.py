"""Answer some addresses for this machine alone: a visitor who comes from elsewhere, or through a proxy, finds nothing there.

The server says its name, and no version.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable

from aiohttp import web, web_response

Handler = Callable[[web.Request], Awaitable[web.Response]]
# Whoever passes a request on for somebody else says so in one of these.
PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")
NOT_FOUND = 404
NAME = "interview"


def for_this_machine(handler: Handler) -> Handler:
    """Answer this machine; to anybody else there is nothing at this address."""

    async def answer(request: web.Request) -> web.Response:
        return await handler(request) if asks_for_itself(request) else web.Response(status=NOT_FOUND)

    return answer


def asks_for_itself(request: web.Request) -> bool:
    """Tell whether a program on this machine asks, and for nobody else."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    try:
        here = ipaddress.ip_address(peer[0] if isinstance(peer, tuple) else "")
    except ValueError:
        return False
    mapped = getattr(here, "ipv4_mapped", None)
    return (mapped or here).is_loopback and not any(name in request.headers for name in PASSED_ON)


def be_nameless() -> None:
    """Tell nobody which versions answer, not even who sends what is no request; aiohttp has no setting for it."""
    vars(web_response)["SERVER_SOFTWARE"] = NAME
