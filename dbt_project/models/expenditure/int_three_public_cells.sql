{#
    Whose figure of which year a cell of the “三公” table is. A table has its items either in columns (a row is then the department, a unit
    or a year of one) or in rows (several rows together are the list of one).
#}
with candidates as (
    select
        cells.statement_key,
        cells.document_key,
        cells.statement_number,
        cells.statement_code = 'three_public' and any_value(choices.is_chosen) as is_official,
        count(distinct cells.item_path) filter (where starts_with(cells.item_path, 'three_public/')) as item_count
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
    where cells.statement_code = 'three_public' or starts_with(cells.statement_code, 'other_')
    group by cells.statement_key, cells.document_key, cells.statement_number, cells.statement_code
),

-- a title over two lines may be lost; columns of travel, vehicles and receptions are the table all the same
statements as (
    select statement_key from candidates
    where is_official or item_count >= 3
    qualify row_number() over (partition by document_key order by is_official desc, statement_number asc) = 1
),

lines as (
    select
        cells.statement_line_key,
        cells.statement_key,
        cells.document_key,
        cells.row_number,
        cells.block_number,
        lines.column_number,
        cells.page_number,
        cells.row_kind,
        cells.line_label,
        lines.unit_name,
        cells.cell_year,
        cells.cell_phase,
        cells.measure_code,
        cells.item_path,
        cells.source_path,
        cells.amount_yuan,
        cells.half_unit_yuan,
        labels.label_dimension,
        labels.label_path,
        labels.normalised_label,
        coalesce(labels.label_dimension = 'period', false) as is_period_row,
        coalesce(labels.label_dimension = 'item' and labels.label_path != 'three_public/', false) as is_item_row
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('stg_statement_lines') }} as lines on cells.statement_line_key = lines.statement_line_key
    inner join statements on cells.statement_key = statements.statement_key
    left join {{ ref('int_label_concepts') }} as labels
        on cells.line_label = labels.line_label and labels.label_scope = 'three_public'
    where
        cells.placement != 'class'
        and cells.type_path = ''
        and cells.flow_path = ''
        and cells.procurement_path = ''
        and cells.economic_path = ''
),

-- a unit is printed in the first of its rows only: 2025年, 2026年, 增减变化金额
scoped as (
    select
        *,
        bool_or(is_item_row) over (partition by statement_key) as has_item_rows,
        last_value(case when not is_period_row or unit_name is not null then row_number end ignore nulls) over so_far as own_row,
        last_value(
            case
                when row_kind = 'total' then 'whole'
                when unit_name is not null then 'unit'
                when is_period_row then null
                when line_label is null or is_item_row or label_dimension = 'item' then 'whole'
                else 'unit'
            end
            ignore nulls
        ) over so_far as row_scope
    from lines
    window so_far as (partition by statement_key order by row_number, block_number, column_number)
)

select
    -- identifiers
    statement_line_key,
    statement_key,
    document_key,

    -- dimensions
    row_number,
    page_number,
    coalesce(row_scope, 'whole') as row_scope,
    -- rows that make one list: those of one unit, or the row itself and the years below it
    case when has_item_rows then 0 else coalesce(own_row, 0) end as list_number,
    cell_year - case when is_period_row and starts_with(normalised_label, {{ word('prior_year') }}) then 1 else 0 end as cell_year,
    case when is_period_row and label_path != '' then rtrim(label_path, '/') else cell_phase end as cell_phase,
    item_path,
    source_path,
    -- 合计 of a list may be that of meetings and training too
    coalesce(contains(normalised_label, {{ word('three_public') }}), false) as is_named_total,
    coalesce(contains(normalised_label, {{ word('subtotal') }}), false) as is_subtotal_row,

    -- facts
    amount_yuan,
    half_unit_yuan
from scoped
where
    item_path != ''
    and cell_phase != 'change'
    and not (is_period_row and label_path = 'change/')
    -- in a list of items another row is another thing: 行政经费
    and (not has_item_rows or label_dimension = 'item' or row_kind = 'total')
-- 年初预算数 and 全年预算数 are both 预算数: the first is meant
qualify
    row_number() over (
        partition by statement_key, row_number, block_number, measure_code, cell_year, cell_phase, item_path, source_path
        order by column_number, statement_line_key
    ) = 1
