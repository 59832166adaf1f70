"""Sealing, the key file, and what opens an invitation."""
