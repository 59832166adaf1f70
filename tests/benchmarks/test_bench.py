"""The rig itself: it drives the product and an echo to the end of a second and prints what it saw. No word on speed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.benchmarks import beside, holding, page
from tests.benchmarks.command import main
from tests.benchmarks.families import choose
from tests.benchmarks.measure import Cell, Look
from tests.benchmarks.profiler import part_of
from tests.benchmarks.rig import Plan, here, run
from tests.benchmarks.subjects import ROOT, SUBJECTS
from tests.benchmarks.table import table
from tests.benchmarks.visitors import filled

MARK = 'open(os.path.join(os.environ["INTERVIEW_DATA_DIR"], "was-here"), "w").close()\n'


@pytest.mark.long
async def test_rig_drives_the_product_and_a_peer(tmp_path: Path) -> None:
    chosen = tuple(s for s in SUBJECTS if s.key in "ap")
    plan = Plan(subjects=chosen, families=(2,), seconds=1.0, warm=0.2, rounds=1, folder=tmp_path, cores=here())
    cells = await run(plan)
    assert {key for key, cell in cells.items() if cell.turns} == {("a", 2), ("p", 2)}
    assert all(cell.stuck == 0 for cell in cells.values())
    printed = table(cells)
    assert "(a) aiogram echo" in printed
    assert "(p) the product" in printed


@pytest.mark.long
async def test_the_product_is_measured_beside_a_second_checkout(tmp_path: Path) -> None:
    """The second one runs its own modules: what is added to it shows in what it is asked for."""
    other = tmp_path / "other"
    for room in ("bot", "dialogs", "locales", "storage", "tests/benchmarks"):
        shutil.copytree(ROOT / room, other / room, ignore=shutil.ignore_patterns("__pycache__"))
    for module in ("__init__.py", "programme.py"):
        shutil.copy(ROOT / "tests" / module, other / "tests")
    entry = other / "bot" / "__main__.py"
    entry.write_text(entry.read_text().replace("INTERRUPTED = 130\n", f"INTERRUPTED = 130\n{MARK}"))
    plan = Plan(subjects=(), families=(2,), seconds=5.0, warm=0.1, rounds=1, folder=tmp_path, cores=here())
    said = (await beside.compare(plan, other)).splitlines()
    assert said[0] == f"Processor time a turn here, and of the product in {other}:"
    assert re.fullmatch(
        r" +2 families: \d+ µs here, \d+ µs there; ratio \d+\.\d\d by the median of 5 pairs, "
        r"from \d+\.\d\d to \d+\.\d\d; without an answer: 0 here, 0 there",
        said[1],
    )
    assert (tmp_path / "product-q" / "was-here").is_file()
    assert not (tmp_path / "product-p" / "was-here").exists()


def test_a_folder_without_the_product_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--beside", str(tmp_path)])
    assert f"{tmp_path} is no checkout of this project" in capsys.readouterr().err


@pytest.mark.long
async def test_visitors_of_the_page_and_of_a_bare_handler(tmp_path: Path) -> None:
    plan = page.Visit(visitors=4, every=0.1, seconds=1.0, rounds=1, folder=tmp_path, cores=here())
    product, bare = await page.run(plan)
    for seen in (product, bare):
        assert len(seen.took["kept"]) == len(seen.took["shown"]) > 3, seen.subject
        assert 0 < seen.percentile("kept", 0.5) <= seen.percentile("kept", 0.99)
        assert seen.microseconds > 0
    printed = page.table(plan, product, bare)
    assert "4 open conversations, each answering every 0.1 s on average" in printed
    assert printed.count(" x ") == 5


@pytest.mark.long
async def test_the_heaviest_requests_are_answered_and_looked_at(tmp_path: Path) -> None:
    held = await holding.run(tmp_path)
    assert [one.request.name for one in held if not 200 <= one.status < 500] == []
    assert all(0 < one.longest <= one.total for one in held)
    assert len(holding.table(held).splitlines()) == len(held) + 1


def test_a_form_is_answered_as_a_visitor_would() -> None:
    def form(inside: str) -> str:
        onward = '<button class="nhsuk-button" type="submit" form="answer" name="do" value="next:X">Next</button>'
        return f'<p></p><form id="answer"><input type="hidden" name="place" value="X">{inside}{onward}</form>'

    radio = '<input id="c" name="choice" type="radio" value="choose:X:{}">'
    box = '<input id="b" name="box" type="checkbox" value="{}">'
    assert ("choice", "choose:X:yes") in filled(form(radio.format("yes") + radio.format("no")), 0)
    assert ("box", "a") in filled(form(box.format("a") + box.format("b")), 0)
    assert dict(filled(form('<textarea id="words">'), 0)).keys() == {"place", "do", "words"}
    assert filled(form(""), 0) == [("place", "X"), ("do", "next:X")]


def test_windows_in_which_both_sides_idle_do_not_count() -> None:
    cell = Cell("a", 1)
    looks = [Look(0, 0, 0, 0), Look(1, 0.8, 0.1, 10), Look(2, 0.81, 0.1, 10), Look(3, 1.6, 0.2, 20)]
    cell.add(looks, [(0.5, 0.1), (2.5, 1.2), (2.9, 0.1)])
    assert (cell.rejected, cell.turns, cell.calls, cell.seconds) == (1, 3, 20, 2)
    assert cell.latencies == [0.1, 0.1]


def test_everybody_presses_what_moves_the_interview_on() -> None:
    def press(*labels: str, toggled: int = 0) -> str | None:
        found = choose([{"text": label, "callback_data": label} for label in labels], toggled)
        return found[1] if found else None

    assert press("1. Yes", "2. No", "Skip", "More", "I need help now") == "1. Yes"
    assert press("Skip", "More", "I need help now") is None
    assert press("Next") == "Next"
    assert press("☑ 1. Heart", "2. Chest", "Next", "Skip", toggled=1) == "2. Chest"
    assert press("☑ 1. Heart", "☑ 2. Chest", "Next", "Skip", toggled=2) == "Next"
    assert press("Change 1", "I have finished", "More") == "I have finished"


def test_a_stack_belongs_to_its_innermost_part() -> None:
    assert part_of("run (bot/rounds/rounds.py:1);seal (storage/keys/sealing.py:9);encrypt (x.py:1)") == "sealing"
    assert part_of("run (bot/rounds/rounds.py:1);respond (dialogs/interview.py:3)") == "respond"
    assert part_of("run (threading.py:1);_worker (concurrent/futures/thread.py:81)") is None
