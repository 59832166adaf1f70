"""The edges, the rounds and the delivery, over real sockets and a real record store."""
