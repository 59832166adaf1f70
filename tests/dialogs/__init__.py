"""The pure core, without a single mock: rules as tables, tiny questionnaires, properties."""
