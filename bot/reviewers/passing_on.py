"""An invitation as it is handed over on Telegram: link and code, a picture of the link, a letter to pass on."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import segno

from bot.rounds.channel import Call, Wire
from bot.telegram.rendering import send_message
from dialogs.messages import plain, segments
from dialogs.reviewer_bot import passing_on, phrases
from dialogs.reviewer_bot.passing_on import Handover
from dialogs.reviewer_bot.sms import sms
from dialogs.text import Speech, fill, say, verbatim
from locales import SOURCE, speech

SCALE, MARGIN = 8, 4
# A letter in a script of its own is several times as long in an address; such a one is forwarded, and not shared.
LONGEST_ADDRESS = 2048


def hand_over(made: Handover, facts: Mapping[str, str], chat: int) -> list[Call]:
    """The calls, in order: for the reviewer, the picture, how to pass it on, and the letter with nothing else in it."""
    ours, theirs = speech(SOURCE), speech(made.language)
    address = _share(made, made.link, facts, theirs) if made.link else ""
    shares = 0 < len(address) <= LONGEST_ADDRESS
    first = send_message(passing_on.for_reviewer(made), ours, {}, chat)
    forward = send_message(passing_on.forward(made, shares=shares), ours, {}, chat)
    if shares:
        button = {"text": fill(say(phrases.SHARE), ours, {}), "url": address}
        forward[-1]["reply_markup"] = {"inline_keyboard": [[button]]}
    letter = send_message(passing_on.letter(made, facts), theirs, {}, chat)
    pictures = [Call("sendPhoto", _picture(made, made.link, ours, chat))] if made.link else []
    return [*_texts(first), *pictures, *_texts(forward), *_texts(letter), *_sms(made, facts, theirs, chat)]


def qr_png(link: str) -> bytes:
    """The link as a picture that a phone can read."""
    png = io.BytesIO()
    segno.make_qr(link, error="m").save(png, kind="png", scale=SCALE, border=MARGIN)
    return png.getvalue()


def _picture(made: Handover, link: str, speech: Speech, chat: int) -> Wire:
    picture = base64.b64encode(qr_png(link)).decode("ascii")
    return {"chat_id": chat, "picture": picture, "caption": fill(passing_on.picture(made), speech, {})}


def _share(made: Handover, link: str, facts: Mapping[str, str], theirs: Speech) -> str:
    """The address of a button of its own message: a forwarded message keeps buttons that hold links."""
    letter = passing_on.letter(made, facts, below_link=True)
    text = "\n\n".join(paragraph for paragraph, _role in segments(letter, theirs, {}))
    return "https://t.me/share/url?" + urlencode({"url": link, "text": text}, quote_via=quote)


def _sms(made: Handover, facts: Mapping[str, str], theirs: Speech, chat: int) -> list[Call]:
    """The text for SMS, with nothing else in its message, so that it can be copied as it is."""
    text = sms(made, facts, theirs)
    return _texts(send_message(plain(verbatim(text)), theirs, {}, chat)) if text else []


def _texts(bodies: list[Wire]) -> list[Call]:
    return [Call("sendMessage", body) for body in bodies]
