"""Upgrading, key rotation, wiping, and what is late."""
