"""The road: arrivals in, one transaction, and only then the acknowledgement."""
