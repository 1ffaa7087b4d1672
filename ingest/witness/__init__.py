"""The witnesses of a reading: each looks at a page in its own way, in a process of its own, only where the models ask for it.

The picture does not share the text layer with the reading: hidden, covered, clipped or wrongly mapped text is found by it. The second
reading shares the text layer, and neither the sight of the ruling lines nor the way of putting text into cells.

    recognise.py        a page rendered and recognised by characters (ingest/recognition)
    second_reading.py   a page read by camelot (the only part that knows it)
    look.py             what is seen
    version.py          under which an answer holds; why a witness cannot be had
"""
