"""Tests of storage/record."""
