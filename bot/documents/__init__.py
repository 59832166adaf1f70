"""Documents: a record as a file. Made of the Record alone, without store or network."""
