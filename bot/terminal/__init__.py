"""The interview in a terminal: the channel and the rehearsal."""
