"""Write the text for SMS: as short as two messages hold, in the letters that every phone sends without loss."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from math import ceil

from dialogs import letters, phrases
from dialogs.reviewer_bot.passing_on import Handover
from dialogs.text import Speech, fill, say

# GSM 03.38: an escape goes before those of the second line, so that each is two.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}\\[~]|€")
_IN_GSM = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009", " "),
        "\u2026": "...",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
    }
)
# One message, or each part of several: in GSM letters, in any others.
ONE, PART = {True: 160, False: 70}, {True: 153, False: 67}
TWO_PARTS = 2


def sms(made: Handover, facts: Mapping[str, str], theirs: Speech) -> str | None:
    """Return the text for whoever is invited; None without a link. What two messages cannot hold is left out by degrees."""
    link = made.page_link or made.telegram_link
    if link is None:
        return None
    reviewer = made.reviewer or fill(say(phrases.YOUR_REVIEWER), theirs, {}).capitalize()
    told: dict[str, str | date] = {"link": link, "day": made.until, "phone": facts["phone"]}
    whole = say(letters.SMS, **told, invitee=made.to, reviewer=reviewer)
    short = say(letters.SMS_SHORT, link=link, reviewer=reviewer)
    shortest = say(letters.SMS_SHORT, link=link, reviewer=reviewer.split()[0])
    written = [_plain(fill(text, theirs, {})) for text in (whole, short, shortest)]
    return next((text for text in written if parts(text) <= TWO_PARTS), written[-1])


def parts(text: str) -> int:
    """Return how many messages a text is sent as."""
    gsm = is_gsm(text)
    length = sum(2 if c in _ESCAPED else 1 for c in text) if gsm else len(text.encode("utf-16-le")) // 2
    return 1 if length <= ONE[gsm] else ceil(length / PART[gsm])


def is_gsm(text: str) -> bool:
    """Tell whether a text has only letters of GSM 03.38."""
    return all(c in _GSM or c in _ESCAPED for c in text)


def _plain(text: str) -> str:
    """Return a text without marks that nobody sees, and in GSM letters where only accents and quotes are in the way."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf" or c in "\u200c\u200d")
    gsm = "".join(_letter(c) for c in seen)
    return gsm if is_gsm(gsm) else seen


def _letter(sign: str) -> str:
    """Return a sign as GSM has it, or without its accent."""
    if sign in _GSM or sign in _ESCAPED:
        return sign
    bare = unicodedata.normalize("NFKD", sign.translate(_IN_GSM))
    return "".join(c for c in bare if not unicodedata.combining(c))
