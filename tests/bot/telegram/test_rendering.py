"""What somebody wrote arrives in Telegram letter by letter, whatever it looks like."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.telegram.rendering import send_message
from dialogs.messages import plain
from dialogs.text import say, verbatim
from tests.dialogs.core import ENGLISH


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
@example("<b>*_[x](https://x.example)`~|{name}</b> &lt; 1 < 2")
@example("🧩" * 40)
def test_words_are_never_markup(words: str) -> None:
    [body] = send_message(plain(say("{words}", words=verbatim(words))), ENGLISH, {}, 77)
    assert body["text"] == words
    assert "parse_mode" not in body
    assert {entity["type"] for entity in body.get("entities", [])} <= {"bold", "phone_number"}
