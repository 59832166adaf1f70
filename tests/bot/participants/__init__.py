"""Tests of bot/participants."""
