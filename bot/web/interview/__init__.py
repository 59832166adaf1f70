"""A question as a page, whoever types: forms, views, the channel."""
