"""Words of any script stand the way they are read, whoever is named in them."""

from __future__ import annotations

import pytest

from bot.web.templating import Pages, flow, with_numbers
from tests.each import each


@each(
    ("words", "way"),
    [
        ("What was Maggie like?", "ltr"),
        ("Maggie کی شخصیت کیسی تھی؟", "rtl"),
        ("مارگریٹ was my sister and I loved her", "ltr"),
        ("Margaret سے آپ کا کیا رشتہ یا تعلق تھا؟", "rtl"),
        ("ما الذي كانت تحبه Maggie؟", "rtl"),
        ("ਮੈਗੀ ਕਿਹੋ ਜਿਹੀ ਸੀ?", "ltr"),
        ("0191 498 0264", "ltr"),
        ("", "ltr"),
    ],
)
def test_the_way_most_letters_are_read(words: str, way: str) -> None:
    assert flow(words) == way


def test_a_question_of_an_earlier_answer_begins_on_its_own_side() -> None:
    """A name of another script at its start does not turn it round."""
    template = '{% import "parts.html" as parts with context %}{{ parts.exchange([one]) }}'
    page = Pages.made().environment.from_string(template)
    one = {"question": "Margaret سے آپ کا کیا رشتہ یا تعلق تھا؟", "said": ["بہن", "Sister"]}
    shown = page.render(one=one, say=str)
    assert '<bdi dir="rtl">Margaret' in shown
    assert '<p class="page-words" dir="rtl">بہن</p>' in shown
    assert '<p class="page-words" dir="ltr">Sister</p>' in shown


@pytest.mark.parametrize("stop", [".", "۔", "।", "\u2069."])
def test_a_full_stop_stays_on_the_line_of_the_number_before_it(stop: str) -> None:
    shown = str(with_numbers(f"Call\n116 123{stop} It is free."))
    assert (
        f'<span class="page-whole"><a class="page-number" dir="ltr" href="tel:116123">116 123</a>{stop}</span>' in shown
    )
    assert shown.endswith("</span> It is free.")
    assert shown.count(stop[-1]) == 1 + " It is free.".count(stop[-1])


def test_a_number_without_a_full_stop_stands_as_before() -> None:
    assert str(with_numbers("Call 116 123 now.")) == (
        'Call <a class="page-number" dir="ltr" href="tel:116123">116 123</a> now.'
    )
