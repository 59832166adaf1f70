"""Take a participant's input, on any channel. No framework is known here."""
