"""The tables of a page: grids of cells, from ruling lines or from the alignment of text, with their captions."""
