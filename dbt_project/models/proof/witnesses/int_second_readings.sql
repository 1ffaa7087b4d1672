{#
    The cell of the second reading in which the middle of an amount lies. It agrees when it holds the figure, alone or with what stands
    close beside it: camelot takes text that is set close together for one string.
#}
with found as (
    select
        lines.statement_line_key,
        {{ plain_number('lines.amount_text') }} = {{ plain_number('cells.cell_text') }} as is_same_number,
        regexp_replace(lines.amount_text, '\s', '', 'g') as figure,
        regexp_replace(cells.cell_text, '\s', '', 'g') as cell_text
    from {{ ref('stg_second_pages') }} as pages
    inner join {{ ref('stg_statement_lines') }} as lines
        on pages.document_key = lines.document_key and pages.page_number = lines.page_number
    inner join {{ ref('stg_second_cells') }} as cells
        on
            lines.document_key = cells.document_key and lines.page_number = cells.page_number
            and {{ lies_in('lines', 'cells') }}
),

compared as (
    select
        statement_line_key,
        cell_text,
        is_same_number or contains(cell_text, figure) as is_figure
    from found
)

select
    -- identifiers
    statement_line_key,

    -- dimensions
    case when bool_or(is_figure) then 'both' else 'differs' end as agreement,

    -- facts
    case when not bool_or(is_figure) then string_agg(cell_text, ' ' order by cell_text) end as second_text
from compared
group by statement_line_key
