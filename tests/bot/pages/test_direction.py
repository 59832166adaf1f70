"""Words of any script stand the way they are read, whoever is named in them."""

from __future__ import annotations

import pytest

from bot.pages.rendering import Pages, flow


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("What was Maggie like?", "ltr"),
        ("Maggie کی شخصیت کیسی تھی؟", "rtl"),
        ("مارگریٹ was my sister and I loved her", "ltr"),
        ("Margaret سے آپ کا کیا رشتہ یا تعلق تھا؟", "rtl"),
        ("ما الذي كانت تحبه Maggie؟", "rtl"),
        ("ਮੈਗੀ ਕਿਹੋ ਜਿਹੀ ਸੀ?", "ltr"),
        ("0191 217 2631", "ltr"),
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
