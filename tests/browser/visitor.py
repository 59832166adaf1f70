"""Somebody at the page: reads what is open, answers it with the mouse or by keyboard alone, and remembers what they said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page

WAY_ON = ("send:check", "next:", "yes:", "choose", "write")
CHOICES = {
    "W2": "choose:W2:yes",
    "R1": "choose:R1:sibling",
    "R4": "choose:R4:no",
    "M0": "choose:M0:yes",
    "L7a": "choose:L7a:no",
    "N5": "choose:N5:fine",
    "P1": "Maggie",
}
# Boxes that are ticked where it is not the first two: every part is known, and none is left out.
TICKED = {"W3": slice(1, 3), "R3": slice(6), "R4-what": slice(-1, None)}
ENOUGH = 200
TABS = 200


@dataclass(slots=True)
class Visitor:
    """One person at one page. `expected`: what the record has to hold, by link_id."""

    page: Page
    keyboard: bool = False
    language: str = "en"
    story: str = "Words for {place}: <b>“é” 'ਮਾਂ' ✓</b>"
    expected: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    link: str = ""

    def starts(self, link: str) -> None:
        """Open the link and press Start."""
        self.link = link
        self.page.goto(link)
        self._press(self.page.locator("main form[method=post] button[type=submit]").first)

    @property
    def place(self) -> str:
        """What the open form asks."""
        return str(self.page.locator("#answer input[name=place]").first.get_attribute("value"))

    def holds(self, until: str = "done") -> None:
        """Answer what is open, again and again, until this place is reached."""
        for _ in range(ENOUGH):
            if self.place == until:
                return
            self.answers()
        raise AssertionError(f"{until} is never reached: {self.seen[-5:]}")

    def answers(self) -> None:
        """Answer the question that is open, or read on."""
        place = self.place
        self.seen.append(place)
        radios = self.page.locator("#answer input[type=radio]")
        boxes = self.page.locator("#answer input[type=checkbox]")
        if radios.count():
            self._chooses(place, radios)
        elif boxes.count():
            self._ticks(place, boxes)
        elif self.page.locator("#words").count() and place not in ("check", "done"):
            self._writes(place)
        self.goes_on()

    def goes_on(self) -> None:
        """Press the way on, and wait for what comes."""
        self.sends(self._way_on())

    def sends(self, button: Locator) -> None:
        """Press a button of the form, and wait until another form is there."""
        before = self.page.locator("#answer input[name=id]").first.get_attribute("value")
        self._press(button)
        self.page.wait_for_function(
            "before => { const i = document.querySelector('#answer input[name=id]'); return i && i.value !== before }",
            arg=before,
        )

    def writes(self, words: str) -> None:
        """Put words into the open field."""
        field = self.page.locator("#words")
        if self.keyboard:
            self._reach(field)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(words)
        else:
            field.fill(words)

    def chooses(self, data: str) -> None:
        """Pick the option that carries this."""
        self.page.locator(f'#answer input[type=radio][value="{data}"]').check(force=True)

    def _chooses(self, place: str, radios: Locator) -> None:
        wanted = f"choose:W1:{self.language}" if place == "W1" else CHOICES.get(place, "")
        picked = self.page.locator(f'#answer input[type=radio][value="{wanted}"]') if wanted else radios.first
        value = str(picked.get_attribute("value"))
        if not place.startswith(("C", "W2")) and value.startswith("choose:"):
            self.expected[place] = {"codes": [value.rpartition(":")[2]]}
        if not self.keyboard:
            self.chooses(value)
            return
        self._reach(radios.first)
        for _ in range(radios.count() + 1):
            if picked.evaluate("e => e === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert picked.is_checked()

    def _ticks(self, place: str, boxes: Locator) -> None:
        values = [str(b.get_attribute("value")) for b in boxes.all()]
        few = TICKED.get(place, slice(2))
        some = boxes.all()[few]
        for box in some:
            if self.keyboard:
                self._reach(box)
                self.page.keyboard.press("Space")
            else:
                box.check(force=True)
        self.expected[place] = {"codes": [v.rpartition(":")[2] for v in values[few]]}

    def _writes(self, place: str) -> None:
        words = "5 March 2099" if place == "N4" else CHOICES.get(place, self.story.format(place=place))
        self.writes(words)
        self.expected[place] = {"dates": ["2099-03-05"]} if place == "N4" else {"text": [words]}

    def _way_on(self) -> Locator:
        """The button that leads on, of those that the form has."""
        buttons = self.page.locator("#answer .page-buttons--answer button")
        values = [str(b.get_attribute("value")) for b in buttons.all()]
        for start in WAY_ON:
            for n, value in enumerate(values):
                if value == start or (start.endswith(":") and value.startswith(start)):
                    return buttons.nth(n)
        raise AssertionError(f"no way on at {self.place}: {values}")

    def _press(self, button: Locator) -> None:
        if not self.keyboard:
            button.click()
            return
        self._reach(button)
        self.page.keyboard.press("Enter")

    def _reach(self, wanted: Locator) -> None:
        """Go there with Tab alone."""
        for _ in range(TABS):
            if wanted.evaluate(
                "e => e === document.activeElement || (e.type === 'radio' && document.activeElement.name === e.name)"
            ):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("the keyboard does not get there")
