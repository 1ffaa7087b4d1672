select
    -- identifiers
    {{ document_part_key('p', 'page_number') }} as page_key,
    document_key,
    page_number,

    -- dimensions
    page_role,
    rotation,

    -- facts
    width,
    height,
    glyph_count,
    rule_count
from {{ admitted('pages') }} as landed
