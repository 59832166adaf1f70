"""What Telegram shows of the families' bot, in English and for apps that are set to another language."""

from __future__ import annotations

from bot.families.profile import COMMANDS, PROFILE
from bot.telegram.client import BotApi, open_session
from bot.telegram.profile import bring_up_to_date
from locales import speech
from storage.schema.vocabulary import Bot
from tests.fakes.bot_api import FakeBotApi

TOKEN = "42:profile"


async def test_the_profile_speaks_the_languages_on_offer(api: FakeBotApi) -> None:
    bot = api.add_bot(TOKEN, username="family_bot")
    async with open_session() as session:
        talk = BotApi(session, api.url, TOKEN)
        for _ in range(2):
            await bring_up_to_date(talk, PROFILE, Bot.FAMILIES, ("en", "en_GB@easyread", "pl"))
        polish = await talk.call("getMyCommands", {"language_code": "pl"})
        english = await talk.call("getMyCommands")
        described = await talk.call("getMyDescription", {"language_code": "pl"})
    assert [c["description"] for c in polish] == [speech("pl").translate(text) for text in COMMANDS.values()]
    assert [c["description"] for c in english] == list(COMMANDS.values())
    assert described["description"] == speech("pl").translate(PROFILE.description) != PROFILE.description
    assert {language for _, language in bot.commands} == {"", "pl"}
    # Three parts in two languages, once: what is there already is not set again.
    assert len([call for call in api.calls if call.method.lower().startswith("set")]) == 6
