"""What the picture of a page shows: the same `Page` for a scan as pdfium yields for text. The only room that knows rapidocr.

engine.py     where text stands in a picture and what it says; the only module that knows rapidocr
picture.py    a page as a picture: rendered, turned upright, straightened
seals.py      seals, and what a page shows without them
rules.py      ruling lines of a picture
pieces.py     the pieces of text of a picture, parted at its rules, with a place for each character
twice.py      figures are read a second time, enlarged
scan.py       all of it: pages of pictures become pages of glyphs
progress.py   who is told which page is at hand
"""
