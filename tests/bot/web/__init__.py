"""Tests of the page: over HTTP, on a real record store, by a browser without JavaScript."""
