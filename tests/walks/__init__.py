"""Conversations as files, each readable as a chat, replayed against their recorded replies."""
