select
    -- identifiers
    {{ document_part_key('p', 'page_number') }} || 'e' || entry_number as page_ledger_key,
    {{ document_part_key('p', 'page_number') }} as page_key,
    document_key,
    page_number,
    entry_number,

    -- dimensions
    booked_as,
    reason,
    booked_as in ('cell', 'claim', 'prose', 'performance', 'furniture') as is_read,

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
from {{ admitted('page_ledger') }} as landed
