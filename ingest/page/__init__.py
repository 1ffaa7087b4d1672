"""The page as it is shown: glyphs, rules, pictures. No word of finance is known here."""
