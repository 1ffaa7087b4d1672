select
    -- identifiers
    {{ document_part_key('j', 'project_number') }} || ':i' || indicator_number as indicator_key,
    {{ document_part_key('j', 'project_number') }} as project_key,
    document_key,
    project_number,
    indicator_number,
    page_number,

    -- dimensions
    level1,
    level2,
    level3,
    target_text,
    target_comparator,
    target_unit,
    actual_text,
    deviation_note,
    basis_text,

    -- facts
    target_value,
    weight,
    weight_text,
    score,
    score_text,

    -- metadata
    x0,
    y0,
    x1,
    y1,
    cell_address
from {{ admitted('indicators') }} as landed
