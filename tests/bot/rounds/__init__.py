"""Tests of bot/rounds."""
