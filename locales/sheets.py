"""One printable page for who checks a language: every text as it appears, the English and a back-translation beside it."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template

from dialogs.languages import name_of
from dialogs.questionnaire import Questionnaire
from locales import SOURCE, is_right_to_left, locale_of
from locales.checking import at_places, translations
from locales.filling import filled
from locales.signing import Signature, State, signature
from locales.texts import Marked

# What stands beside a text is true of the words it was made from, and of no others.
STALE = "The words were changed after this was written."
PAGE = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>$title</title><style>
@page { size: A4 landscape; margin: 12mm; }
body { font: 15px/1.5 Arial, "Noto Sans", "Noto Sans Arabic", "Noto Sans Bengali", "Noto Sans Gujarati", "Noto Sans Gurmukhi",
  sans-serif; margin: 2rem; }
h2 { break-after: avoid; } tr { break-inside: avoid; } thead { display: table-header-group; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #888; padding: .4rem .6rem; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
th:first-child { width: 31%; } th:last-child { width: 20%; }
.said { font-size: 1.13em; } .said:lang(ur) { font-family: "Noto Nastaliq Urdu", "Noto Sans Arabic", sans-serif; line-height: 2; }
.back { font-style: italic; } .stale { color: #a00; } small { color: #555; display: block; } small.stale { color: #a00; }
@media print { body { font-size: 9pt; line-height: 1.35; margin: 0; } th, td { padding: .15rem .35rem; } }
</style></head><body><h1>$title</h1>
<p>$checked</p>
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
    rows = _Rows(language)
    parts = [
        _section(head, [row for t in held for row in rows.of(t)])
        for head, held in _in_order(questionnaire, list(texts))
    ]
    title = escape(f"{name_of(language)} ({language}): every text")
    return PAGE.substitute(title=title, checked=escape(rows.told()), sections="".join(parts))


def back_translations(language: str) -> dict[str, Back]:
    """Return what the most important texts say, in English again, by msgid; none for English."""
    path = files("locales").joinpath(language, "LC_MESSAGES", "back.toml")
    told = tomllib.loads(path.read_text(encoding="utf-8"))["text"] if path.is_file() else []
    return {entry["english"]: Back(entry["said"], entry["back"]) for entry in told}


def _in_order(questionnaire: Questionnaire, texts: list[Marked]) -> Iterator[tuple[str, list[Marked]]]:
    """The screens and questions as they come, then all that is said around them."""
    left = {t.msgid: t for t in texts}
    screens = questionnaire.screens.values()
    asked = [p for s in screens for p in (*s.paragraphs, s.button)]
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
    names = "<thead><tr><th>As it appears</th><th>English</th><th>Back-translation</th><th>Remarks</th></tr></thead>"
    return f"<h2>{escape(head)}</h2><table>{names}{''.join(rows)}</table>\n" if rows else ""


class _Rows:
    """The rows of one language, and what is signed of them."""

    def __init__(self, language: str) -> None:
        self.language, self.code = language, locale_of(language).language
        self.way = "rtl" if is_right_to_left(language) else "ltr"
        self.known, self.places = translations(language), at_places(language)
        self.backs, self.signed, self.states = back_translations(language), signature(language), Counter[State]()

    def of(self, text: Marked) -> Iterator[str]:
        """Yield the row of a text, and one for each question at which it is said in another way."""
        if text.msgid in self.known:
            yield self._row(text.msgid, self.known[text.msgid].string, text.places[:3])
        for (place, msgid), said in self.places.items():
            if msgid == text.msgid:
                yield self._row(msgid, said, [f"as an answer to {place}"], place)

    def told(self) -> str:
        """Return the sentence on who has signed what, once all rows are there."""
        if not self.signed.by:
            return "Nobody has checked this language yet."
        later = self.states[State.CHANGED] + self.states[State.NEW]
        marked = (
            "one of them has changed or is new, and is"
            if later == 1
            else f"{later} of them have changed or are new, and are"
        )
        since = f"Since then {marked} marked." if later else "They are as they were then."
        return f"{self.signed.by} checked all texts on {_day(self.signed)}. {since}"

    def _row(self, msgid: str, said: str, places: list[str], place: str = "") -> str:
        state, back = self.signed.state(msgid, said, place), None if place else self.backs.get(msgid)
        self.states[state] += 1
        shown, english = _lines(filled(said, self.language, "")), _lines(filled(msgid, SOURCE, ""))
        return (
            f'<tr><td class="said" lang="{self.code}" dir="{self.way}">{shown}</td><td>{english}'
            f"<small>{escape(', '.join(places))}</small></td><td{_beside(back, said)}</td><td>{self._mark(state)}</td></tr>"
        )

    def _mark(self, state: State) -> str:
        match state:
            case State.UNCHECKED:
                return ""
            case State.CHECKED:
                return f"<small>{escape(f'Checked by {self.signed.by}, {_day(self.signed)}')}</small>"
            case State.CHANGED | State.NEW:
                return f'<small class="stale">{state.capitalize()}, {_day(self.signed)}.</small>'


def _day(signed: Signature) -> str:
    return f"{signed.on.day} {signed.on:%B %Y}"


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
