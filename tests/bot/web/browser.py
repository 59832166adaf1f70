"""A browser without JavaScript: it keeps cookies, reads forms, sends them, and follows where it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Self

import aiohttp

Attributes = dict[str, str | None]
VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})


@dataclass(slots=True)
class Node:
    """An element with its children; text is a string among them."""

    tag: str
    attributes: Attributes = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    _within: list[Node] = field(default_factory=list, repr=False, compare=False)

    @property
    def text(self) -> str:
        """All text in it, without what only the source needed; what a template holds is not shown."""
        if self.tag == "textarea":
            return "".join(c for c in self.children if isinstance(c, str)).removeprefix("\n")
        return "".join(c if isinstance(c, str) else c.text for c in self.children if not _is_template(c))

    @property
    def line(self) -> str:
        """Its text as one line shows it."""
        return " ".join(self.text.split())

    def all(self, tag: str = "", **wanted: str) -> list[Node]:
        """Every element in it of this tag and these attributes, but for those in a template of it; `of` is a class."""
        return [n for n in self._below() if (not tag or n.tag == tag) and n.fits(wanted)]

    def one(self, tag: str = "", **wanted: str) -> Node:
        """The only one of them."""
        [found] = self.all(tag, **wanted)
        return found

    def fits(self, wanted: Mapping[str, str]) -> bool:
        """Whether it has these attributes."""
        mine = self.attributes
        return all(v in (mine.get("class") or "").split() if k == "of" else mine.get(k) == v for k, v in wanted.items())

    def _below(self) -> list[Node]:
        """Every element in it, gathered once: what was read does not change."""
        if not self._within:
            for child in self.children:
                if isinstance(child, Node):
                    self._within += [child] if _is_template(child) else [child, *child._below()]
        return self._within


def _is_template(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag == "template"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Node:
    """A page as elements."""
    reader = _Reader()
    reader.feed(html)
    return reader.root


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def location(self) -> str:
        """Where it sends the browser."""
        return self.headers.get("Location", "")


class Browser:
    """One browser with its own cookies, at one address."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), auto_decompress=True)
        self.html = ""
        self._page: Node | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    async def asks(self, method: str, path: str, **given: Any) -> Answer:
        """One request, and no other after it."""
        async with self.session.request(method, self.base + path, allow_redirects=False, **given) as response:
            return Answer(response.status, response.headers, await response.text())

    async def opens(self, path: str) -> Answer:
        """A page, and it is looked at."""
        answer = await self.asks("GET", path)
        return self.sees(answer)

    async def starts(self, token: str) -> Answer:
        """The link is opened, and Start is pressed."""
        await self.opens(f"/i/{token}")
        return await self.goes_on(await self.asks("POST", f"/i/{token}"))

    async def sends(self, do: str, **fields: Any) -> Answer:
        """The form that is open is sent with this button and these fields; then the way goes where it is sent."""
        return await self.goes_on(await self.sends_raw(do, **fields))

    async def sends_raw(self, do: str, **fields: Any) -> Answer:
        """The same, without going on."""
        return await self.asks("POST", "/chat", data=self.filled(do, **fields))

    def filled(self, do: str, **fields: Any) -> list[tuple[str, str]]:
        """The fields of the form that is open, as a browser sends them."""
        given = {**self.form, "do": do, **fields}
        boxes = given.pop("box", self.ticked)
        return [*((k, str(v)) for k, v in given.items()), *(("box", b) for b in boxes)]

    async def goes_on(self, answer: Answer) -> Answer:
        """Where it was sent, by GET."""
        return await self.opens(answer.location.partition("#")[0]) if answer.status == 303 else self.sees(answer)

    def sees(self, answer: Answer) -> Answer:
        """This is on the screen now."""
        self._page, self.html = None, answer.body
        return answer

    @property
    def page(self) -> Node:
        """What is on the screen, as elements; read when it is looked at."""
        if self._page is None:
            self._page = read(self.html)
        return self._page

    @property
    def form(self) -> dict[str, str]:
        """What the open form carries: hidden fields, and what was typed."""
        [*found] = self.page.all("form", id="answer")
        inputs = found[0].all("input", type="hidden") if found else []
        hidden = {str(i.attributes["name"]): i.attributes.get("value") or "" for i in inputs}
        lines = [n for f in found for n in f.all("input", type="text")]
        typed = [n.text for f in found for n in f.all("textarea")] + [n.attributes.get("value") or "" for n in lines]
        return {**hidden, **({"words": typed[0]} if typed and typed[0] else {})}

    @property
    def ticked(self) -> list[str]:
        """The boxes that are ticked."""
        boxes = self.page.all("input", type="checkbox", name="box")
        return [str(b.attributes["value"]) for b in boxes if "checked" in b.attributes]

    @property
    def text(self) -> str:
        """Everything on the screen, as one line."""
        return self.page.line
