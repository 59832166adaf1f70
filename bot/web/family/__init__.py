"""The door and the chat of the family's page."""
