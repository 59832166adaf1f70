"""Account of what came in."""
