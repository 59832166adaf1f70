"""Whose is what was begun with a link? Asked of whoever opens it on another browser or account."""
