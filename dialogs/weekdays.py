"""A day of the week alone: "on Monday" is the next one; what may mean every Monday, or the one after, is not read."""

from __future__ import annotations

from datetime import date, timedelta

from dialogs.months import WITH_A_DAY
from dialogs.typed import folded

# From Monday on; a stroke is between ways to write it.
_NAMES = {
    "en": ("monday|mon tuesday|tues|tue wednesday|weds|wed thursday|thurs|thur|thu friday|fri saturday|sat sunday|sun"),
    "cy": "llun mawrth|fawrth mercher|fercher iau gwener|wener sadwrn sul",
    "pl": "poniedziałek wtorek środa|środę czwartek piątek sobota|sobotę niedziela|niedzielę",
    "ro": "luni marți miercuri joi vineri sâmbătă duminică",
    "pa": "ਸੋਮਵਾਰ ਮੰਗਲਵਾਰ ਬੁੱਧਵਾਰ ਵੀਰਵਾਰ ਸ਼ੁੱਕਰਵਾਰ ਸ਼ਨੀਵਾਰ|ਸ਼ਨਿੱਚਰਵਾਰ ਐਤਵਾਰ",
    "ur": "پیر|سوموار منگل بدھ جمعرات جمعہ سنیچر اتوار",
    "pt": "segunda terça quarta quinta sexta sábado domingo",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "ar": "الاثنين|الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "bn": "সোমবার|সোমবারে মঙ্গলবার|মঙ্গলবারে বুধবার|বুধবারে বৃহস্পতিবার|বৃহস্পতিবারে শুক্রবার|শুক্রবারে শনিবার|শনিবারে রবিবার|রবিবারে",
    "gu": "સોમવાર|સોમવારે મંગળવાર|મંગળવારે બુધવાર|બુધવારે ગુરુવાર|ગુરુવારે શુક્રવાર|શુક્રવારે શનિવાર|શનિવારે રવિવાર|રવિવારે",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
}
_NUMBERS = {
    language: {folded(way): day for day, ways in enumerate(names.split()) for way in ways.split("|")}
    for language, names in _NAMES.items()
}
# Without one of these a word may be a month; with one of these it may be every week.
_WANTED = {"cy": frozenset({"dydd", "ddydd"})}
_EVERY_WEEK = {"it": frozenset({"il", "la"})}
_BESIDE = WITH_A_DAY | {"this", "coming", "feira", "ddydd"}
_NEXT = "next"


def coming(words: str, today: date, language: str) -> date | None:
    """Return the next such day of the week after today, in English or in this language; None if that is not all it says.

    "Next Friday" is read only where this week has none to come.
    """
    said = folded(words).split()
    for spoken in dict.fromkeys(("en", language.partition("@")[0])):
        named = [_NUMBERS[spoken][w] for w in said if w in _NUMBERS.get(spoken, {})]
        rest = {w for w in said if w not in _NUMBERS.get(spoken, {})}
        wanted = _WANTED.get(spoken)
        fits = rest <= _BESIDE | {_NEXT} and not rest & _EVERY_WEEK.get(spoken, frozenset())
        if len(named) == 1 and fits and (wanted is None or rest & wanted):
            return _after(today, named[0], is_next=_NEXT in rest)
    return None


def _after(today: date, weekday: int, *, is_next: bool) -> date | None:
    ahead = (weekday - today.weekday() - 1) % 7 + 1
    in_this_week = today.weekday() + ahead < 7  # noqa: PLR2004 - days of a week
    return None if is_next and in_this_week else today + timedelta(days=ahead)
