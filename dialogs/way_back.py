"""How somebody comes back after the end, in words for their channel: only a chat has a place for a code."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs import asides, phrases
from dialogs.inputs import Channel
from dialogs.response import Response, Status
from dialogs.text import Text, Value, say

_ON_PAGE: Mapping[str, str] = {
    phrases.DECLINED: asides.DECLINED_ON_PAGE,
    phrases.STOPPED_RETURN: asides.STOPPED_RETURN_ON_PAGE,
    phrases.OVER: asides.OVER_ON_PAGE,
    phrases.COME_BACK: asides.COME_BACK_ON_PAGE,
}
# Where a page has no Go on either.
_BY_LINK: Mapping[str, str] = {phrases.OVER: asides.OVER_BY_LINK, phrases.COME_BACK: asides.COME_BACK_BY_LINK}
RETURNS = frozenset({phrases.STOPPED_RETURN, asides.STOPPED_RETURN_ON_PAGE})


def told(response: Response, msgid: str, **values: Value) -> Text:
    """Return the text, in the words of the channel where those differ."""
    if response.channel != Channel.PAGE:
        return say(msgid, **values)
    return say((_BY_LINK if is_by_link(response) else _ON_PAGE).get(msgid, msgid), **values)


def is_by_link(response: Response) -> bool:
    """Tell whether only the link asks once more: a child is not pressed to go on."""
    return response.young and response.status is Status.ELSEWHERE
