"""One document from its bytes to frames: the order of the steps, whose filing it is, the schema of what lands."""
