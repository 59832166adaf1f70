"""Tests of storage/schema."""
