{#
    The cell of the second reading in which the middle of an amount lies. It agrees when it holds the figure, alone or with what stands
    close beside it: camelot takes text that is set close together for one string.
#}
with found as (
    select
        lines.statement_line_key,
        {{ plain_number('lines.amount_text') }} as plain_figure,
        {{ plain_number('cells.cell_text') }} as plain_cell,
        regexp_replace(lines.amount_text, '\s', '', 'g') as figure,
        regexp_replace(cells.cell_text, '\s', '', 'g') as cell_text
    from {{ ref('stg_second_pages') }} as pages
    inner join {{ ref('stg_statement_lines') }} as lines
        on pages.document_key = lines.document_key and pages.page_number = lines.page_number
    inner join {{ ref('stg_second_cells') }} as cells
        on
            lines.document_key = cells.document_key and lines.page_number = cells.page_number
            and {{ lies_in('lines', 'cells') }}
)

select
    -- identifiers
    statement_line_key,

    -- dimensions
    case when bool_or(plain_figure = plain_cell or contains(cell_text, figure)) then 'both' else 'differs' end as agreement,

    -- facts
    case
        when not bool_or(plain_figure = plain_cell or contains(cell_text, figure)) then string_agg(cell_text, ' ' order by cell_text)
    end as second_text
from found
group by statement_line_key
