"""The official statements: which form a grid is, and what its columns and rows mean."""
