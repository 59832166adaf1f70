"""Who is in scope: below the minimum age nobody, below 18 and without an age only what a reviewer has confirmed."""

from __future__ import annotations

from datetime import date

from dialogs.review import TooYoung, Warning_, age_between, warnings
from tests.each import each

AGES: list[tuple[int | None, list[Warning_] | TooYoung]] = [
    (None, [Warning_.AGE_UNKNOWN]),
    (-1, TooYoung(4)),
    (3, TooYoung(4)),
    (4, [Warning_.UNDER_18]),
    (17, [Warning_.UNDER_18]),
    (18, []),
    (107, []),
]


@each(("age", "expected"), AGES)
def test_what_has_to_be_confirmed(age: int | None, expected: list[Warning_] | TooYoung) -> None:
    assert warnings(age, 4) == expected


YEARS = [
    (date(1960, 5, 1), date(2026, 4, 30), 65),
    (date(1960, 5, 1), date(2026, 5, 1), 66),
    (date(2004, 2, 29), date(2022, 2, 28), 17),
    (date(2004, 2, 29), date(2022, 3, 1), 18),
    (date(2026, 1, 1), date(2026, 1, 1), 0),
    (date(2026, 1, 2), date(2026, 1, 1), -1),
]


@each(("born", "died", "years"), YEARS)
def test_age_in_whole_years(born: date, died: date, years: int) -> None:
    assert age_between(born, died) == years
