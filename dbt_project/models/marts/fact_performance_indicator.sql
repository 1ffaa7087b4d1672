select
    -- identifiers
    indicator_key,
    project_key,
    document_key,
    {{ disclosure_of('stg_indicators') }} as disclosure_key,
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
from {{ ref('stg_indicators') }}
