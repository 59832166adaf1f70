"""Catalogues: taken out anew, complete, and sound, language by language."""
