"""What waits to be sent, in which order, and where questions stand in a chat."""
