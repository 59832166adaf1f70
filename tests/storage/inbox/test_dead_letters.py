"""What failed alone is kept sealed, for a while."""

from __future__ import annotations

from datetime import timedelta

from dialogs.inputs import Channel
from storage.engine.unit_of_work import Store
from storage.inbox import dead_letters
from storage.inbox.dead_letters import KEPT
from storage.keys.sealing import place
from storage.record import erasure
from storage.repositories.owners import owner_of
from storage.schema.tables import dead_letters as dead_letter_rows
from storage.schema.vocabulary import Bot
from tests.storage.people import NOW, consenting, invited, rows


def test_what_failed_alone_is_kept_sealed(store: Store) -> None:
    with store.begin() as work:
        dead_letters.keep(work, Bot.FAMILIES, "families:ab", 7, '{"text": "She sang"}', "KeyError", NOW)
        work.commit()
    (letter,) = rows(store, dead_letter_rows)
    assert (letter.bot, letter.lane, letter.update_id, letter.error) == ("families", "families:ab", 7, "KeyError")
    assert b"She sang" not in letter.payload
    opened = store.vault.system.open(place("dead_letter", letter.id, "payload"), letter.payload)
    assert opened == '{"text": "She sang"}'


def test_what_failed_long_ago_is_forgotten(store: Store) -> None:
    with store.begin() as work:
        for age, error in ((timedelta(seconds=1), "Old"), (timedelta(), "New")):
            dead_letters.keep(work, Bot.FAMILIES, "families:00", 1, "words", error, NOW - KEPT - age)
        dead_letters.prune(work, NOW)
        assert [letter.error for letter in dead_letters.kept(work)] == ["New"]


def test_what_failed_lies_under_its_participants_key(store: Store) -> None:
    made = invited(store)
    visitor = consenting(store, made)
    with store.begin() as work:
        owner = owner_of(work, Channel.TELEGRAM, visitor.user)
        dead_letters.keep(work, Bot.FAMILIES, "families:00", 1, "words", "KeyError", NOW, owner=owner)
        [letter] = dead_letters.kept(work)
        assert dead_letters.content(work, letter) == "words"
        erasure.erase(work, made.id, NOW)
        assert dead_letters.kept(work) == []
        assert owner_of(work, Channel.TELEGRAM, visitor.user) is None
