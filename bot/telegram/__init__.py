"""The Bot API's wire, for both bots: messages as JSON, a small client, the receiving by polling."""
