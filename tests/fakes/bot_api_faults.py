"""What can be made to go wrong between a bot and Telegram."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api_errors import ApiError, bad_request, conflict, too_many_requests, unauthorized
from tests.fakes.bot_api_world import blocked

# What the bot meets instead of an answer. The first seven are refusals; a hang is answered in the end, and so is what takes
# effect at once and is only answered late.
KINDS = frozenset(
    {"400", "401", "403", "404", "409", "429", "500", "502", "hang", "late_reply", "reset", "effect_without_reply"}
)
GATEWAY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>"
)
ANY = "*"


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong, for as many calls as it has times left; None: until it is stopped."""

    method: str
    kind: str
    times: int | None = 1
    token: str | None = None
    chat_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    hits: int = 0
    stopped: bool = False

    def stop(self) -> None:
        """It goes wrong no more; what hangs is done now."""
        self.times, self.stopped = self.hits, True

    def matches(self, method: str, token: str, chat_id: int | None) -> bool:
        """Whether this call is one of those."""
        if self.times is not None and self.hits >= self.times:
            return False
        same_method = self.method == ANY or self.method.lower() == method.lower()
        return same_method and self.token in (None, token) and self.chat_id in (None, chat_id)

    def refusal(self) -> ApiError | None:
        """The error to answer with, for those kinds that are answers."""
        match self.kind:
            case "400":
                return bad_request(str(self.details.get("description", "chat not found")))
            case "401":
                return unauthorized()
            case "403":
                return blocked()
            case "404":
                return ApiError(404, "Not Found")
            case "409":
                return conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            case "429":
                return too_many_requests(int(self.details.get("retry_after", 1)))
            case "500":
                return ApiError(500, "Internal Server Error")
            case _:
                return None

    @property
    def seconds(self) -> float:
        """How long a hang lasts."""
        return float(self.details.get("seconds", 30))


class FaultBook:
    """The faults in force, oldest first."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """From now on this goes wrong."""
        if fault.kind not in KINDS:
            raise ValueError(f"no such fault: {fault.kind}; there are {', '.join(sorted(KINDS))}")
        self._faults.append(fault)
        return fault

    def take(self, method: str, token: str, chat_id: int | None) -> Fault | None:
        """The fault that this call meets."""
        found = next((fault for fault in self._faults if fault.matches(method, token, chat_id)), None)
        if found is not None:
            found.hits += 1
        return found
