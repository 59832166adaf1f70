"""Keep the page to its visitor: with headers, the cookie, and a check that a form came from here.

A form is taken when the browser does not say that it comes from elsewhere (Sec-Fetch-Site, Origin), and when it carries
the token that only a page of this visit can know. Before there is a visit it must have come from a page of ours. Where we are
is what the public URL says, not what a proxy adds.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "media-src 'self' blob:; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}
HSTS = "max-age=63072000; includeSubDomains"
NO_STORE = "no-store"
CLEAR = '"cache", "cookies", "storage"'
# Browsers leave these away in an origin.
PORTS = {"https": 443, "http": 80}
# As long as browsers keep a cookie: 400 days.
COOKIE_SECONDS = 400 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Guard:
    """The settings that depend on where the page is. `public_url` is empty on this machine alone."""

    public_url: str

    @property
    def is_https(self) -> bool:
        """Tell whether visitors come by https."""
        return self.public_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """The cookie's name; browsers hold `__Host-` to its host and to https."""
        return "__Host-interview" if self.is_https else "interview"

    def cookie_of(self, request: web.Request) -> str | None:
        """The cookie that came with a request."""
        return request.cookies.get(self.cookie) or None

    def set_cookie(self, response: web.StreamResponse, value: str) -> None:
        """Give the browser its cookie."""
        response.set_cookie(
            self.cookie,
            value,
            max_age=COOKIE_SECONDS,
            path="/",
            secure=self.is_https,
            httponly=True,
            samesite="Strict",
        )

    def drop_cookie(self, response: web.StreamResponse) -> None:
        """Take it away, and all that the browser keeps of us."""
        response.del_cookie(self.cookie, path="/", secure=self.is_https, httponly=True, samesite="Strict")
        response.headers["Clear-Site-Data"] = CLEAR

    def is_from_here(self, request: web.Request) -> bool:
        """Tell whether nothing says that a form was sent from elsewhere. Without a referrer browsers say Origin: null."""
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin", "null")
        return site == "same-origin" and origin in {"null", self._origin(request)}

    def is_own_page(self, request: web.Request) -> bool:
        """Tell whether a form that carries no token may be taken: it came from a page of ours.

        `Origin: null` says nothing, unless the browser says besides where the form was; somebody else's frame sends it too.
        """
        vouched = request.headers.get("Origin") != "null" or "Sec-Fetch-Site" in request.headers
        return vouched and self.is_from_here(request)

    def protect(self, response: web.StreamResponse) -> None:
        """The headers of every answer."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", NO_STORE)
        if self.is_https:
            response.headers.setdefault("Strict-Transport-Security", HSTS)

    def _origin(self, request: web.Request) -> str:
        if not self.public_url:
            return f"{request.scheme}://{request.host}"
        parts = urlsplit(self.public_url)
        usual = f":{PORTS[parts.scheme]}"
        return f"{parts.scheme}://{parts.netloc.removesuffix(usual)}"


def fresh_cookie() -> str:
    """A new secret for a browser."""
    return secrets.token_urlsafe(32)


def cookie_hash(cookie: str) -> bytes:
    """Return the hash that is kept of a cookie; it has 256 random bits, so a plain hash gives nothing away."""
    return hashlib.sha256(cookie.encode("utf-8", "surrogateescape")).digest()


def form_token(cookie: str) -> str:
    """Return the token that a form of this visit carries."""
    return hmac.new(cookie.encode("utf-8", "surrogateescape"), b"form", "sha256").hexdigest()


def is_form_token(given: str, cookie: str) -> bool:
    """Tell whether a form carries the token of this visit."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), form_token(cookie).encode())
