"""One page as camelot reads it: the second reading. The only module that knows camelot.

It shares the text layer with the reading, and neither its sight of the ruling lines nor its way of putting text into cells. `vector` takes
the lines from the PDF itself; the default engine renders, at ten times the cost. Runs in a process of its own, as all witnesses do.
"""

import os
import warnings

import pypdfium2 as pdfium

from ingest.errors import Damaged
from ingest.page.pdf import read_page
from ingest.witness.look import Look, Run


def read_page_again(content: bytes, page_number: int) -> Look:
    """Read the cells of one page. Raises Damaged where camelot cannot read it."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # two workers with threaded OpenCV are no faster than one
    import camelot  # three seconds of imports: only when there is something to read again
    import camelot.parsers.lattice

    # Lattice drops grids that are 90 % empty, without a word: the official empty forms (空表). They are statements too.
    camelot.parsers.lattice._GRID_WHITESPACE_REJECT = 101.0
    try:
        with pdfium.PdfDocument(content) as document:
            page = read_page(document[page_number - 1], page_number)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "no tables found": absence is what the result says
            tables = camelot.read_pdf(content, pages=str(page_number), flavor="lattice", engine="vector", suppress_stdout=True)
    except MemoryError:  # not the page's fault: the document is too big
        raise
    except Exception as problem:
        raise Damaged(f"camelot cannot read page {page_number}: {type(problem).__name__}: {problem}") from problem
    cells = [cell for table in tables for row in table.cells for cell in row if cell.text.strip()]
    boxes = [(cell.x1, page.height - cell.y2, cell.x2, page.height - cell.y1) for cell in cells]
    return Look(page.rotation, tuple(Run(cell.text.strip(), 1.0, box, True) for cell, box in zip(cells, boxes, strict=True)))
