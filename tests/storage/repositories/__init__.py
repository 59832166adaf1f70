"""Tests of storage/repositories."""
