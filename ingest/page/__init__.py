"""The page: glyphs, rules and the grids built from them, in two independent readings."""
