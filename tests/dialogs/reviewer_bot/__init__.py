"""Tests of dialogs/reviewer_bot."""
