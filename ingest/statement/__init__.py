"""The official statements: which form a grid is, what its columns and rows mean, whose filing it is."""
