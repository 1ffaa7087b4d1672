"""The second witness of a finding: what the picture of its page shows, recognised by characters.

It does not share the text layer with the reading: hidden, covered, clipped or wrongly mapped text is found by it. Asked only for
pages on which a finding rests, after the models have named the findings; its answers land as rows and the models weigh them.

    recognise.py   one page: rendered, recognised, in a process of its own (the only part that knows rapidocr)
    look.py        what is seen
    version.py     under which an answer holds; why the witness cannot be had
    ask.py         which pages are asked about, what is known already, what lands
"""
