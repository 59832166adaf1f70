"""Tables, columns, and how values are written into them."""
