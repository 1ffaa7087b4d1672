{#
    The list of projects (项目支出表) against its own total. Rows of units and kinds stand among the projects, each holding those below: the
    rows then hold the total several times (level_count).
#}
with cells as (
    select cells.*
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
    where
        choices.is_chosen
        and cells.statement_code = 'project_expenditure'
        and cells.is_component
        and cells.is_current
        and cells.source_path = ''
        and cells.flow_path = ''
        and cells.item_path = ''
        and cells.procurement_path = ''
        and cells.economic_path = ''
        and cells.type_path in ('', 'project/')
        and cells.placement in ('row', 'root')
        and (cells.placement = 'row' or cells.unit_path = '')
),

-- 合计 printed first and last is one total; the column of projects is the whole where there is no other
sums as (
    select
        document_key,
        type_path,
        first(amount_yuan order by row_number, statement_line_key) filter (where placement = 'root') as printed_total_yuan,
        first(half_unit_yuan order by row_number, statement_line_key) filter (where placement = 'root') as total_half_yuan,
        first(page_number order by row_number, statement_line_key) filter (where placement = 'root') as printed_total_page,
        first(statement_line_key order by row_number, statement_line_key) filter (where placement = 'root') as printed_total_line_key,
        sum(amount_yuan) filter (where placement = 'row') as row_yuan,
        sum(half_unit_yuan) filter (where placement = 'row') as row_half_yuan
    from cells
    group by document_key, type_path
    qualify row_number() over (partition by document_key order by type_path) = 1
),

levels as (
    select
        sums.*,
        -- how often is no money: a float is good enough to find it, what follows is DECIMAL
        greatest(cast(round(row_yuan / nullif(printed_total_yuan, 0)) as integer), 1) as level_count
    from sums
)

select
    -- identifiers
    document_key,
    printed_total_line_key,

    -- dimensions
    case
        when row_yuan is null then 'no_items'
        when printed_total_yuan is null then 'no_printed_total'
        when
            coalesce(level_count, 1) <= 6
            and abs(row_yuan - coalesce(level_count, 1) * printed_total_yuan)
            <= row_half_yuan + coalesce(level_count, 1) * total_half_yuan
            then 'reconciled'
        else 'differs'
    end as coverage_status,
    coalesce(level_count, 1) as level_count,

    -- facts
    printed_total_yuan,
    row_yuan,
    row_half_yuan + coalesce(level_count, 1) * total_half_yuan as allowed_yuan,

    -- metadata
    printed_total_page
from levels
