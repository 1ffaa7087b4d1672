select
    -- identifiers
    table_key,
    document_key,
    {{ disclosure_of('stg_tables') }} as disclosure_key,
    statement_key,
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
from {{ ref('stg_tables') }}
