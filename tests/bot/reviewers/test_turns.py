"""Reviewers' turns over a record store: what is kept, what is handed over, and that a restart loses nothing."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import insert, select, update

from bot.reviewers.passing_on import qr_png
from bot.settings import Settings
from dialogs import leder, letters
from dialogs.inputs import Channel, Command
from dialogs.languages import EASY_READ
from dialogs.review import ReviewStatus
from dialogs.reviewer_bot import phrases
from dialogs.reviewer_bot.sms import parts
from dialogs.text import fill, say
from locales import in_order, is_draft, speech
from storage.repositories import openings, reviews
from storage.repositories.conversations import Surroundings
from storage.repositories.flags import note_told_again, open_flags, raise_flags
from storage.schema.tables import accounts, invitations, reviewers
from storage.schema.tables import responses as response_rows
from storage.schema.tables import reviews as review_rows
from tests.bot.reviewers.office import IS_OPEN, JO, OPENED, SAM, USERNAME, Office, Sent
from tests.storage.kept import confirmed, flags

INVITED = ("/invite", "Ann", "yes:agreed", "choose:relationship:sister", "choose:language:ask", "yes:check")
ACCOUNT = {"lookup": b"somebody", "channel": "telegram", "address": b"sealed"}
VISIT = {"channel": "telegram", "language": "en", "questionnaire": leder.CURRENT}
LINK = f"https://t.me/{USERNAME}?start="


def line(text: str, begin: str) -> str:
    """What follows `begin` in the line that begins so."""
    return next(part.removeprefix(begin) for part in text.split("\n") if part.startswith(begin))


def opens(office: Office, token: str, user: str = "9001") -> bool:
    """Whether this user can open the invitation with this token, and so opens it."""
    lookup = office.store.vault.hash("telegram", user)
    around = Surroundings(now=office.now, questionnaire=leder.CURRENT, language="en", languages=("en",))
    with office.store.begin() as work:
        found = openings.openable(work, openings.TOKEN, work.vault.link(token), lookup, office.now)
        if found is not None:
            openings.open_visit(work, found, lookup, Channel.TELEGRAM, user, around)
            work.commit()
    return found is not None


def test_a_review_is_kept(office: Office) -> None:
    reviewer = office.enrolled()
    assert office.does(*OPENED) == [IS_OPEN]
    with office.store.read() as work:
        review = reviews.review(work, "LDR-1")
        row = work.execute(review_rows.select()).one()
    assert (review.person, review.age, review.reviewer_id, review.status) == ("Margaret", 47, reviewer, "open")
    assert confirmed(office.store, review.id) == ["E2", "E3", "E4", "E5", "E9", "E10"]
    assert row.dates is None


def test_a_restart_after_every_input_loses_nothing(office: Office) -> None:
    """A long time passes each time, and the desk is where it was left."""
    office.enrolled()
    for deed in OPENED[:-1]:
        again = office.restarted()
        again.later(days=3)
        asked = again.does(deed)[-1]
        assert asked.endswith(again.does("/help")[-1])
        again.store.close()
    assert office.does(OPENED[-1]) == [IS_OPEN]


def test_what_is_being_typed_is_sealed(office: Office) -> None:
    reviewer = office.enrolled()
    office.does(*OPENED[:5])
    with office.store.read() as work:
        desk = work.execute(select(reviewers.c.desk).where(reviewers.c.id == reviewer)).scalar_one()
    assert b"Margaret" not in desk
    assert b"LDR-1" not in desk


def test_an_invitation_is_made_and_handed_over(office: Office) -> None:
    office.at_work()
    office.does(*INVITED[:-1])
    assert not office.invitations()
    sent = office.takes(office.arrival(INVITED[-1]))
    made, picture, forward, letter, text, used = sent
    token = line(made.text, f"Link: {LINK}")
    (row,) = office.invitations()
    assert (row.language, row.token_hash) == (None, office.store.vault.link(token))
    assert row.code_hash == office.store.vault.hash("code", line(made.text, "Code to type: ").replace("-", ""))
    assert row.check_hash == b""
    assert (row.expires_at - office.now).days == 28
    assert picture.method == "sendPhoto"
    assert base64.b64decode(picture.wire["picture"]) == qr_png(LINK + token)
    assert shared(forward) == {"url": [LINK + token], "text": [shared_text(letter, LINK + token)]}
    assert letter.buttons == []
    assert LINK + token in letter.text
    assert (text.buttons, parts(text.text) <= 2, LINK + token in text.text) == ([], True, True)
    assert text.text.startswith("Hello Ann. Here is the link")
    assert "Margaret" not in "".join(s.text for s in sent)
    assert (used.method, used.buttons) == ("editMessageReplyMarkup", [])
    assert opens(office, token)


@pytest.mark.parametrize("language", in_order())
def test_every_catalogue_can_be_picked(office: Office, language: str) -> None:
    """The invitation begins in it, and a draft is said to be one."""
    office.at_work()
    told = office.does(*INVITED[:-2], f"choose:language:{language}")[0]
    office.does("yes:check")
    (row,) = office.invitations()
    assert row.language == language
    assert ("is a draft translation" in told, "(draft)" in told) == (is_draft(language),) * 2
    assert (phrases.DRAFT_TWICE in told) == (is_draft(language) and language != EASY_READ)


@pytest.mark.parametrize("language", in_order())
def test_the_letter_is_in_the_language_that_was_picked(office: Office, language: str) -> None:
    """A draft is there in English too; an address that would be too long is no button."""
    office.at_work()
    office.does(*INVITED[:-2], f"choose:language:{language}")
    made, _picture, forward, letter, _text, _ = office.takes(office.arrival("yes:check"))
    about = fill(say(letters.ABOUT), speech(language), {})
    assert about in letter.text
    assert (letters.ABOUT in letter.text) == (speech(language).english is not None or language == "en")
    assert all(len(address) <= 2048 for address in forward.buttons)
    assert bool(forward.buttons) == ("press the button" in forward.text)
    assert about in (shared(forward)["text"][0] if forward.buttons else about)
    assert "Ann" in made.text


def test_english_is_shared_by_a_button_and_a_new_link_keeps_the_language(office: Office) -> None:
    office.at_work()
    assert handed_over(office)[2].buttons
    office.does(*INVITED[:-2], "choose:language:it", "yes:check")
    number = next(i.id for i in office.invitations() if i.language == "it")
    office.does("/invitations")
    office.does(f"choose:renew:{number}")
    sent = office.takes(office.arrival("yes:renew"))
    assert any(fill(say(letters.ABOUT), speech("it"), {}) in s.text for s in sent)


def shared(forward: Sent) -> Mapping[str, list[str]]:
    """What the share button hands on."""
    (address,) = forward.buttons
    assert address.startswith("https://t.me/share/url?")
    return parse_qs(urlsplit(address).query)


def shared_text(letter: Sent, link: str) -> str:
    """The letter as it is shared: it stands below the link already."""
    return letter.text.replace(f"To begin, open this link: {link}", letters.LINK_ABOVE)


def test_with_a_public_address_there_is_a_page_too(office: Office) -> None:
    office.settings = Settings(_env_file=None, public_url="https://example.org")
    office.at_work()
    made, _, _, letter, _, _ = handed_over(office)
    token = line(made.text, f"Link: {LINK}")
    assert line(made.text, "Link without Telegram: ") == f"https://example.org/i/{token}"
    assert f"https://example.org/i/{token}" in letter.text


def test_a_link_to_the_page_is_in_the_language_that_was_picked(office: Office) -> None:
    office.settings = Settings(_env_file=None, public_url="https://example.org")
    office.at_work()
    told = office.does(*INVITED[:-2], "choose:language:en_GB@easyread", "yes:check")[0]
    assert line(told, "Link without Telegram: ").endswith("?lang=en_GB%40easyread")


def test_the_page_is_the_link_while_the_chat_is_not_known(office: Office) -> None:
    office.settings = Settings(_env_file=None, public_url="https://example.org")
    office.at_work()
    office.forgets_families_bot()
    made, picture, _, letter, _, _ = handed_over(office)
    page = line(made.text, "Link without Telegram: ")
    assert f"To begin, open this link: {page}" in letter.text
    assert base64.b64decode(picture.wire["picture"]) == qr_png(page)


def handed_over(office: Office) -> list[Sent]:
    """An invitation is made; what was sent then."""
    office.does(*INVITED[:-1])
    return office.takes(office.arrival(INVITED[-1]))


def test_without_any_link_the_code_is_given(office: Office) -> None:
    office.at_work()
    office.forgets_families_bot()
    made, forward, letter, _ = handed_over(office)
    assert "There is no link yet" in made.text
    code = line(made.text, "Code to type: ")
    assert f"If the chat asks for a code, write: {code}" in letter.text
    assert forward.buttons == []
    assert "https://" not in made.text + forward.text + letter.text


def test_a_no_makes_nothing(office: Office) -> None:
    office.at_work()
    assert "ask \u2068Ann\u2069 first" in office.does("/invite", "Ann", "no:agreed")[0]
    assert not office.invitations()


def renewed(office: Office) -> str:
    """The token of a new link, by the list."""
    number = office.invitations()[0].id
    return line(office.does("/invitations", f"choose:renew:{number}", "yes:renew")[0], f"Link: {LINK}")


def test_a_new_link_ends_the_old_one(office: Office) -> None:
    office.at_work()
    old = line(handed_over(office)[0].text, f"Link: {LINK}")
    new = renewed(office)
    assert not opens(office, old)
    assert opens(office, new)
    assert len(office.invitations()) == 1


def test_a_new_link_for_what_has_expired(office: Office) -> None:
    office.at_work()
    old = line(handed_over(office)[0].text, f"Link: {LINK}")
    office.later(days=29)
    assert not opens(office, old)
    assert "Expired" in office.does("/invitations")[0]
    assert opens(office, renewed(office))


def test_a_new_link_for_what_was_revoked(office: Office) -> None:
    office.at_work()
    old = line(handed_over(office)[0].text, f"Link: {LINK}")
    number = office.invitations()[0].id
    done = office.does("/invitations", f"choose:revoke:{number}", "yes:revoke")
    assert done[0].endswith(phrases.REVOKED.replace("{to}", "\u2068Ann\u2069"))
    assert not opens(office, old)
    assert "Revoked." in office.does("/invitations")[0]
    assert opens(office, renewed(office))


def test_a_new_link_keeps_the_binding(office: Office) -> None:
    office.at_work()
    assert opens(office, line(handed_over(office)[0].text, f"Link: {LINK}"))
    with office.store.begin() as work:
        work.execute(response_rows.update().values(bound=True, status="in-progress"))
        work.commit()
    made = office.does("/invitations", f"choose:renew:{office.invitations()[0].id}", "yes:renew")[0]
    assert "Nothing is lost" in made
    token = line(made, f"Link: {LINK}")
    assert opens(office, token)
    assert not opens(office, token, user="9002")


def test_reviewers_see_only_their_own(office: Office) -> None:
    office.at_work()
    office.enrolled(SAM, "Sam Lee", "B" * 12)
    handed_over(office)
    number = office.invitations()[0].id
    office.does("/invitations")
    assert office.does("/invitations", user=SAM) == [phrases.NO_INVITATIONS]
    assert office.does("/invite", user=SAM) == [phrases.NO_REVIEW]
    assert office.does(f"choose:renew:{number}", f"choose:revoke:{number}", user=SAM) == [phrases.OLD_LIST]
    assert office.does("/review", "LDR-1", user=SAM)[0].startswith(phrases.REFERENCE_TAKEN.replace("{signs}", "LDR-1"))


def test_two_reviewers_in_one_round_cannot_take_one_reference(office: Office) -> None:
    office.enrolled()
    office.enrolled(SAM, "Sam Lee", "B" * 12)
    for user in (JO, SAM):
        office.does(*OPENED[:-1], user=user)
    sent = office.takes(*(office.arrival("yes:check", user) for user in (JO, SAM)))
    told = [s.text for s in sent if s.text]
    assert IS_OPEN in told
    assert any(text.startswith(phrases.REFERENCE_TAKEN.replace("{signs}", "LDR-1")) for text in told)


def test_a_hold_at_the_command_line_stops_an_invitation_under_way(office: Office) -> None:
    office.at_work()
    office.does(*INVITED[:-1])
    with office.store.begin() as work:
        reviews.set_review_status(work, reviews.review(work, "LDR-1").id, ReviewStatus.HELD)
        work.commit()
    assert office.does(INVITED[-1]) == [phrases.ON_HOLD.replace("{reference}", "LDR-1")]
    assert not office.invitations()


def test_what_was_written_while_nobody_answered_confirms_one_thing(office: Office) -> None:
    office.enrolled()
    office.does(*OPENED[:4])
    sent = office.takes(*(office.arrival("yes") for _ in range(3)))
    assert phrases.TOO_EARLY not in sent[0].text
    assert all(s.text.startswith(phrases.TOO_EARLY) for s in sent[1:])
    assert sent[-1].buttons == ["yes:E3", "no:E3"]
    office.does("yes")
    assert office.chat[-1].buttons == ["yes:E4", "no:E4"]


def test_an_unknown_press_is_answered(office: Office) -> None:
    office.enrolled()
    sent = office.takes(office.said(Command.WITHDRAW, place=1, press_id="press"))
    assert sent[0].text == phrases.OLD_BUTTON


def test_each_press_takes_its_buttons_away(office: Office) -> None:
    office.enrolled()
    office.does(*OPENED[:4])
    asked = office.chat[-1]
    office.does("yes:E2")
    edit = office.chat[-1]
    assert (edit.method, edit.wire["message_id"]) == ("editMessageReplyMarkup", asked.place)
    assert edit.wire["reply_markup"] == {"inline_keyboard": []}


def distressed(office: Office) -> str:
    """Somebody whom Jo has invited wrote words of distress; their invitation."""
    office.enrolled()
    office.does(*OPENED, *INVITED)
    with office.store.begin() as work:
        invitation = work.execute(select(invitations.c.id)).scalar_one()
        account = work.execute(insert(accounts).returning(accounts.c.id), [ACCOUNT]).scalar_one()
        visit = {**VISIT, "invitation_id": invitation, "account_id": account, "opened_at": office.now}
        response = work.execute(
            insert(response_rows).returning(response_rows.c.id), [{**visit, "last_activity": office.now}]
        ).scalar_one()
        raise_flags(work, [(response, "distress")], office.now)
        work.commit()
    return str(invitation)


def test_a_lead_finds_at_flags_what_they_were_told_of(office: Office) -> None:
    invitation = distressed(office)
    office.enrolled("7003", "Lee Moss", "B" * 12)
    with office.store.begin() as work:
        lee = reviewers.c.lookup == work.vault.hash("reviewer account", "7003")
        work.execute(update(reviewers).where(lee).values(lead=True))
        work.commit()
    assert office.does("/flags", user="7003") == [phrases.NO_FLAGS]
    with office.store.begin() as work:
        for column in ("chased_at", "led_at"):
            note_told_again(work, [flag.id for flag in open_flags(work)], column, office.now)
        work.commit()
    nothing, late = office.does("/flags", user="7003")
    assert nothing == phrases.NO_FLAGS
    assert f"LDR-1, \u2068Ann\u2069, invitation {invitation}: wrote words" in late
    assert "\u2068Jo Carter\u2069 was to see to it by 24 November 2026." in late
    assert len(office.does("/flags")) == 1


def test_what_waits_is_closed_at_the_desk(office: Office) -> None:
    invitation = distressed(office)
    (listed,) = office.does("/flags")
    assert ("Urgent. LDR-1" in listed, "by 24 November 2026" in listed) == (True, True)
    (button,) = [b for sent in office.chat[-1:] for b in sent.buttons]
    office.does(button, "choose:outcome:spoke")
    assert office.does("yes:sure") == [
        f"Done: LDR-1, invitation {invitation}: wrote words that may mean that somebody is not safe."
    ]
    assert office.does("/flags") == [phrases.NO_FLAGS]
    assert [flag.closed_at for flag in flags(office.store)] == [office.now]
    number = button.rpartition(":")[2]
    assert office.does(f"choose:undo:{number}") == [phrases.FLAG_REOPENED]
    assert office.does(f"choose:undo:{number}") == [phrases.NOT_REOPENED]
    assert office.does("/flags")[0].startswith(phrases.FLAGS_LISTED)
