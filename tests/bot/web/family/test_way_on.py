"""There is always a way on: whatever was sent, from whichever tab, the page shows a question, a form or Go on."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bot.rounds.arrivals import Filled
from dialogs import offers
from dialogs.inputs import Begin, Command, Next, Say, parse
from dialogs.response import OVER, Status
from tests.bot.web.browser import Browser, Node
from tests.bot.web.place import AGREEING, Place, agreed, pressed, reaches
from tests.bot.web.visiting import Visiting, opened, visiting

FIELDS = ("place", "version", "id")
WORDS = (
    "She loved the sea.",
    "pause",
    "1",
    "help",
    "yes",
    "I want to die",
    "5 March 2099",
    "x" * 20_500,
    "Mags",
    "stop",
    "",
)
which = st.integers(0, 999)


async def to_the_end(browser: Browser, place: Place) -> None:
    """Everything is skipped, up to the page with all answers."""
    await agreed(browser, place.invited()[0])
    for _ in range(300):
        if (at := browser.form["place"]) == "check":
            return
        ways = [str(b.attributes["value"]) for b in browser.page.one("form", id="answer").all("button", name="do")]
        wanted = ("send:section", "yes:", "skip:", "open:", f"next:{at}")
        await browser.sends(next(w for start in wanted for w in ways if w.startswith(start)))
    raise AssertionError("the end is never reached")


def buttons(browser: Browser) -> set[str]:
    """What the buttons on the page carry, but for the one that only keeps it open."""
    return {str(b.attributes["value"]) for b in browser.page.all("button", name="do")} - {"stay"}


async def test_i_have_finished_stays_after_more_was_written(place: Place, ann: Browser) -> None:
    await to_the_end(ann, place)
    for _ in range(2):
        await ann.sends("write", words="And she sang.")
        assert "can read it" in ann.text
        assert "send:check" in buttons(ann)
    await ann.opens("/chat")
    assert "send:check" in buttons(ann)
    await ann.sends("send:check")
    assert ann.form["place"] == "done"
    await ann.sends("write", words="One thing more.")
    assert "write" in buttons(ann)


async def test_the_open_question_stands_below_what_came_late_in_both_tabs(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    late = dict(ann.filled("next:P2", words="from the other tab"))
    await ann.sends("next:P2", words="ABBA")
    now = ann.form["place"]
    await ann.goes_on(await ann.asks("POST", "/chat", data=late))
    assert "Saved with your answer to the question before this one." in ann.text
    for _ in range(2):
        assert (ann.form["place"], f"next:{now}" in buttons(ann)) == (now, True)
        await ann.opens("/chat")
    await ann.sends(f"next:{now}", words="the sea")
    assert ann.form["place"] != now


async def test_who_has_stopped_and_then_deletes_nothing_can_go_on(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    await ann.sends("next:P2", words="ABBA")
    now = ann.form["place"]
    await ann.sends("stop")
    assert buttons(ann) == {"withdraw", "here", "talk", "help"}
    await ann.opens("/chat/consents")
    assert [b for b in buttons(ann) if b.startswith("change")] == []
    await ann.opens("/chat")
    await ann.sends("withdraw")
    await ann.sends("no:withdraw")
    assert "Nothing is deleted." in ann.text
    assert "here" in buttons(ann)
    await ann.sends("here")
    assert ann.form["place"] == now


async def test_who_says_no_to_the_record_finds_a_way_back_from_a_slip(place: Place, ann: Browser) -> None:
    """Go on and their link ask once more, and neither is pressed upon them."""
    token, _ = place.invited()
    await ann.starts(token)
    for data in (*AGREEING[:-1], "choose:C4:no"):
        await pressed(ann, data)
    assert ({"here", "talk"} <= buttons(ann), "open your link again" in ann.text) == (True, True)
    for does in ("help", "talk", "stop"):
        await ann.sends(does)
        assert "here" in buttons(ann), does
    await ann.sends("here")
    assert ann.form["place"] == "C4"


async def test_a_slip_at_the_age_is_told_how_to_come_back(place: Place, ann: Browser) -> None:
    await ann.starts(place.invited()[0])
    for data in ("choose:W2:yes", "choose:C1:no"):
        await pressed(ann, data)
    assert "only for people who are 18 or over" in ann.text
    assert ("open your link again" in ann.text, "here" in buttons(ann)) == (True, False)


async def test_who_uses_bsl_hears_how_to_phone_without_hearing(place: Place, ann: Browser) -> None:
    await ann.opens("/accessibility")
    assert ("18001" in ann.text, "interpreter" in ann.text) == (True, False)


@pytest.mark.parametrize("last", ["pause", "help", "talk", "withdraw", "privacy", "answers", "lang", "change"])
async def test_whatever_is_open_beside_the_questions_leads_back(last: str, place: Place, ann: Browser) -> None:
    """Words that come late meanwhile, too."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    late = dict(ann.filled("next:P2", words="late"))
    await ann.sends("next:P2", words="ABBA")
    await ann.sends(last)
    assert leads_on(ann.page)
    await ann.goes_on(await ann.asks("POST", "/chat", data=late))
    assert leads_on(ann.page)


@pytest.mark.parametrize("words", ["I want a solicitor", "I want to die, dont tell"])
async def test_words_of_another_tab_after_the_end_are_shown_back_once(words: str, place: Place, ann: Browser) -> None:
    """They are not kept, so they can be copied; there is nothing to send them with."""
    await agreed(ann, place.invited()[0])
    await reaches(ann, "P2")
    late = dict(ann.filled("next:P2", words=words))
    await ann.sends("stop")
    await ann.goes_on(await ann.asks("POST", "/chat", data=late))
    assert ann.page.one("textarea", id="words").text.strip() == words
    assert ("is not saved" in ann.text, ann.page.one("form", id="answer").all("button")) == (True, [])
    await ann.opens("/chat")
    assert words not in ann.text
    assert "here" in buttons(ann)


async def test_long_words_in_parts_are_answered(place: Place, ann: Browser) -> None:
    """A word that is said once a round is said for the last of them."""
    await to_the_end(ann, place)
    await ann.sends("pause", words="word " * 5000)
    await ann.opens("/chat")
    assert leads_on(ann.page)
    await ann.sends("here")
    assert ann.form["place"] == "check"


def leads_on(page: Node) -> bool:
    """Whether something on the page goes on: a field to fill in, or a button that does."""
    now = page.one("section", id="now")
    fields = [n for n in now.all() if n.tag in {"textarea", "input"} and n.attributes.get("type") != "hidden"]
    values = [str(b.attributes["value"]) for b in now.all("button", name="do")]
    own = {"here", "choose", "write"}
    return bool(fields) or any(v in own or offers.leads_on(parse(v)) for v in values)


class AnyTab(RuleBasedStateMachine):
    """One person, several tabs: forms of any page that was ever shown are sent, in any order, with or without words."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="interview-tabs-"))
        self.at: Visiting = visiting(self.folder, self.template)
        self.at.loads()

    @initialize(agreed_to=st.sampled_from([5, 5, 5, 5, 4, 3, 0]), skipped=st.sampled_from([0, 3, 12, 40, 90]))
    def begins(self, agreed_to: int, skipped: int) -> None:
        presses = ("choose:W1:en", *AGREEING)[: agreed_to + 1]
        self.at.takes(*(Filled((press,)) for data in presses if (press := parse(data))))
        for _ in range(skipped if agreed_to == len(AGREEING) else 0):
            self.sends(self.at.page, 0, "")
        self.holds()

    @rule(which=which, words=st.sampled_from(WORDS))
    def presses_what_is_shown(self, which: int, words: str) -> None:
        self.sends(self.at.page, which, words)
        self.holds()

    @rule(which=which, tab=which, words=st.sampled_from(WORDS))
    def presses_in_an_older_tab(self, which: int, tab: int, words: str) -> None:
        self.sends(self.at.tabs[tab % len(self.at.tabs)], which, words)
        self.holds()

    @rule(which=which, tab=which, words=st.sampled_from(WORDS))
    def presses_in_two_tabs_at_once(self, which: int, tab: int, words: str) -> None:
        first, second = self.at.page, self.at.tabs[tab % len(self.at.tabs)]
        self.at.sends(filled(first, which, words), filled(second, which + 1, words))
        self.holds()

    @rule(command=st.sampled_from([c for c in Command if c is not Command.WITHDRAW]))
    def presses_at_any_time(self, command: Command) -> None:
        self.at.takes(Filled((command,)))
        self.holds()

    @rule(sure=st.integers(0, 9))
    def deletes(self, sure: int) -> None:
        for press in (Command.WITHDRAW, parse("yes:withdraw" if sure == 0 else "no:withdraw") or Begin()):
            self.at.takes(Filled((press,)))
            self.holds()

    @rule(about=st.sampled_from(["P1", "P2", "R1", "name", "check", "hub", "Z"]), presses=st.booleans())
    def writes_anywhere(self, about: str, presses: bool) -> None:
        """As a form does that nobody was shown."""
        said = Say(words="Late words.", sent=0, about=about)
        self.at.takes(Filled((said, Next(about)) if presses else (said,)))
        self.holds()

    @rule()
    def opens_again(self) -> None:
        self.at.takes(Filled((Begin(),)))
        self.holds()

    def sends(self, page: Node, which: int, words: str) -> None:
        """A form of this page."""
        self.at.sends(filled(page, which, words))

    def holds(self) -> None:
        """The law, also after a reload; and what stands there at any time works, but for what is deleted."""
        self.at.loads()
        assert self.at.seen is not None
        response = self.at.seen.conversation.response
        is_a_child = response.young and response.status is Status.ELSEWHERE
        assert leads_on(self.at.page) or is_a_child or response.status is Status.WITHDRAWN, self.at.page.one(
            "section", id="now"
        ).line
        standing = {
            str(b.attributes["value"]) for b in self.at.page.one("section", of="page-always").all("button", name="do")
        }
        assert {"talk", "help", "stay"} <= standing
        if response.status in OVER:
            assert standing <= {"talk", "help", "withdraw", "stay"}
        if response.held or response.halted:
            assert "change" not in standing

    def teardown(self) -> None:
        self.at.store.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def filled(page: Node, which: int, words: str) -> dict[str, list[str]]:
    """A form of this page as somebody fills it in: one of its buttons, an option, boxes, words."""
    form = page.one("form", id="answer")
    values = [str(b.attributes["value"]) for b in page.all("button", name="do")]
    own = [str(b.attributes["value"]) for b in form.all("button", name="do")]
    pressed = (own or values)[0] if which == 0 else values[which % len(values)]
    radios = [str(n.attributes["value"]) for n in form.all("input", type="radio")]
    boxes = [str(n.attributes["value"]) for n in form.all("input", type="checkbox")]
    has_words = any(n.attributes.get("name") == "words" for n in form.all())
    fields: dict[str, Any] = {n: [str(form.one("input", name=n).attributes["value"])] for n in FIELDS}
    fields["do"] = ["skip:" + fields["place"][0] if which == 0 and has_words else pressed]
    fields["choice"] = radios[which % len(radios) :][:1] if radios else []
    fields["box"] = boxes[which % len(boxes) :][:1] if boxes else []
    fields["was"] = [str(n.attributes["value"]) for n in form.all("input", name="was")]
    fields["words"] = [words] if has_words else []
    return fields


@pytest.fixture(scope="module")
def template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record store in which somebody has opened an invitation on the page."""
    made = tmp_path_factory.mktemp("tabs") / "record.db"
    shutil.copy(sqlite_template, made)
    opened(made)
    return made


def run(template: Path, examples: int, steps: int, *, steady: bool) -> None:
    class Ready(AnyTab):
        pass

    Ready.template = template
    quick = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=steady,
        suppress_health_check=[*HealthCheck],
    )
    run_state_machine_as_test(Ready, settings=quick)


def test_there_is_always_a_way_on(template: Path) -> None:
    run(template, 25, 12, steady=True)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_there_is_always_a_way_on_at_length(template: Path) -> None:
    run(template, 100, 40, steady=False)


@pytest.mark.parametrize("again", [False, True])
async def test_a_child_is_not_asked_to_go_on(place: Place, ann: Browser, *, again: bool) -> None:
    """Nothing that is said to end leads on to the same question; the link opened again asks it once more."""
    token, _ = place.invited()
    await ann.starts(token)
    for press in ("choose:W2:yes", "choose:C1:no"):
        await pressed(ann, press)
    if again:
        await ann.opens("/chat")
    assert "We ask no more questions here." in ann.text
    assert not {"here", "resume"} & buttons(ann)
    await ann.starts(token)
    assert ann.form["place"] == "C1"
