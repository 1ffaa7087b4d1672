{#
    Rows of 政府采购预算表, by fund. Of its columns the finest count where they sum to the row; else the row is not split by fund.
    A row is a kind (货物), a unit below a kind, an item with a code of the catalogue of procurement (A02030501 are goods), the total, or
    none of these.
#}
with cells as (
    select
        cells.*,
        {{ disclosure_of('cells') }} as disclosure_key,
        cells.statement_key || ':' || cells.row_number || ':' || cells.block_number as row_key
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
    where
        choices.is_chosen and cells.statement_code = 'procurement' and cells.is_component and cells.is_current
        and cells.type_path = '' and cells.flow_path = '' and cells.item_path = ''
        and cells.procurement_path = '' and cells.economic_path = ''
),

-- 财政拨款 beside 一般公共预算: a column that another one of the row divides is no leaf
leaves as (
    select cells.*
    from cells
    anti join cells as finer
        on
            cells.row_key = finer.row_key and cells.source_path != finer.source_path
            and starts_with(finer.source_path, cells.source_path)
    where cells.source_path != ''
),

rows_by_fund as (
    select
        row_key,
        sum(amount_yuan) as leaf_yuan,
        sum(half_unit_yuan) as leaf_half_yuan
    from leaves
    group by row_key
),

row_totals as (
    select
        *,
        row_number() over (partition by row_key order by statement_line_key) as column_number
    from cells
    where source_path = ''
),

funded as (
    select
        leaves.*,
        {{ fund_type_of('leaves.source_path') }} as fund_type
    from leaves
    inner join rows_by_fund on leaves.row_key = rows_by_fund.row_key
    left join row_totals on leaves.row_key = row_totals.row_key and row_totals.column_number = 1
    where
        row_totals.row_key is null
        or abs(rows_by_fund.leaf_yuan - row_totals.amount_yuan) <= rows_by_fund.leaf_half_yuan + row_totals.half_unit_yuan
),

by_fund as (
    select * from funded

    union all by name

    select
        row_totals.* exclude (column_number),
        'not_split' as fund_type
    from row_totals
    anti join funded on row_totals.row_key = funded.row_key
    where row_totals.column_number = 1
),

labels as (
    select distinct
        cells.row_key,
        kinds.procurement_kind,
        regexp_full_match({{ normalised_label('cells.line_label') }}, kinds.label_pattern) as is_kind_row
    from cells
    inner join {{ ref('procurement_kinds') }} as kinds
        on
            regexp_full_match({{ normalised_label('cells.line_label') }}, kinds.label_pattern)
            or (cells.placement = 'row' and regexp_matches(cells.line_label, kinds.code_pattern))
),

unit_names as (
    select distinct
        document_key,
        {{ normalised_label('unit_name') }} as name
    from {{ ref('stg_listed_units') }}

    union

    select
        document_key,
        {{ normalised_label('department_name') }} as name
    from {{ ref('stg_documents') }}
    where department_name is not null
),

named as (
    select
        by_fund.disclosure_key,
        by_fund.document_key,
        by_fund.statement_key,
        by_fund.row_key,
        by_fund.row_number,
        by_fund.statement_line_key,
        by_fund.page_number,
        by_fund.line_label,
        by_fund.unit_name,
        by_fund.fund_type,
        by_fund.amount_yuan,
        by_fund.half_unit_yuan,
        labels.procurement_kind,
        case
            when by_fund.placement in ('root', 'label') then 'total'
            when labels.is_kind_row then 'kind'
            when unit_names.name is not null then 'unit'
            when by_fund.placement = 'row' then 'item'
            else 'other'
        end as row_role
    from by_fund
    left join labels on by_fund.row_key = labels.row_key
    left join unit_names
        on by_fund.document_key = unit_names.document_key and {{ normalised_label('by_fund.line_label') }} = unit_names.name
)

select
    -- identifiers
    statement_line_key,
    row_key,
    disclosure_key,
    document_key,
    statement_key,
    row_number,

    -- dimensions
    row_role,
    fund_type,
    procurement_kind,
    -- rows below 货物 are goods
    last_value(case when row_role = 'kind' then procurement_kind end ignore nulls) over in_order as kind_above,
    case when row_role = 'unit' then line_label else unit_name end as unit_name,

    -- facts
    amount_yuan,
    half_unit_yuan,

    -- metadata
    page_number
from named
window in_order as (partition by statement_key order by row_number rows between unbounded preceding and current row)
