with corrections as (
    select
        lines.statement_line_key,
        any_value(accepted.corrected_left_text) as corrected_text
    from {{ ref('accepted_discrepancies') }} as accepted
    inner join {{ ref('stg_statement_lines') }} as lines
        on accepted.left_line_key = lines.statement_line_key and accepted.printed_left_text = lines.amount_text
    where accepted.status = 'accepted' and accepted.corrected_left_text is not null
    group by lines.statement_line_key
    having count(distinct accepted.corrected_left_text) = 1
)

select
    -- identifiers
    lines.statement_line_key,
    lines.document_key,
    {{ disclosure_of('lines') }} as disclosure_key,
    lines.statement_key,
    lines.statement_number,
    lines.table_number,
    lines.page_number,
    lines.row_number,
    lines.block_number,
    lines.column_number,

    -- dimensions
    lines.statement_code,
    lines.side,
    lines.row_kind,
    lines.row_level,
    lines.class_kind,
    lines.class_code,
    lines.code_basis,
    lines.function_class_code,
    lines.department_economic_code,
    lines.government_economic_code,
    lines.line_label,
    lines.unit_name,
    lines.project_name,
    lines.measure_code,
    lines.measure_path,
    lines.value_year,
    lines.value_phase,
    coalesce(proofs.proof_status, 'unproved') as proof_status,

    -- facts
    lines.amount_text,
    lines.printed_unit,
    lines.printed_decimals,
    lines.amount_yuan,
    lines.half_unit_yuan,
    corrections.corrected_text,
    {{ printed_yuan('corrections.corrected_text', 'lines.printed_unit') }} as corrected_yuan,
    cast(coalesce(proofs.closing_identity_count, 0) as integer) as closing_identity_count,
    cast(coalesce(proofs.broken_identity_count, 0) as integer) as broken_identity_count,

    -- metadata
    coalesce(second_readings.agreement, 'one') as agreement,
    second_readings.second_text,
    lines.reading_basis,
    lines.recogniser_confidence,
    lines.x0,
    lines.y0,
    lines.x1,
    lines.y1,
    lines.cell_address
from {{ ref('stg_statement_lines') }} as lines
left join {{ ref('int_line_proofs') }} as proofs on lines.statement_line_key = proofs.statement_line_key
left join corrections on lines.statement_line_key = corrections.statement_line_key
left join {{ ref('int_second_readings') }} as second_readings on lines.statement_line_key = second_readings.statement_line_key
-- in the order of the pages: a query without ORDER BY reads like the filing, and two builds of the same filings are alike
order by lines.document_key, lines.statement_number, lines.row_number, lines.block_number, lines.column_number, lines.statement_line_key
