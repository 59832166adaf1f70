"""The page in a real browser: Chromium, driven over its own protocol."""
