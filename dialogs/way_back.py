"""How somebody comes back after the end, in words for their channel: only a chat has a place for a code."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs import asides, phrases
from dialogs.inputs import Channel
from dialogs.response import Response
from dialogs.text import Text, Value, say

_ON_PAGE: Mapping[str, str] = {
    phrases.DECLINED: asides.DECLINED_ON_PAGE,
    phrases.STOPPED_RETURN: asides.STOPPED_RETURN_ON_PAGE,
    phrases.OVER: asides.OVER_ON_PAGE,
    phrases.COME_BACK: asides.COME_BACK_ON_PAGE,
}
RETURNS = frozenset({phrases.STOPPED_RETURN, asides.STOPPED_RETURN_ON_PAGE})


def told(response: Response, msgid: str, **values: Value) -> Text:
    """Return the text, in the words of the channel where those differ."""
    return say(_ON_PAGE.get(msgid, msgid) if response.channel == Channel.PAGE else msgid, **values)
