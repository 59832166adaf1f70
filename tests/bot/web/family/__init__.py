"""Tests of bot/web/family."""
