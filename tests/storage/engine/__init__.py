"""Tests of storage/engine."""
