{#
    A revenue statement of final accounts is about the year; what is carried over and the balances used stand in the summary below
    本年收入合计. Each statement is therefore tried as it is, and with these rows of the summary.
#}
with cells as (
    select
        cells.*,
        -- 收入合计 may stand above 收入总计: the last is the whole
        cells.placement = 'label' and cells.source_path = '' and cells.row_number < max(
            case when cells.placement = 'label' and cells.source_path = '' then cells.row_number end
        ) over (partition by cells.statement_key, cells.side) as is_earlier_total
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
    where
        choices.is_chosen
        and cells.is_component
        and cells.is_current
        and cells.type_path = ''
        and cells.item_path = ''
        and cells.flow_path = ''
        and cells.procurement_path = ''
        and cells.economic_path = ''
        and (
            (cells.statement_code = 'revenue' and cells.placement in ('class', 'root') and cells.class_kind = 'function')
            or (
                cells.statement_code = 'income_expenditure_summary'
                and cells.side = 'income'
                and cells.placement in ('label', 'unknown_label')
            )
        )
),

parent_codes as (
    select distinct
        statement_key,
        unit_path,
        unnest([substr(class_code, 1, 3), substr(class_code, 1, 5)]) as parent_code,
        class_code
    from cells
    where placement = 'class'
),

leaf_rows as (
    select
        cells.document_key,
        cells.statement_key,
        case
            when cells.statement_code = 'income_expenditure_summary' then case when cells.is_balance then 50 else 40 end
            when cells.placement = 'root' then 30
            when cells.unit_path = '' then 10
            else 20
        end as source_order,
        cells.unit_path,
        coalesce(cells.class_code, '') as class_code,
        cells.source_path,
        sum(cells.amount_yuan) as amount_yuan,
        -- 合计 printed first and last is one total
        bool_and(cells.class_path = '') and min(cells.amount_yuan) = max(cells.amount_yuan) as is_repeated,
        min(cells.amount_yuan) as least_yuan,
        sum(cells.half_unit_yuan) as half_unit_yuan,
        min(cells.page_number) as page_number,
        list(cells.statement_line_key order by cells.row_number, cells.statement_line_key) as statement_line_keys
    from (
        select
            *,
            false as is_balance
        from cells
        union all
        select
            *,
            true as is_balance
        from cells
        where statement_code = 'income_expenditure_summary' and source_path != '' and not starts_with(source_path, 'current_year/')
    ) as cells
    anti join parent_codes as parents
        on
            cells.statement_key = parents.statement_key
            and cells.unit_path = parents.unit_path
            and cells.class_code = parents.parent_code
            and len(parents.class_code) > len(cells.class_code)
    where (cells.placement != 'root' or cells.unit_path = '') and not coalesce(cells.is_earlier_total, false)
    group by 1, 2, 3, 4, 5, 6
),

nodes as (
    select
        * exclude (amount_yuan),
        case when is_repeated then least_yuan else amount_yuan end as amount_yuan,
        starts_with(
            coalesce(lead(source_path) over (
                partition by statement_key, source_order, unit_path, class_code order by source_path
            ), '-'),
            source_path
        ) as has_printed_parts,
        first_value(source_path) over (
            partition by statement_key, source_order, unit_path, class_code, balance_name order by source_path
        ) as top_path
    from (
        select
            *,
            -- 年初结转和结余 and 使用非财政拨款结余 are wholes of their own
            case source_order when 50 then string_split(source_path, '/')[1] else '' end as balance_name
        from leaf_rows
    ) as leaf_rows
),

judged as (
    select
        *,
        -- the leaves are used when they sum to the whole of their row, else the whole itself
        abs(
            sum(amount_yuan) filter (where not has_printed_parts) over row_cells
            - sum(amount_yuan) filter (where source_path = top_path and (top_path in ('', 'current_year/') or source_order = 50))
                over row_cells
        ) <= sum(half_unit_yuan) over row_cells as leaves_close,
        bool_or(source_path = top_path and (top_path in ('', 'current_year/') or source_order = 50)) over row_cells as has_whole
    from nodes
    window row_cells as (partition by statement_key, source_order, unit_path, class_code, balance_name)
),

judged_rows as (
    select * from judged
    where
        case
            when not has_whole then not has_printed_parts
            when leaves_close then not has_printed_parts
            else source_path = top_path
        end
),

-- the order of the statements: each alone, then with the balances of the summary
candidates as (
    select * from judged_rows
    where source_order < 50
    union all
    select own.* replace (own.source_order + 1 as source_order)
    from judged_rows as own
    semi join judged_rows as balances on own.document_key = balances.document_key and balances.source_order = 50
    where own.source_order < 40
    union all
    select balances.* replace (orders.source_order + 1 as source_order)
    from judged_rows as balances
    inner join (
        select distinct
            document_key,
            source_order
        from judged_rows
        where source_order < 40
    ) as orders on balances.document_key = orders.document_key
    where balances.source_order = 50
)

select
    -- identifiers
    document_key,
    statement_key,

    -- dimensions
    source_order,
    case when source_order = 40 or balance_name != '' then 'income_expenditure_summary' else 'revenue' end as source_statement,
    nullif(class_code, '') as class_code,
    case
        when source_path in ('', 'current_year/') then 'not_split'
        else {{ path_leaf('source_path') }}
    end as revenue_source,
    case
        when starts_with(source_path, 'prior_carryover/') or starts_with(source_path, 'own_account') then 'carried_over'
        when starts_with(source_path, 'business_fund/') then 'balance_used'
        else 'current'
    end as revenue_timing,

    -- facts
    amount_yuan,
    half_unit_yuan,
    sum(amount_yuan) over source as source_yuan,
    sum(half_unit_yuan) over source as source_half_yuan,

    -- metadata
    page_number,
    statement_line_keys
from candidates
window source as (partition by document_key, source_order)
