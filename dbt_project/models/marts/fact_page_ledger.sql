select
    -- identifiers
    page_ledger_key,
    document_key,
    {{ disclosure_of('stg_page_ledger') }} as disclosure_key,
    page_number,
    entry_number,

    -- dimensions
    booked_as,
    reason,
    is_read,

    -- facts
    character_count,
    amount_count,
    ink_square_points,

    -- metadata
    x0,
    y0,
    x1,
    y1,
    cell_address
from {{ ref('stg_page_ledger') }}
