"""The record of a review, taken away: `record` reads and opens it once, the other modules give it a form."""
