"""An invitation as it is handed over on Telegram: link, code and check word, a picture of the link, a letter to pass on."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import segno

from bot.channel import Call, Wire
from bot.telegram.wire import send_message
from dialogs.desk import handover, phrases
from dialogs.desk.handover import Handover
from dialogs.messages import segments
from dialogs.text import Speech, fill, say

SCALE, MARGIN = 8, 4


def hand_over(made: Handover, facts: Mapping[str, str], speech: Speech, chat: int) -> list[Call]:
    """The calls, in order: for the reviewer, the picture, how to pass it on, and the letter with nothing else in it."""
    first = send_message(handover.for_reviewer(made), speech, {}, chat)
    forward = send_message(handover.forward(made), speech, {}, chat)
    if made.link:
        forward[-1]["reply_markup"] = _share(made, made.link, facts, speech)
    letter = send_message(handover.letter(made, facts), speech, {}, chat)
    pictures = [Call("sendPhoto", _picture(made, made.link, speech, chat))] if made.link else []
    return [*_texts(first), *pictures, *_texts(forward), *_texts(letter)]


def qr_png(link: str) -> bytes:
    """The link as a picture that a phone can read."""
    png = io.BytesIO()
    segno.make_qr(link, error="m").save(png, kind="png", scale=SCALE, border=MARGIN)
    return png.getvalue()


def _picture(made: Handover, link: str, speech: Speech, chat: int) -> Wire:
    picture = base64.b64encode(qr_png(link)).decode("ascii")
    return {"chat_id": chat, "picture": picture, "caption": fill(handover.picture(made), speech, {})}


def _share(made: Handover, link: str, facts: Mapping[str, str], speech: Speech) -> Wire:
    """A button of its own message: a forwarded message keeps buttons that hold links."""
    letter = handover.letter(made, facts, below_link=True)
    text = "\n\n".join(paragraph for paragraph, _role in segments(letter, speech, {}))
    address = "https://t.me/share/url?" + urlencode({"url": link, "text": text}, quote_via=quote)
    return {"inline_keyboard": [[{"text": fill(say(phrases.SHARE), speech, {}), "url": address}]]}


def _texts(bodies: list[Wire]) -> list[Call]:
    return [Call("sendMessage", body) for body in bodies]
