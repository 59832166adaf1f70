"""For an hour, refuse somebody who guesses links or check words too often. A link that works always does.

A visitor is counted by the address they come from. Behind a proxy that is named in the settings it is the one that this
proxy has written into X-Forwarded-For; what a visitor wrote there is not believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import web

from bot.settings import Network
from bot.web.site import Site
from storage.engine.unit_of_work import UnitOfWork
from storage.inbox import throttling
from storage.inbox.throttling import Kind

Address = IPv4Address | IPv6Address
FORWARDED = "X-Forwarded-For"
# Whoever has one address of IPv6 has as many as they like of the same beginning.
OWN_BITS = 64


async def are_too_many(site: Site, request: web.Request, kind: Kind) -> bool:
    """Tell whether this visitor, or all together, have guessed too often within the hour."""
    where, now = source(request, site.proxies), site.now()
    return await site.reading(lambda work: not _may(work, kind, where, now))


async def was_wrong(site: Site, request: web.Request, kind: Kind) -> bool:
    """Count a failed guess, and tell whether there were too many before; those beyond are not written down."""
    if await are_too_many(site, request, kind):
        return True
    where, now = source(request, site.proxies), site.now()
    await site.writing(lambda work: throttling.guessed_wrong(work, kind, throttling.source_of(work, kind, where), now))
    return False


def source(request: web.Request, proxies: Sequence[Network]) -> str:
    """Return where a request comes from, as far as that can be believed."""
    return real_source(request.remote or "", request.headers.getall(FORWARDED, []), proxies)


def real_source(peer: str, forwarded: Sequence[str], proxies: Sequence[Network]) -> str:
    """Return the address nearest to us that is no named proxy: the last that one of them has seen with its own eyes."""
    seen = peer
    for hop in reversed([hop for line in forwarded for hop in line.split(",")]):
        if not _is_among(seen, proxies):
            break
        if _address(hop) is None:
            break
        seen = hop
    address = _address(seen)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), OWN_BITS), strict=False))
    return str(address) if address else seen


def _may(work: UnitOfWork, kind: Kind, where: str, now: datetime) -> bool:
    return throttling.may_guess(work, kind, throttling.source_of(work, kind, where), now)


def _is_among(address: str, proxies: Sequence[Network]) -> bool:
    found = _address(address)
    return found is not None and any(found in network for network in proxies)


def _address(written: str) -> Address | None:
    """Return an address as proxies write it: with a port, in brackets or quotes, IPv4 within IPv6; None if it is none."""
    bare = written.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
