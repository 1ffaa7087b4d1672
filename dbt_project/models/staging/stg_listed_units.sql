select
    -- identifiers
    {{ document_part_key('u', 'unit_number') }} as listed_unit_key,
    document_key,
    unit_number,
    page_number,

    -- dimensions
    unit_name,
    unit_nature,
    source as list_source,
    remark,

    -- facts
    staff_authorised as staff_authorised_count,
    staff_in_service as staff_in_service_count,

    -- metadata
    quote,
    x0,
    y0,
    x1,
    y1
from {{ admitted('listed_units') }} as landed
