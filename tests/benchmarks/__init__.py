"""How fast the product is, beside what else one could have built. A measurement: nothing in here fails on time."""
