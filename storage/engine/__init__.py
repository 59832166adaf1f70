"""The transaction, prepared statements, the cache. Only the families' road needs their speed."""
