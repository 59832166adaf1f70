"""The page as a channel of the scenario language: what a person does in a browser without JavaScript, and sees there."""

from __future__ import annotations

import aiohttp

from bot.web.interview.views import WRITES_ON
from dialogs.inputs import Media
from tests.bot.web.browser import Browser, Node
from tests.scenario import Begins, Deed, Edits, Presses, Reply, Says, Sends, Shown

Form = list[tuple[str, str]] | aiohttp.FormData
SECONDS = 7
COMMANDS = {"/language": "lang", "/help": "open:help"}
OWN = frozenset({"choose", "write", "here"})


class PageDriver:
    """Sends a form for each deed. `shown` may be compared with what the core shows, after `comparable`."""

    def __init__(self, browser: Browser, token: str) -> None:
        self.browser, self.token = browser, token

    async def does(self, deed: Deed) -> Reply:
        """What the page shows after `deed`."""
        if isinstance(deed, Begins):
            await self.browser.opens(f"/i/{self.token}")
        elif self.browser.form.get("token") == "":
            await self.browser.opens("/chat")  # words that came too late are only shown, and the one way on is back
        path, form = self.request(deed)
        await self.browser.goes_on(await self.browser.asks("POST", path, data=form))
        return self.seen()

    def request(self, deed: Deed) -> tuple[str, Form]:
        """Where the form for `deed` goes, and what is in it."""
        match deed:
            case Sends(Media.VOICE, ""):
                return "/chat/voice", recording(self.browser)
            case Begins():
                return f"/i/{self.token}", []
            case Says(words) if words.startswith("/"):
                return "/chat", self.browser.filled(COMMANDS.get(words, words.removeprefix("/")))
            case Says(words):
                return "/chat", self.browser.filled("write", words=words)
            case Presses(data) if data.startswith("choose:"):
                return "/chat", self.browser.filled("choose", choice=data)
            case Presses(data):
                return "/chat", self.browser.filled(data)
            case Edits() | Sends():
                raise ValueError("a page has no such thing")

    def seen(self) -> Reply:
        """What is on the screen now."""
        return Reply(messages=(*map(_bubble, self.browser.page.all("div", of="page-bubble")), *self._question()))

    def _question(self) -> tuple[Shown, ...]:
        [form] = self.browser.page.all("form", id="answer")
        buttons = form.all("button", name="do")
        if not buttons and not form.all("input", type="radio"):
            return ()
        summary = self.browser.page.all("div", of="nhsuk-error-summary")
        error = [summary[0].one("a").line] if summary else []
        return (Shown("\n\n".join((*error, *_parts(form))), (_pressable(form),)),)


def recording(browser: Browser, content: bytes = b"OggS spoken", **changes: str) -> aiohttp.FormData:
    """The open form with a recording in it, as the script sends it."""
    data = aiohttp.FormData()
    for name, value in {**browser.form, "seconds": str(SECONDS), **changes}.items():
        data.add_field(name, value)
    data.add_field("recording", content, filename="recording", content_type="audio/webm;codecs=opus")
    return data


def comparable(reply: Reply) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """Words and buttons of each message; not how they are laid out, nor what is there at any time."""
    messages = (*reply.messages, *((reply.repaint,) if reply.repaint else ()))
    return [(_paragraphs(m), frozenset(_same(b) for b in m.buttons) - {""}) for m in messages]


def in_words(reply: Reply) -> list[tuple[list[str], frozenset[str]]]:
    """The same as a bag of words: what is said in English too stands beside each option on the page, and below them in a chat."""
    return [
        (sorted(w for p in paragraphs for w in p.split() if not w.removesuffix(".").isdigit()), buttons)
        for paragraphs, buttons in comparable(reply)
    ]


def _paragraphs(shown: Shown) -> tuple[str, ...]:
    """In no particular order: the page puts what is the matter into a summary. Options that are buttons are not listed."""
    listed = any(b.startswith(("choose:", "toggle:")) for b in shown.buttons)
    paragraphs = {" ".join(p.split()) for p in shown.text.split("\n\n")}
    return tuple(sorted(p for p in paragraphs if listed or not p.startswith("1. ")))


def _same(data: str) -> str:
    if data in OWN | {"open:more", "help"} or data.startswith("next:"):
        return ""
    return data.replace(":-", ":")


def _bubble(node: Node) -> Shown:
    plain = (n.text for n in node.all() if n.tag in {"p", "dt", "h2"})
    return Shown("\n\n".join(plain), (_buttons(node),))


def _parts(form: Node) -> list[str]:
    """The words of the question as the page has them, options with the numbers that other channels give them."""
    beside = [n.line for n in form.all("button", name="do") if str(n.attributes["value"]).startswith("choose:")]
    options = [n.line for n in form.all("label") if "for" in n.attributes and _is_option(n)] or beside
    own = form.one("input", name="place").attributes["value"] in WRITES_ON
    label = [n for n in form.all("label") if not _is_option(n) and not own]
    plain = [*(n for n in form.all() if n.tag in {"p", "legend", "h2", "dt"}), *label]
    beside_options = (n for n in form.all("div") if "__hint" in (n.attributes.get("class") or ""))
    hints = [*form.all("span", of="page-hint"), *beside_options]
    asked = [_asked(n) for n in (*plain, *hints) if "nhsuk-error-message" not in (n.attributes.get("class") or "")]
    numbered = "\n".join(f"{n}. {o}" for n, o in enumerate(options, 1))
    return [*filter(None, asked), *([numbered] if numbered else [])]


def _asked(node: Node) -> str:
    """Its words, without what says that a box takes more."""
    return node.text.removesuffix("".join(n.text for n in node.all("span", of="page-more-words")))


def _is_option(node: Node) -> bool:
    classes = (node.attributes.get("class") or "").split()
    return bool({"nhsuk-radios__label", "nhsuk-checkboxes__label"} & set(classes))


def _pressable(form: Node) -> tuple[tuple[str, str], ...]:
    radios = [("", str(n.attributes["value"])) for n in form.all("input", type="radio")]
    at = next(str(n.attributes["value"]) for n in form.all("input", name="place"))
    boxes = [("", f"toggle:{at}:{n.attributes['value']}") for n in form.all("input", type="checkbox")]
    return (*radios, *boxes, *_buttons(form))


def _buttons(node: Node) -> tuple[tuple[str, str], ...]:
    return tuple((b.line, str(b.attributes["value"])) for b in node.all("button", name="do"))
