"""An invitation as a letter on one page (PDF/UA-1, by Typst), in the language of whoever is invited, with the link as a picture.

It says what the message for Telegram says, and at its head who writes. Like that, it names nobody who died.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any
from unicodedata import bidirectional

import segno
import typst

from dialogs import leder
from dialogs.messages import segments
from dialogs.questionnaire import Questionnaire
from dialogs.reviewer_bot.passing_on import Handover, on_paper
from dialogs.text import Speech
from locales import SOURCE, is_right_to_left, locale_of, speech

TEMPLATE = "letter.typ"
# The largest that fits on the page is taken; below the last nobody could read it.
SIZES = (14, 13, 12, 11, 10, 9)
_TOO_LONG = "too long"
# Letters in a row of which no line holds more.
_LONG = re.compile(r"\S{20}")
_MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f"))


class Unmakeable(Exception):  # noqa: N818 - one sentence for whoever asked
    """A letter can't be made; the message says why."""


def as_pdf(made: Handover, questionnaire: Questionnaire | None = None) -> bytes:
    """Return the letter as PDF; Unmakeable where no font here has its letters, or it is too long for a page.

    It says each link once, and the code where there is a chat to write it in.
    """
    data = _data(made, questionnaire or leder.load())
    for size in SIZES:
        try:
            return _typeset({**data, "size": size})
        except typst.TypstError as error:
            if _TOO_LONG not in str(error):
                raise Unmakeable(_why(error, made.language)) from None
    raise Unmakeable("The letter is too long for one page.")


def try_out(language: str) -> None:
    """Make a letter in this language without a name or a link; Unmakeable where there are no fonts for it on this machine."""
    as_pdf(Handover(to="", reviewer="", code="", until=date.min, telegram_link=None, page_link=None, language=language))


def _why(error: typst.TypstError, language: str) -> str:
    if "font" in str(error) or "glyph" in str(error):
        return f"No font on this machine has all the letters of {language!r}. Install fonts-noto-core, and try again."
    return f"The letter cannot be made: {error}"


def _typeset(data: dict[str, Any]) -> bytes:
    template = files(__package__).joinpath(TEMPLATE).read_bytes()
    return bytes(typst.compile(template, sys_inputs={"data": json.dumps(data)}, pdf_standards=["ua-1"]))


def _data(made: Handover, questionnaire: Questionnaire) -> dict[str, Any]:
    link = made.page_link or made.telegram_link or ""
    ours = speech(made.language)
    shown = [text for text, _role in segments(on_paper(made, questionnaire), ours, {})]
    return {
        "title": f"{made.reviewer}: {made.to}",
        "lang": locale_of(made.language).language,
        "rtl": is_right_to_left(made.language),
        "link": link,
        "qr": _picture(link) if link else "",
        "alt": link,
        "paragraphs": [*_paragraphs(shown, made, ours)],
    }


def _paragraphs(shown: list[str], made: Handover, ours: Speech) -> Iterator[dict[str, Any]]:
    """Yield what stands on the page; a link stands on lines of its own, so that it keeps its direction and can be typed."""
    drafted = len(shown) // 2 if ours.english else len(shown)
    for place, text in enumerate(shown):
        # What is a draft is said in English too, below a line.
        language = made.language if place < drafted else SOURCE
        how = {"lang": locale_of(language).language, "rtl": is_right_to_left(language)}
        links = [one for one in (made.page_link, made.telegram_link) if one and one in text]
        before, link, after = text.partition(links[0]) if links else (text, "", "")
        kind = "heading" if place == 0 else "words"
        if place == drafted:
            yield {"kind": "again", "text": "", **how}
        yield from ({"kind": kind, "text": words, **how} for words in (_bare(before),) if words)
        yield from ({"kind": "link", "text": words, **how} for words in (link,) if words)
        yield from ({"kind": kind, "text": words, **how} for words in (_bare(after),) if words)


def _bare(words: str) -> str:
    """Return the words without marks of direction where all letters have one direction, and without what is left of a link."""
    sides = {bidirectional(letter) for letter in words}
    both = "L" in sides and not sides.isdisjoint({"R", "AL"})
    said = words if both else words.translate(_MARKS)
    return _LONG.sub("\\g<0>\u200b", said.strip()) if said.translate(_MARKS).strip(" .") else ""


def _picture(link: str) -> str:
    picture = io.BytesIO()
    segno.make_qr(link, error="m").save(picture, kind="svg", xmldecl=False, border=2)
    return picture.getvalue().decode()
