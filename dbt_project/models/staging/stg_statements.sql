select
    -- identifiers
    {{ document_part_key('s', 'statement_number') }} as statement_key,
    document_key,
    statement_number,

    -- dimensions
    statement_code,
    title_text,
    form_label,
    unit_name,
    printed_unit,
    unit_basis,
    first_page,
    last_page,
    is_empty_form,
    is_nil_form,
    note_text,
    recognised_by
from {{ admitted('statements') }} as landed
