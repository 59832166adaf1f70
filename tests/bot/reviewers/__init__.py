"""Tests of the reviewers' bot."""
