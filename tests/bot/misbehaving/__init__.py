"""Telegram misbehaves: what is sent meets trouble, what comes in is late, doubled, lost or broken. The service goes on."""
