"""Danger in what is typed."""
