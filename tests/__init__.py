"""The tests, by the room they look into; `scenario` is the language that they share."""
