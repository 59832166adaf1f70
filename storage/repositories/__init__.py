"""Rows <-> core values, a module for each part of the record; all take the open UnitOfWork and give or take lists."""
