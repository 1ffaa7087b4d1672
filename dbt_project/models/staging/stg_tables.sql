select
    -- identifiers
    {{ document_part_key('t', 'table_number') }} as table_key,
    document_key,
    {{ document_part_key('s', 'statement_number') }} as statement_key,
    table_number,
    statement_number,
    page_number,

    -- dimensions
    title_text,
    form_label,
    is_continuation,
    outcome,
    reason,
    found_by,

    -- facts
    row_count,
    column_count,
    cell_count,

    -- metadata
    x0,
    y0,
    x1,
    y1,
    cell_address
from {{ admitted('tables') }} as landed
