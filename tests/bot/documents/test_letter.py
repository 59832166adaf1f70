"""The letter to print, read back by another program: every word, one page, and the order in which a screen reader tells it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.documents.letter import Unmakeable, as_pdf, try_out
from dialogs import leder
from dialogs.messages import segments
from dialogs.reviewer_bot.passing_on import Handover, on_paper
from locales import in_order, speech

TOKEN = "g9hxrgEUUjRGbX8fmkuSNsoNvFcd5ziMCjXk6Iw2A80"
MADE = Handover(
    to="Maria",
    reviewer="Jo Carter",
    code="ABCD2345EFGH6789",
    until=date(2027, 1, 5),
    telegram_link=f"https://t.me/SomeBot?start={TOKEN}",
    page_link=f"https://interview.example.org/i/{TOKEN}",
)
NAMES = ("O", "W" * 60, "&<>\"'{{7*7}}", "#panic()", "*b* $x$ @y", "Łucja")


@pytest.fixture(scope="session")
def poppler() -> None:
    """pdftotext and pdfinfo; where they are missing the test is skipped, but not in continuous integration."""
    if not shutil.which("pdftotext") and not os.environ.get("CI"):
        pytest.skip("poppler-utils is not on this machine")


def read(tool: str, *arguments: str, pdf: bytes, tmp_path: Path) -> str:
    """What a tool of poppler prints of a letter."""
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf)
    order = [tool, *arguments, str(file), *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(order, check=True, capture_output=True, text=True).stdout


def words(text: str) -> str:
    """The letters alone: lines end elsewhere on paper, and marks of direction are none."""
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069]", "", text)


def said(made: Handover) -> list[str]:
    """What the letter has to say."""
    return [text for text, _ in segments(on_paper(made, leder.load()), speech(made.language), {})]


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("language", ["en", "en_GB@easyread", "cy", "pl", "ro"])
def test_every_word_is_on_its_one_page(language: str, tmp_path: Path) -> None:
    made = replace(MADE, language=language)
    pdf = as_pdf(made)
    shown = words(read("pdftotext", pdf=pdf, tmp_path=tmp_path))
    assert [text for text in said(made) if words(text) not in shown] == []
    assert "0191 498 0264" in read("pdftotext", pdf=pdf, tmp_path=tmp_path)
    assert re.search(r"Pages: +1\n", read("pdfinfo", pdf=pdf, tmp_path=tmp_path))


@pytest.mark.usefixtures("poppler")
def test_it_is_tagged_and_names_its_picture(tmp_path: Path) -> None:
    pdf = as_pdf(MADE)
    about = read("pdfinfo", pdf=pdf, tmp_path=tmp_path)
    assert re.search(r"Tagged: +yes", about)
    assert re.search(r"Title: +Jo Carter: Maria", about)
    told = read("pdfinfo", "-struct-text", pdf=pdf, tmp_path=tmp_path)
    roles = re.findall(r"^  (\w+)", told, re.MULTILINE)
    assert roles[:3] == ["Figure", "H1", "P"]
    assert "Link" in roles
    assert str(MADE.page_link) in re.sub(r'"\s+(Object \d+ \d+\s+)?"', "", told)


@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_as_it_is_whatever_it_looks_like(name: str, tmp_path: Path) -> None:
    assert words(f"Hello {name}.") in words(read("pdftotext", pdf=as_pdf(replace(MADE, to=name)), tmp_path=tmp_path))


def test_without_a_page_the_link_is_the_chats_and_without_any_the_code_is_there() -> None:
    chat = "\n".join(said(replace(MADE, page_link=None)))
    assert f"https://t.me/SomeBot?start={TOKEN}" in chat
    bare = "\n".join(said(replace(MADE, page_link=None, telegram_link=None)))
    assert "ABCD-2345-EFGH-6789" in bare
    assert "https:" not in bare
    assert as_pdf(replace(MADE, page_link=None, telegram_link=None))


def test_no_letter_has_boxes_for_letters() -> None:
    """Each language is made, or it is said that no font here has its letters."""
    for language in in_order():
        made = False
        with contextlib.suppress(Unmakeable):
            try_out(language)
            made = True
        with contextlib.nullcontext() if made else pytest.raises(Unmakeable):
            assert as_pdf(replace(MADE, language=language)).startswith(b"%PDF")
    with pytest.raises(Unmakeable, match="fonts-noto-core"):
        as_pdf(replace(MADE, to="\U00012345"))


def test_it_names_nobody_who_died_and_no_reason() -> None:
    whole = " ".join(said(MADE)).lower()
    assert not {"died", "death", "margaret"} & set(re.findall(r"\w+", whole))
