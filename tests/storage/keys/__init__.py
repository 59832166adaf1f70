"""Tests of storage/keys."""
