select
    -- identifiers
    {{ document_part_key('p', 'page_number') }} as page_key,
    document_key,
    page_number,

    -- dimensions
    rotation,
    outcome,
    reason
from {{ admitted('second_pages') }} as landed
