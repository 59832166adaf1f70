"""Keep what waits to be sent in its order, and where questions stand in a chat."""
