"""Find documents, have each read once within bounds, land what was read."""
