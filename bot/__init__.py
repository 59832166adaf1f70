"""Everything that talks to the world: the bots, the pages, the command line, the delivery, the clock."""
