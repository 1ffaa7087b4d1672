"""Ask the second witness for what findings rest on, and keep its answers."""
