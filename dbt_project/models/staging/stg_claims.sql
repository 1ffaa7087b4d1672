select
    -- identifiers
    {{ document_part_key('c', 'claim_number') }} as claim_key,
    document_key,
    claim_number,
    page_number,

    -- dimensions
    part,
    section,
    subject,
    measure_kind,
    basis,
    comparison_base,
    direction,
    is_direction_stated,
    unit,
    class_name,
    section_name,
    item_name,
    class_code,
    class_kind,
    part_of,
    is_in_reason,
    order_to_budget,
    value_year,
    phase,

    -- facts
    value_text,
    value,
    amount_yuan,
    printed_decimals,
    {{ half_unit_yuan('unit', 'printed_decimals') }} as half_unit_yuan,

    -- metadata
    quote,
    reason_text,
    reading_basis,
    recogniser_confidence,
    x0,
    y0,
    x1,
    y1,
    cell_address
from {{ admitted('claims') }} as landed
