"""The families' bot: Telegram updates -> Input (aiogram), messages -> Bot API calls."""
