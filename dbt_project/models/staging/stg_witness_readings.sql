select
    -- identifiers
    {{ document_part_key('p', 'page_number') }} as page_key,
    document_key,
    page_number,
    reading_number,

    -- facts
    recognised_text,
    confidence,
    is_in_text_layer,

    -- metadata
    x0,
    y0,
    x1,
    y1
from {{ admitted('witness_readings') }} as landed
