"""What the fake Bot API answers when it refuses a call, worded as Telegram words it."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refusal: the code and description that the bot is shown."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON body of the refusal."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """400: the call makes no sense."""
    return ApiError(400, f"Bad Request: {_small_first_letter(reason)}")


def forbidden(reason: str) -> ApiError:
    """403: the bot may not do this to this chat."""
    return ApiError(403, f"Forbidden: {_small_first_letter(reason)}")


def conflict(reason: str) -> ApiError:
    """409: somebody else receives this bot's updates."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """429: come again in so many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def unauthorized() -> ApiError:
    """401: no bot has this token."""
    return ApiError(401, "Unauthorized")


def _small_first_letter(reason: str) -> str:
    # Telegram writes a sentence small and leaves a code such as BUTTON_DATA_INVALID as it is.
    is_code = reason[1:2] == "_" or reason[1:2].isupper()
    return reason if is_code else reason[:1].lower() + reason[1:]
