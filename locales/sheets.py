"""One printable page for who checks a language: every text as it appears, the English and a back-translation beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template

from dialogs.languages import name_of
from dialogs.questionnaire import Questionnaire
from locales import SOURCE, is_right_to_left, locale_of
from locales.checking import translations
from locales.filling import filled
from locales.texts import Marked

# What stands beside a text is true of the words it was made from, and of no others.
STALE = "The words were changed after this was written."
PAGE = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>$title</title><style>
body { font: 15px/1.5 sans-serif; margin: 2rem; } h2 { break-after: avoid; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; } tr { break-inside: avoid; }
th, td { border: 1px solid #888; padding: .4rem .6rem; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
.said { font-size: 17px; } .back { font-style: italic; } .stale { color: #a00; } small { color: #555; display: block; }
</style></head><body><h1>$title</h1>
<p>Read the first column as somebody would for whom a person has just died.
Write beside it what is wrong, harsh, unclear or not said like that.
The back-translation says what the words mean, word for word; it is there for the texts that matter most.</p>
$sections</body></html>
""")


@dataclass(frozen=True, slots=True)
class Back:
    """A back-translation, and the words it was made from."""

    said: str
    back: str


def sheet(questionnaire: Questionnaire, texts: Iterable[Marked], language: str) -> str:
    """Return the page for `language`, as HTML."""
    known, backs = translations(language), back_translations(language)
    parts = [
        _section(head, [_row(t, known[t.msgid].string, backs.get(t.msgid), language) for t in held if t.msgid in known])
        for head, held in _in_order(questionnaire, list(texts))
    ]
    return PAGE.substitute(title=escape(f"{name_of(language)} ({language}): every text"), sections="".join(parts))


def back_translations(language: str) -> dict[str, Back]:
    """Return what the most important texts say, in English again, by msgid; none for English."""
    path = files("locales").joinpath(language, "LC_MESSAGES", "back.toml")
    told = tomllib.loads(path.read_text(encoding="utf-8"))["text"] if path.is_file() else []
    return {entry["english"]: Back(entry["said"], entry["back"]) for entry in told}


def _in_order(questionnaire: Questionnaire, texts: list[Marked]) -> Iterator[tuple[str, list[Marked]]]:
    """The screens and questions as they come, then all that is said around them."""
    left = {t.msgid: t for t in texts}
    screens = questionnaire.screens.values()
    asked = [p for s in screens for p in (*s.paragraphs, *(q for held in s.channels.values() for q in held), s.button)]
    yield "The first screens", [left.pop(m) for m in dict.fromkeys(asked) if m in left]
    for section in questionnaire.sections:
        said = [section.title]
        for item in section.items:
            said += [item.text, item.hint, *(o.text for o in item.options)]
        yield section.title, [left.pop(m) for m in dict.fromkeys(said) if m in left]
    heads = dict.fromkeys(t.places[0].rpartition(": ")[0] if t.places else "" for t in left.values())
    for head in heads:
        yield head or "Elsewhere", [t for t in left.values() if (t.places or [""])[0].rpartition(": ")[0] == head]


def _section(head: str, rows: list[str]) -> str:
    names = "<tr><th>As it appears</th><th>English</th><th>Back-translation</th><th>Remarks</th></tr>"
    return f"<h2>{escape(head)}</h2><table>{names}{''.join(rows)}</table>\n" if rows else ""


def _row(text: Marked, said: str, back: Back | None, language: str) -> str:
    way = "rtl" if is_right_to_left(language) else "ltr"
    code = locale_of(language).language
    shown = _lines(filled(said, language, ""))
    places = escape(", ".join(text.places[:3]))
    return (
        f'<tr><td class="said" lang="{code}" dir="{way}">{shown}</td><td>{_lines(filled(text.msgid, SOURCE, ""))}'
        f"<small>{places}</small></td><td{_beside(back, said)}</td><td></td></tr>"
    )


def _beside(back: Back | None, said: str) -> str:
    if back is None:
        return ">"
    return (
        f' class="back">{_lines(filled(back.back, SOURCE, ""))}'
        if back.said == said
        else f' class="stale">{escape(STALE)}'
    )


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")
