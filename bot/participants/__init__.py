"""What a participant's input does, on any channel. No framework is known here."""
