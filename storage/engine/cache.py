"""Responses that were read or written a moment ago, and names with them, so that the next turn need not open them again.

Each is known by its sealed bytes. Those hold a fresh nonce, so equal bytes are the same response: whatever another process
did, or a transaction that was rolled back, an old state is never taken for the one in the store.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from dialogs.response import Response
from storage.keys.sealing import Sealer

MOST, NAMES = 512, 2048


@dataclass(slots=True)
class Recent:
    """A few hundred responses; the one that was used least lately goes first. `noted`: the last deletion that is known here."""

    noted: str = ""
    _kept: OrderedDict[tuple[int, bytes], Response] = field(default_factory=OrderedDict)
    _names: OrderedDict[tuple[str, bytes], str] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, response_id: int, sealed: bytes) -> Response | None:
        """The response of this id that was sealed as these bytes, if it is here; it is here no longer."""
        with self._lock:
            return self._kept.pop((response_id, sealed), None)

    def keep(self, response_id: int, sealed: bytes, response: Response) -> None:
        """Keep it until its next turn."""
        with self._lock:
            self._kept[response_id, sealed] = response
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def name(self, sealer: Sealer, place: str, sealed: bytes) -> str:
        """A name or an address that was sealed for `place`; one that was opened there lately is not opened again."""
        with self._lock:
            known = self._names.get((place, sealed))
            if known is None:
                known = self._names[place, sealed] = sealer.open(place, sealed)
                while len(self._names) > NAMES:
                    self._names.popitem(last=False)
        return known

    def forget(self) -> None:
        """Keep nothing: somebody's words were erased."""
        with self._lock:
            self._kept.clear()
            self._names.clear()
