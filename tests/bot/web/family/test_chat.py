"""A conversation on the page: nothing lost, nothing doubled, whatever the browser does; and what may be taken away."""

from __future__ import annotations

import asyncio
import io
import re
from pathlib import Path

import pytest

from bot.web.interview.forms import LONGEST
from dialogs import leder
from dialogs.questionnaire import Item, ItemType
from tests.bot.web.browser import Browser
from tests.bot.web.place import Place, agreed, first, make_place, reaches


async def at(browser: Browser, token: str, place: str) -> None:
    """Agreed, and on to this question."""
    await agreed(browser, token)
    await reaches(browser, place)


async def test_an_answer_is_on_record_before_the_next_question(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    answer = await ann.sends_raw("next:P2", words="ABBA,\r\nthe sea")
    assert answer.status == 303
    assert re.fullmatch(r"/chat\?at=[0-9a-f]{12}#now", answer.location)
    assert first(place.world.record(), "P2") == {"text": ["ABBA,\nthe sea"]}
    [told] = place.world.record()["participants"]
    assert told["channel"] == "page"


async def test_a_form_sent_twice_counts_once(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    form = ann.filled("next:P2", words="ABBA")
    answers = await asyncio.gather(*(ann.asks("POST", "/chat", data=form) for _ in range(5)))
    assert {a.status for a in answers} == {303}
    assert first(place.world.record(), "P2") == {"text": ["ABBA"]}


async def test_words_from_the_browsers_memory_go_to_their_own_question(place: Place, ann: Browser) -> None:
    """Back, other words, and sent again: both are kept, with the question they were written for."""
    await at(ann, place.invited()[0], "P2")
    form = dict(ann.filled("next:P2", words="ABBA"))
    await ann.goes_on(await ann.asks("POST", "/chat", data=form))
    now = ann.form["place"]
    await ann.goes_on(await ann.asks("POST", "/chat", data={**form, "words": "ABBA, and the sea"}))
    assert first(place.world.record(), "P2") == {"text": ["ABBA", "ABBA, and the sea"]}
    assert "Saved with your answer to the question before this one." in ann.text
    await ann.sends("here")
    assert ann.form["place"] == now


async def test_two_tabs_lose_nothing(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    left = dict(ann.filled("next:P2", words="from the left"))
    await ann.opens("/chat")
    right = dict(ann.filled("next:P2", words="from the right"))
    await asyncio.gather(*(ann.asks("POST", "/chat", data=form) for form in (left, right)))
    assert sorted(first(place.world.record(), "P2")["text"]) == ["from the left", "from the right"]


async def test_an_old_choice_offers_to_change_and_changes_nothing_by_itself(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "R1")
    form = dict(ann.filled("choose", choice="choose:R1:sibling"))
    await ann.goes_on(await ann.asks("POST", "/chat", data=form))
    await ann.goes_on(await ann.asks("POST", "/chat", data={**form, "choice": "choose:R1:friend"}))
    assert first(place.world.record(), "R1") == {"codes": ["sibling"]}
    await ann.sends("change:R1")
    await ann.sends("choose", choice="choose:R1:friend")
    assert first(place.world.record(), "R1") == {"codes": ["friend"]}


async def test_a_choice_that_is_missing_is_asked_for_beside_the_field_and_in_a_summary(
    place: Place, ann: Browser
) -> None:
    await at(ann, place.invited()[0], "R1")
    assert ann.page.one("title").line == "Your questions"
    answer = await ann.sends("choose")
    assert answer.status == 422
    assert ann.page.one("title").line == "There is a problem: Your questions"
    [link] = ann.page.one("div", of="nhsuk-error-summary").all("a")
    assert link.line == ann.page.one("span", of="nhsuk-error-message").line.removeprefix("Error: ")
    assert ann.page.one("input", id=str(link.attributes["href"]).removeprefix("#")).tag == "input"


async def test_words_that_are_missing_are_asked_for(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    answer = await ann.sends("next:P2")
    assert (answer.status, ann.form["place"]) == (422, "P2")
    assert "There are no words yet" in ann.page.one("p", id="words-error").line


async def test_none_and_another_are_not_taken_together_and_stay_ticked(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    item = await boxes_reached(ann)
    alone, other = (
        next(c for c in item.codes if c in item.exclusive),
        next(c for c in item.codes if c not in item.exclusive),
    )
    answer = await ann.sends(f"next:{item.link_id}", box=[other, alone])
    assert (answer.status, sorted(ann.ticked)) == (422, sorted([other, alone]))
    await ann.sends(f"next:{item.link_id}", box=[other])
    assert first(place.world.record(), item.link_id) == {"codes": [other]}


async def boxes_reached(browser: Browser) -> Item:
    """On to the first question with boxes of which one goes with no other; choices are answered with yes where they can be."""
    for _ in range(80):
        at_place = browser.form["place"]
        item = leder.load().items[at_place]
        if item.type is ItemType.MULTIPLE and set(item.codes) & item.exclusive:
            return item
        yes = f"choose:{at_place}:yes"
        if browser.page.all("input", value=yes):
            await browser.sends("choose", choice=yes)
        else:
            await browser.sends(f"skip:{at_place}")
    raise AssertionError("there is no such question")


async def test_boxes_are_kept_when_something_else_is_pressed(place: Place, ann: Browser) -> None:
    await agreed(ann, place.invited()[0])
    item = await boxes_reached(ann)
    other = next(c for c in item.codes if c not in item.exclusive)
    await ann.sends("help", box=[other])
    assert "999" in ann.text
    await ann.sends("resume")
    assert ann.ticked == [other]


async def test_words_are_kept_when_something_else_is_pressed(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    await ann.sends("pause", words="She loved")
    await ann.sends("resume")
    assert "She loved" in ann.text
    await ann.sends("next:P2", words="the sea")
    assert first(place.world.record(), "P2") == {"text": ["She loved", "the sea"]}


async def test_too_many_words_are_given_back(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    words = "x" * (LONGEST + 1)
    answer = await ann.sends("next:P2", words=words)
    assert (answer.status, ann.form["words"]) == (422, words)
    flood = io.BytesIO(b"do=next:P2&words=" + b"x" * 2_000_000)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await ann.asks("POST", "/chat", data=flood, headers=kind)).status == 413


async def test_a_day_that_is_none_stays_in_its_field(place: Place, ann: Browser) -> None:
    await ann.starts(place.invited()[0])
    for press in ("choose:W2:yes", "choose:C1:yes", "yes:about", "choose:C3:later"):
        await (ann.sends("choose", choice=press) if press.startswith("choose") else ann.sends(press))
    answer = await ann.sends("write", words="the day after the feast")
    assert (answer.status, ann.form["words"]) == (422, "the day after the feast")
    assert "did not understand that day" in ann.page.one("p", id="words-error").line


async def test_several_days_are_one_answer(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "N4")
    answer = await ann.sends("next:N4", words="5 March 2090,\r\n6 April 2090 and 7 May 2090")
    assert (answer.status, ann.form["place"]) == (200, "N5")
    assert first(place.world.record(), "N4") == {"dates": ["2090-03-05", "2090-04-06", "2090-05-07"]}
    assert "You chose: 5 March 2090, 6 April 2090 and 7 May 2090." in ann.text


async def test_what_is_no_day_is_named_and_all_that_was_typed_is_kept(place: Place, ann: Browser) -> None:
    typed = "5 March 2090, Diwali"
    await at(ann, place.invited()[0], "N4")
    answer = await ann.sends("next:N4", words=typed)
    assert (answer.status, ann.form["place"], ann.form.get("words", "")) == (422, "N4", "")
    assert ann.page.one("div", id="chat").attributes["data-kept"] == "1"
    assert typed in ann.page.one("section", id="now").line
    assert "We did not understand this: \u2068Diwali\u2069." in ann.page.one("p", id="words-error").line
    assert "Your answer so far:" in ann.text
    await ann.sends("next:N4", words="5 March 2090, 25 December 2090")
    assert (ann.form["place"], first(place.world.record(), "N4")) == (
        "N5",
        {"text": [typed], "dates": ["2090-03-05", "2090-12-25"]},
    )


async def test_days_and_no_are_not_taken_together(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "N4")
    answer = await ann.sends("choose:N4:no", words="5 March 2090")
    assert (answer.status, ann.form["words"]) == (422, "5 March 2090")
    assert "You chose No and another answer too." in ann.page.one("p", id="words-error").line
    await ann.sends("next:N4")
    assert first(place.world.record(), "N4") == {"dates": ["2090-03-05"]}


async def test_no_words_at_the_days_are_asked_for(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "N4")
    assert (await ann.sends("next:N4")).status == 422
    await ann.sends("choose:N4:no")
    assert first(place.world.record(), "N4") == {"codes": ["no"]}


async def test_the_page_names_no_command_of_the_chat(place: Place, ann: Browser) -> None:
    """What is written with a slash is for a chat; here everything has its button or its link."""
    await at(ann, place.invited()[0], "P2")
    await ann.sends("next:P2", words="ABBA")
    for asked in ("privacy", "change", "answers", "talk", "help", "pause", "withdraw", "stop"):
        await ann.sends(asked)
        assert [word for word in ann.text.split() if word.startswith("/")] == [], asked
    await ann.opens("/privacy")
    assert "You can see a copy of your answers" in ann.text
    assert [word for word in ann.text.split() if word.startswith("/")] == []


async def test_a_store_that_is_down_keeps_the_words_on_the_page(
    place: Place, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    from bot.participants.turns import Turns

    await at(ann, place.invited()[0], "P2")
    form = ann.filled("next:P2", words="ABBA")

    def down(*_: object) -> None:
        raise OperationalError("disk full", None, Exception())

    with monkeypatch.context() as broken:
        broken.setattr(Turns, "take", down)
        away = ann.sees(await ann.asks("POST", "/chat", data=form))
    assert (away.status, ann.form["words"]) == (503, "ABBA")
    await ann.sends(ann.form["do"])
    assert first(place.world.record(), "P2") == {"text": ["ABBA"]}


async def test_poison_is_told_and_can_be_sent_again(
    place: Place, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dialogs import interview

    await at(ann, place.invited()[0], "P2")
    respond = interview.respond

    def choke(*given: object, **named: object) -> object:
        raise LookupError

    with monkeypatch.context() as broken:
        broken.setattr(interview, "respond", choke)
        choked = await ann.sends("next:P2", words="ABBA")
    assert (choked.status, ann.form["words"], interview.respond) == (500, "ABBA", respond)
    await ann.sends(ann.form["do"])
    assert first(place.world.record(), "P2") == {"text": ["ABBA"]}


async def test_a_copy_and_a_receipt_may_be_taken_away(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    await ann.sends("next:P2", words="ABBA")
    await ann.opens("/chat/answers")
    assert "ABBA" in ann.text
    await ann.opens("/chat/consents")
    assert "Would you like to take part?" in ann.text
    assert ann.text.count("You decided:") >= 4
    assert "1. Yes" not in ann.text


async def test_a_decision_can_be_changed_from_the_receipt(place: Place, ann: Browser) -> None:
    """Each newest one by its own button; the one before it stays on the receipt, without one."""
    await at(ann, place.invited()[0], "P2")
    for code in ("yes", "no"):
        await ann.opens("/chat/consents")
        assert len(ann.page.all("button", value="change:C5")) == 1
        await ann.sends("change:C5")
        await ann.sends("choose", choice=f"choose:C5:{code}")
        assert ann.form["place"] == "P2"
    decided = [c["decision"] for c in place.world.record()["participants"][0]["consents"] if c["statement"] == "C5"]
    assert decided[-2:] == ["yes", "no"]


async def test_everything_can_be_deleted_from_the_page(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    await ann.sends("next:P2", words="ABBA")
    await ann.sends("withdraw")
    await ann.sends("yes:withdraw")
    assert "Your answers are deleted" in ann.text
    [told] = place.world.record()["participants"]
    assert (told["status"], told["answers"]) == ("withdrawn", [])
    await ann.opens("/chat/answers")
    assert "ABBA" not in ann.text


async def test_another_language_is_spoken_at_once_and_from_right_to_left(tmp_path: Path, sqlite_url: str) -> None:
    there = make_place(tmp_path, sqlite_url, languages=("en", "ur"))
    async with there.served(), there.browser() as ann:
        await ann.opens(f"/i/{'x' * 43}?lang=ur")
        assert ann.page.one("html").attributes["dir"] == "rtl"
        await agreed(ann, there.invited()[0])
        await ann.sends("lang:ur")
        html = ann.page.one("html").attributes
        assert (html["lang"], html["dir"]) == ("ur", "rtl")
        urdu, english, *_ = ann.page.one("template", id="help-card").all("p")
        assert "999" in urdu.text
        assert "call 999" not in urdu.text
        assert (english.attributes["lang"], "call 999" in english.text) == ("en", True)
    there.world.store.close()


async def test_a_language_that_only_the_reviewer_picked_can_be_left_and_found_again(place: Place, ann: Browser) -> None:
    token = place.world.invite(place.world.review("LDR-9"), language="it")
    await agreed(ann, token)
    for language in ("en", "it"):
        await ann.sends("lang")
        await ann.sends(f"lang:{language}")
        assert ann.page.one("html").attributes["lang"] == language
        assert ann.page.all("button", value="lang")


@pytest.mark.parametrize(("picked", "spoken"), [("it", "it"), (None, "en")])
async def test_a_link_opens_in_the_language_that_it_names(
    place: Place, ann: Browser, picked: str | None, spoken: str
) -> None:
    """The first page is in it; the chat only if the reviewer has picked it, or families are offered it."""
    token = place.world.invite(place.world.review("LDR-9"), language=picked)
    await ann.opens(f"/i/{token}?lang=it")
    assert ann.page.one("html").attributes["lang"] == "it"
    await ann.goes_on(await ann.asks("POST", f"/i/{token}?lang=it"))
    assert ann.page.one("html").attributes["lang"] == spoken


@pytest.mark.parametrize("picked", [None, "ur"])
async def test_a_language_that_is_chosen_at_the_door_is_not_asked_for_again(
    picked: str | None, tmp_path: Path, sqlite_url: str
) -> None:
    """It is the answer to that question, also where the reviewer has picked another one; a language of the browser is none."""
    there = make_place(tmp_path, sqlite_url, languages=("en", "pl", "ur", "en_GB@easyread"))
    polish = {"Accept-Language": "pl"}
    async with there.served(), there.browser() as ann, there.browser() as ben:
        token = there.world.invite(there.world.review(), language=picked)
        await ann.opens(f"/i/{token}")
        [chosen] = [a for a in ann.page.all("a") if a.line == "Polski"]
        await ann.opens(str(chosen.attributes["href"]))
        start = ann.page.one("form", method="post", of="page-choice")
        once = {"once": str(ann.page.one("input", name="once").attributes["value"])}
        await ann.goes_on(await ann.asks("POST", str(start.attributes["action"]), data=once))
        assert (ann.form["place"], ann.page.one("html").attributes["lang"]) == ("W2", "pl")
        other = there.world.invite(there.world.review("LDR-2"), language=None)
        ben.sees(await ben.asks("GET", f"/i/{other}", headers=polish))
        start = ben.page.one("form", method="post", of="page-choice")
        await ben.goes_on(await ben.asks("POST", str(start.attributes["action"]), headers=polish))
        assert (ben.form["place"], ben.page.one("html").attributes["lang"]) == ("W1", "pl")
    there.world.store.close()


async def test_it_goes_on_after_a_restart(tmp_path: Path, sqlite_url: str) -> None:
    there = make_place(tmp_path, sqlite_url)
    async with there.browser() as ann:
        async with there.served():
            await at(ann, there.invited()[0], "P2")
            form = ann.filled("next:P2", words="ABBA")
            await ann.asks("POST", "/chat", data=form)
        async with there.served():
            await ann.goes_on(await ann.asks("POST", "/chat", data=form))
            assert "ABBA" in ann.text
            await ann.sends(f"next:{ann.form['place']}", words="the sea")
    told = [w for a in there.world.record()["participants"][0]["answers"] for w in a["value"].get("text", ())]
    assert told == ["ABBA", "the sea"]
    there.world.store.close()


async def test_the_first_visit_is_light_and_the_next_ones_lighter(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    packed = {"Accept-Encoding": "gzip"}
    async with ann.session.get(f"{ann.base}/chat", headers=packed) as page:
        html = await page.text()
        first_bytes = int(page.headers.get("Content-Length") or len(html))
    wanted = [
        n.attributes.get("href") or n.attributes.get("src") for n in (*ann.page.all("link"), *ann.page.all("script"))
    ]
    sizes = []
    for path in wanted:
        async with ann.session.get(f"{ann.base}{path}", headers=packed) as file:
            assert file.headers["Content-Encoding"] == "gzip"
            sizes.append(int(file.headers["Content-Length"]))
    assert 1 + len(wanted) <= 3
    assert first_bytes < 15_000
    assert first_bytes + sum(sizes) < 60_000


async def test_the_answers_are_a_list_by_part_with_a_change_in_each_row(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "L6")
    await ann.sends("choose", choice="choose:L6:no")
    await ann.sends("next:L6-what", words="The stairs")
    await ann.sends("change")
    await the_list_is_sound(ann, changes=True)
    row = next(r for r in ann.page.all("div", of="nhsuk-summary-list__row") if "The stairs" in r.line)
    await ann.sends(str(row.one("button").attributes["value"]))
    assert ann.form["place"] == "L6-what"
    await ann.opens("/chat/answers")
    await the_list_is_sound(ann, changes=False)


async def test_the_check_is_the_same_list(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "check")
    await the_list_is_sound(ann, changes=True)
    assert [b.line for b in ann.page.all("button") if b.line.startswith("Change ") and b.line[7:].isdigit()] == []


async def the_list_is_sound(ann: Browser, *, changes: bool) -> None:
    """Headings and lists take turns; each row is a question and an answer, and its button names the question."""
    now = ann.page.all(id="now")[0]
    lists, titles = now.all("dl"), [h.line for h in now.all("h2", of="page-part")]
    assert titles[:3] == ["Welcome", "About you", "Who they were"]
    assert len(titles) == len(set(titles)) == len(lists)
    names = []
    for row in now.all("div", of="nhsuk-summary-list__row"):
        asked, [answer, *actions] = row.one("dt").line.partition(". ")[2], row.all("dd")
        assert answer.line
        names += [b.line for action in actions for b in action.all("button")]
        assert names[-1:] == ([f"Change: {asked}"] if changes else [])
    assert len(names) == len(set(names))


async def test_to_change_an_answer_begins_with_what_was_said(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    await ann.sends("next:P2", words="She loved the sea.\r\nAnd trains.")
    await ann.sends("change:P2")
    assert ann.form["words"] == "She loved the sea.\nAnd trains."
    await ann.sends("next:P2")
    assert first(place.world.record(), "P2") == {"text": ["She loved the sea.\nAnd trains."]}
    await ann.sends("change:P2")
    await ann.sends("next:P2", words="She loved the sea. And buses.")
    versions = [a for a in place.world.record()["participants"][0]["answers"] if a["link_id"] == "P2"]
    assert [(a["value"], a["superseded"]) for a in versions] == [
        ({"text": ["She loved the sea.\nAnd trains."]}, True),
        ({"text": ["She loved the sea. And buses."]}, False),
    ]


async def test_an_answer_that_grows_has_an_empty_box_for_more(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "P2")
    await ann.sends("pause", words="One.")
    await ann.sends("resume")
    assert "words" not in ann.form
    shown = [p.line for p in ann.page.one("form", id="answer").all("p")]
    assert shown[2:5] == ["Your answer so far:", "One.", "This is saved. You can write more, or press Next."]
    [label] = [n for n in ann.page.all("label") if n.attributes.get("for") == "words"]
    assert label.line.endswith("Write more")
    await ann.sends("next:P2", words="Two.")
    assert first(place.world.record(), "P2") == {"text": ["One.", "Two."]}


async def test_the_choice_of_now_is_chosen_when_it_is_changed(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "R1")
    await ann.sends("choose", choice="choose:R1:friend")
    await ann.sends("change:R1")
    checked = [n.attributes["value"] for n in ann.page.all("input", type="radio") if "checked" in n.attributes]
    assert checked == ["choose:R1:friend"]
    await ann.sends("choose", choice="choose:R1:friend")
    assert "Your answer stays as it was." in ann.text


async def test_days_that_are_changed_stand_in_the_box(place: Place, ann: Browser) -> None:
    await at(ann, place.invited()[0], "N4")
    await ann.sends("next:N4", words="5 March 2030, 6 April 2030")
    await ann.sends("change:N4")
    assert ann.form["words"] == "5 March 2030\n6 April 2030"
    await ann.sends("next:N4", words="6 April 2030")
    assert first(place.world.record(), "N4") == {"dates": ["2030-04-06"]}


async def test_what_was_agreed_to_stands_in_its_own_language_and_direction(tmp_path: Path, sqlite_url: str) -> None:
    """A draft was agreed to in two languages; each paragraph is marked as what it is."""
    there = make_place(tmp_path, sqlite_url, languages=("en", "ur", "pl"))
    async with there.served(), there.browser() as ann:
        for language, way, yes in (("ur", "rtl", "ہاں"), ("pl", "ltr", "Tak")):
            await agreed(ann, there.world.invite(there.world.review(f"LDR-{language}"), language=language))
            await ann.opens("/chat/consents")
            asked = [
                p
                for e in ann.page.all("div")
                if (e.attributes.get("class") or "") == "page-pair__asked"
                for p in e.all("p")
            ]
            ways = {(p.attributes["lang"], p.attributes["dir"]) for p in asked}
            assert ways == {(language, way), ("en", "ltr")}
            english = [p.text for p in asked if p.attributes["lang"] == "en"]
            assert ("Would you like to take part?" in english, any(yes in text for text in english)) == (True, False)
    there.world.store.close()


async def test_after_leaving_quickly_the_page_says_what_is_so_in_the_same_language(
    tmp_path: Path, sqlite_url: str
) -> None:
    there = make_place(tmp_path, sqlite_url, languages=("en", "ur"))
    async with there.served(), there.browser() as ann:
        await agreed(ann, there.world.invite(there.world.review("LDR-9"), language="ur"))
        assert "check words" not in ann.text
        assert ann.page.one("p", id="exit-about").text.strip()
        here = ann.page.one("div", id="chat").attributes["data-here"] or ""
        await ann.asks("POST", "/exit")
        assert (await ann.opens(here)).status == 403
        assert ann.page.one("html").attributes["lang"] == "ur"
        await ann.opens("/chat")
        assert "You were away" not in ann.text
        assert "This page is closed on this device." in ann.text
    there.world.store.close()


@pytest.mark.parametrize("path", ["/privacy", "/accessibility"])
async def test_what_anybody_may_read_leads_back_for_who_is_at_a_conversation(
    place: Place, ann: Browser, path: str
) -> None:
    await ann.opens(path)
    assert ann.page.all("a", href="/chat") == []
    await at(ann, place.invited()[0], "P2")
    await ann.opens(path)
    [back] = ann.page.all("a", href="/chat")
    assert back.text == "Back to the questions"


@pytest.mark.parametrize("path", ["/privacy", "/accessibility"])
async def test_what_anybody_may_read_leads_back_to_the_invitation(path: str, place: Place, ann: Browser) -> None:
    """Who comes from there has no visit yet; from elsewhere nothing leads anywhere."""
    token, _ = place.invited()
    here = f"{place.base}/i/{token}"
    for start in (here, f"{here}/", f"{here}?lang=en"):
        ann.sees(await ann.asks("GET", path, headers={"Referer": start}))
        assert [a.line for a in ann.page.all("a", href=f"/i/{token}")] == ["You have an invitation"], start
    for start in (
        f"https://elsewhere.example/i/{token}",
        "javascript:alert(1)",
        f"{here}<",
        "//i/x",
        "http://[",
        place.base,
    ):
        ann.sees(await ann.asks("GET", path, headers={"Referer": start}))
        assert [a for a in ann.page.all("a") if "/i/" in str(a.attributes["href"])] == [], start


async def test_the_statements_say_who_helps_where_our_reply_does_not(ann: Browser) -> None:
    """Whoever the organisation is: these are the same in the whole of the United Kingdom."""
    for path, office in (("/privacy", "0303 123 1113"), ("/accessibility", "0808 800 0082")):
        await ann.opens(path)
        assert office in ann.text


async def test_words_that_were_saved_beside_an_error_do_not_stay_in_the_box(place: Place, ann: Browser) -> None:
    """Nothing is saved twice, and Next leads on."""
    await at(ann, place.invited()[0], "N4")
    await ann.sends("next:N4", words="every Friday")
    assert (ann.form["place"], ann.form.get("words", "")) == ("N4", "")
    assert "every Friday" in ann.page.one("section", id="now").line
    assert first(place.world.record(), "N4") == {"text": ["every Friday"]}
    await ann.sends("next:N4")
    assert ann.form["place"] != "N4"
    assert first(place.world.record(), "N4") == {"text": ["every Friday"]}
