select
    -- identifiers
    {{ document_part_key('s', 'statement_number') }} as statement_key,
    document_key,
    statement_number,
    table_number,
    page_number,
    row_number,
    column_number,

    -- dimensions
    cell_text,
    reason,

    -- metadata
    x0,
    y0,
    x1,
    y1,
    cell_address
from {{ admitted('leftover_cells') }} as landed
