"""The report per filing: what was found, what is proved, what is wrong, with the page beside it, as HTML that needs no network.

    marts.py           rows of the published file, one dataclass per kind
    queries.py         what is asked for them
    filing.py          what one report says
    arithmetic.py      an identity written out, term by term
    pdf_folder.py      the PDF of a filing, by sha256
    evidence.py        which parts of which pages show a finding
    crops.py           those parts as small PNGs with the figures marked
    pages.py           HTML by Jinja2 (templates/)
    words.py           codes in words
    write.py           one page per filing and the index over all

Nothing here judges: order, grouping and counting only.
"""
