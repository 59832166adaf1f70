"""The road under every mishap at once: a machine that delivers, repeats, reorders, crashes and goes on, and a model beside it."""
