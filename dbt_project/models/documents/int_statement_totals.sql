with cells as (
    select
        cells.*,
        case
            when cells.type_path != '' then string_split(cells.type_path, '/')[-2]
            when cells.source_path in ('current_year/', '') and (
                    cells.source_path = 'current_year/' or cells.flow_path = 'current_expenditure/'
                ) then 'year_total'
            when cells.source_path = '' then 'total'
            when starts_with(cells.source_path, 'current_year/') then string_split(cells.source_path, '/')[-2]
        end as total_name
    from {{ ref('int_cells') }} as cells
    where
        cells.is_component
        and cells.is_current
        and cells.placement in ('root', 'label')
        and cells.class_path = ''
        and cells.unit_path = ''
        and cells.item_path = ''
        and cells.procurement_path = ''
        and cells.economic_path = ''
        and cells.flow_path in ('', 'current_expenditure/')
        -- one coordinate only: 基本支出 of all funds, or one fund as a whole
        and (cells.type_path = '' or cells.source_path = '')
)

select
    -- identifiers
    cells.statement_key,
    cells.document_key,

    -- dimensions
    cells.statement_number,
    cells.statement_code,
    cells.side,
    cells.total_name,
    choices.is_chosen,

    -- facts
    first(cells.amount_yuan order by cells.flow_path desc, cells.row_number asc, cells.statement_line_key asc) as amount_yuan,
    first(cells.half_unit_yuan order by cells.flow_path desc, cells.row_number asc, cells.statement_line_key asc) as half_unit_yuan,

    -- metadata
    first(cells.statement_line_key order by cells.flow_path desc, cells.row_number asc, cells.statement_line_key asc) as statement_line_key,
    first(cells.page_number order by cells.flow_path desc, cells.row_number asc, cells.statement_line_key asc) as page_number
from cells
inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
where cells.total_name is not null
group by
    cells.statement_key, cells.document_key, cells.statement_number, cells.statement_code,
    cells.side, cells.total_name, choices.is_chosen
