"""The reviewers' bot: Telegram updates -> what a reviewer says (python-telegram-bot), replies and notices -> calls."""
