select
    -- identifiers
    {{ document_part_key('p', 'page_number') }} as page_key,
    document_key,
    page_number,
    reading_number,

    -- facts
    cell_text,

    -- metadata
    x0,
    y0,
    x1,
    y1
from {{ admitted('second_cells') }} as landed
