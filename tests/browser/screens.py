"""`python -m tests.browser.screens` (`make screens`): pictures of the page and of a letter for the README, taken anew."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bot.documents.letter import as_pdf
from dialogs.reviewer_bot.passing_on import Handover
from storage.engine.unit_of_work import open_engine
from storage.maintenance.upgrade import upgrade
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.service import Service, make_service
from tests.browser.visitor import Visitor

FOLDER = Path(__file__).parent / "screens"
WIDE: dict[str, Any] = {"viewport": {"width": 880, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 760}, "device_scale_factor": 2, "is_mobile": True}
TALL: dict[str, Any] = {**PHONE, "viewport": {"width": 360, "height": 900}}
DARK: dict[str, Any] = {"color_scheme": "dark"}
DOOR, DRESSED = "", 300
# Name, language, where, and on what. Each is a first visit, seen from its top; what is open has its first answer chosen.
SCREENS = (
    ("invitation", "en", DOOR, PHONE),
    ("first-question", "en", "W2", PHONE),
    ("question", "en", "P3", WIDE),
    ("easy-read", "en_GB@easyread", "W3", TALL),
    ("dark", "en", "C3", PHONE | DARK),
    ("urdu", "ur", "W2", PHONE),
    ("urdu-dark", "ur", "W3", TALL | DARK),
)

LETTER = Handover(
    to="Ann",
    reviewer="Jo Carter",
    code="ABCD2345EFGH6789",
    until=date(2027, 1, 5),
    telegram_link=None,
    page_link="https://interview.example.org/i/" + "Jo0Carter1" * 4,
)


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(exist_ok=True)
    sys.stdout.write(f"{_letter()}\n")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/interview.db"
        upgrade(open_engine(url))
        service = make_service(Path(folder), url)
        service.start()
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET, chromium_sandbox=False)
        try:
            for screen in SCREENS:
                sys.stdout.write(f"{_taken(service, browser, *screen)}\n")
        finally:
            service.kill()


def _letter() -> Path:
    """Return the picture of an invitation to print, as another program than ours sees it."""
    with TemporaryDirectory() as folder:
        pdf, picture = Path(folder) / "letter.pdf", FOLDER / "letter"
        pdf.write_bytes(as_pdf(LETTER))
        subprocess.run(["pdftoppm", "-r", "72", "-png", "-singlefile", str(pdf), str(picture)], check=True)
    return picture.with_suffix(".png")


def _taken(service: Service, browser: Browser, name: str, language: str, place: str, how: dict[str, Any]) -> Path:
    link, _ = service.invited(language=language)
    page = browser.new_context(**how).new_page()
    if place == DOOR:
        page.goto(link)
    else:
        visitor = Visitor(page, language=language, story="They laughed a lot.")
        visitor.starts(link)
        visitor.holds(until=place)
    for box in page.locator("#answer .nhsuk-radios__input, #answer .nhsuk-checkboxes__input").all()[:1]:
        box.check(force=True)
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(DRESSED)
    page.evaluate("window.scrollTo(0, 0)")
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    return path


if __name__ == "__main__":
    main()
