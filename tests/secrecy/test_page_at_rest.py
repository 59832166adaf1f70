"""After an interview on the page no byte of the record store, and no line of the log, tells what was said or lets anybody in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.web.place import agreed, make_place, reaches
from tests.scenario import PEOPLE
from tests.secrecy.canaries import CHANGED, NICKNAME, STORY, found
from tests.secrecy.test_at_rest import at_rest


@pytest.mark.promise("locked")
async def test_nothing_of_the_page_can_be_read(
    database_url: str, tmp_path: Path, since: float, request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str]
) -> None:
    """Words, names, the link, the check words and the cookies."""
    postgres = request.getfixturevalue("postgres") if database_url.startswith("postgres") else None
    place = make_place(tmp_path, database_url)
    token, words = place.invited()
    async with place.served(), place.browser() as ann:
        await agreed(ann, token)
        await reaches(ann, "P1")
        await ann.sends("next:P1", words=NICKNAME)
        await ann.sends("yes:name")
        await ann.sends("next:P2", words=STORY)
        await ann.sends("change:P2")
        await ann.sends("next:P2", words=CHANGED)
        await ann.sends("answers")
        cookies = [cookie.value for cookie in ann.session.cookie_jar]
        during = at_rest(place.world, tmp_path, postgres, since)
    after = at_rest(place.world, tmp_path, postgres, since)
    told = str(place.world.record("LDR-1"))
    assert [said for said in (NICKNAME, STORY, CHANGED, PEOPLE.person) if said not in told] == []
    place.world.store.close()
    logged = "".join(capfd.readouterr()).encode()
    assert cookies
    for kept in (during, after, logged):
        assert found(kept, token, words, PEOPLE.person, *cookies) == []
    assert b"LDR-1" in during
