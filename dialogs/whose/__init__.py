"""Ask who began with a link, when somebody opens it on another browser or account."""
