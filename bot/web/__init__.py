"""Everything served over HTTP (aiohttp): webhooks and health now; the chat page and the console have their room here."""
