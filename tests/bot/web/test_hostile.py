"""Hostile words, through every field of the page: they stay words, wherever they are shown."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, reaches

HOSTILE = (
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "<!-- --><svg/onload=alert(1)>",
    "&lt;b&gt; &amp;quot;",
    "\u202e\u0000 nul and bidi",
)


async def test_hostile_words_stay_words(place: Place, ann: Browser) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    await reaches(ann, "P2")
    for words in HOSTILE:
        await ann.sends("write", words=words)
        assert tame(ann), words
    kept = [w for a in place.world.record()["participants"][0]["answers"] for w in a["value"].get("text", ())]
    assert kept == list(HOSTILE)
    for path in ("/chat", "/chat/answers", "/chat/consents"):
        await ann.opens(path)
        assert tame(ann), path
    await ann.opens("/chat/answers")
    shown = [n.text for n in ann.page.all("p", of="page-words")]
    assert [w for w in HOSTILE if w.replace("\u0000", "\ufffd") not in shown and w not in shown] == []


@pytest.mark.parametrize("field", ["id", "version", "place", "do", "choice", "was", "box", "token", "strange"])
async def test_hostile_fields_do_no_harm(place: Place, ann: Browser, field: str) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    for words in (*HOSTILE, "choose:R1", "toggle:R1:-x", "../../etc/passwd", "9" * 5000):
        given: dict[str, Any] = {field: [words] if field == "box" else words}
        data = [(k, v) for k, v in ann.filled("help", words=words) if k != field] + [(field, words) for _ in given]
        answer = await ann.goes_on(await ann.asks("POST", "/chat", data=data))
        assert answer.status < 500
        assert tame(ann), words
        await ann.opens("/chat")


async def test_hostile_check_words_stay_words(place: Place, ann: Browser, eve: Browser) -> None:
    token, _ = place.invited()
    await agreed(ann, token)
    for words in HOSTILE:
        eve.sees(await eve.asks("POST", f"/i/{token}/words", data={"words": words}))
        assert tame(eve)
        assert (
            eve.page.one("input", id="words").attributes["value"] == words.replace("\u0000", "\ufffd")
            or "\u0000" in words
        )


def tame(browser: Browser) -> bool:
    """Whether the page has no element or attribute that nobody of ours has put there."""
    known = {"script", "img", "svg", "iframe", "object", "embed", "base"}
    strange = [
        n for n in browser.page.all() if n.tag in known and not str(n.attributes.get("src", "")).startswith("/static/")
    ]
    handlers = [n for n in browser.page.all() if any(a.startswith("on") or a == "autofocus" for a in n.attributes)]
    return not strange and not handlers and "49" not in browser.text.replace("0191 498 0264", "")
