"""Which link a browser has just opened, by a sign in the next address: the link itself stands in no address after Start.

A browser that keeps no cookie is led back to its link by it. Kept in memory, the newest alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from secrets import token_urlsafe

MOST = 1000


@dataclass(slots=True)
class Starts:
    """The links of the newest starts, by their signs."""

    _links: dict[str, str] = field(default_factory=dict)

    def sign(self, link: str) -> str:
        """Keep a link and return the sign for it."""
        sign = token_urlsafe(9)
        self._links[sign] = link
        while len(self._links) > MOST:
            del self._links[next(iter(self._links))]
        return sign

    def link(self, sign: str) -> str:
        """Return the link that has this sign; nothing where it is not known here, or not any more."""
        return self._links.get(sign, "")
