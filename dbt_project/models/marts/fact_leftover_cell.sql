select
    -- identifiers
    statement_key,
    document_key,
    {{ disclosure_of('stg_leftover_cells') }} as disclosure_key,
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
from {{ ref('stg_leftover_cells') }}
