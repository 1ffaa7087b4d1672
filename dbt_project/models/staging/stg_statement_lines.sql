select
    -- identifiers
    {{ document_part_key('s', 'statement_number') }}
    || ':r' || row_number || ':b' || coalesce(block_number, 1) || ':c' || column_number
    -- two amounts in one grid cell are two lines; the reader's order on the page tells them apart
    || case
        when row_number() over (same_cell) > 1 then ':' || row_number() over (same_cell)
        else ''
    end as statement_line_key,
    {{ document_part_key('s', 'statement_number') }} as statement_key,
    document_key,
    statement_number,
    table_number,
    page_number,
    row_number,
    coalesce(block_number, 1) as block_number,
    column_number,

    -- dimensions
    statement_code,
    side,
    row_kind,
    class_kind,
    class_code,
    code_basis,
    function_class_code,
    department_economic_code,
    government_economic_code,
    line_label,
    unit_name,
    project_name,
    row_level,
    measure_path,
    measure_code,
    value_year,
    value_phase,

    -- facts
    amount_text,
    printed_unit,
    amount_yuan,
    printed_decimals,
    {{ half_unit_yuan('printed_unit', 'printed_decimals') }} as half_unit_yuan,

    -- metadata
    reading_basis,
    recogniser_confidence,
    x0,
    y0,
    x1,
    y1,
    cell_address
from {{ admitted('statement_lines') }} as landed
window same_cell as (
    partition by document_key, statement_number, row_number, coalesce(block_number, 1), column_number
    order by page_number, y0, x0, amount_text
)
