"""The review record, on SQLite and on PostgreSQL."""
