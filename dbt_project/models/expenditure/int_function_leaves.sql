{#
    Additive leaves of every statement by function class: the deepest printed code of each list, split by expenditure type
    as far as the printed parts sum to the printed whole, and by fund column where the statement has such columns.
#}
with cells as (
    select
        cells.*,
        choices.is_chosen
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
    where
        cells.statement_code in (
            'expenditure', 'general_public_expenditure', 'government_fund', 'state_capital', 'income_expenditure_summary'
        )
        and cells.side != 'income'
        and cells.placement = 'class'
        and cells.class_kind = 'function'
        and cells.is_component
        and cells.is_current
        and cells.flow_path in ('', 'current_expenditure/')
        and cells.item_path = ''
        and cells.procurement_path = ''
        and cells.economic_path = ''
        and choices.is_chosen
),

printed_codes as (
    select distinct
        statement_key,
        unit_path,
        class_code
    from cells
),

parent_codes as (
    select distinct
        statement_key,
        unit_path,
        unnest([substr(class_code, 1, 3), substr(class_code, 1, 5)]) as parent_code,
        class_code
    from printed_codes
),

leaf_cells as (
    select cells.*
    from cells
    anti join parent_codes as parents
        on
            cells.statement_key = parents.statement_key
            and cells.unit_path = parents.unit_path
            and cells.class_code = parents.parent_code
            and len(parents.class_code) > len(cells.class_code)
),

type_cells as (
    select
        document_key,
        statement_key,
        statement_code,
        unit_path,
        class_code,
        type_path,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        min(page_number) as page_number,
        list(statement_line_key order by row_number, statement_line_key) as statement_line_keys
    from leaf_cells
    where source_path = ''
    group by document_key, statement_key, statement_code, unit_path, class_code, type_path
),

codes as (
    select
        statement_key,
        unit_path,
        class_code,
        sum(half_unit_yuan) as half_unit_yuan,
        sum(amount_yuan) filter (where type_path = '') as total_yuan,
        sum(amount_yuan) filter (where type_path = 'basic/') as basic_yuan,
        sum(amount_yuan) filter (where starts_with(type_path, 'basic/basic_')) as staff_split_yuan,
        sum(amount_yuan) filter (where type_path = 'project/') as project_yuan,
        sum(amount_yuan) filter (where starts_with(type_path, 'project/project_')) as project_split_yuan,
        sum(amount_yuan) filter (where type_path != '' and type_path not like 'basic/%' and type_path not like 'project/%') as other_yuan
    from type_cells
    group by statement_key, unit_path, class_code
),

-- printed parts are used only where they sum to the printed whole
typed as (
    select
        *,
        staff_split_yuan is not null and (basic_yuan is null or abs(basic_yuan - staff_split_yuan) <= half_unit_yuan) as is_staff_split,
        coalesce(basic_yuan, staff_split_yuan, project_yuan, project_split_yuan, other_yuan) is not null
        and (
            total_yuan is null
            or abs(
                total_yuan
                - coalesce(basic_yuan, staff_split_yuan, 0)
                - coalesce(project_yuan, project_split_yuan, 0)
                - coalesce(other_yuan, 0)
            ) <= half_unit_yuan
        ) as is_typed
    from codes
),

type_parts as (
    select
        type_cells.*,
        case
            when not typed.is_typed then 'not_split'
            when starts_with(type_cells.type_path, 'project/') then 'project'
            else {{ path_leaf('type_cells.type_path') }}
        end as expenditure_type
    from type_cells
    inner join typed
        on
            type_cells.statement_key = typed.statement_key
            and type_cells.unit_path = typed.unit_path
            and type_cells.class_code = typed.class_code
    where
        case
            when not typed.is_typed then type_cells.type_path = ''
            when type_cells.type_path = '' then false
            when type_cells.type_path = 'basic/' then not typed.is_staff_split
            when starts_with(type_cells.type_path, 'basic/basic_') then typed.is_staff_split
            when starts_with(type_cells.type_path, 'project/project_') then typed.project_yuan is null
            else true
        end
),

-- statements whose columns are the sources of the money (公共预算拨款, 政府性基金, 事业收入 ...): the deepest printed columns
fund_cells as (
    select
        document_key,
        statement_key,
        statement_code,
        unit_path,
        class_code,
        source_path,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        min(page_number) as page_number,
        list(statement_line_key order by row_number, statement_line_key) as statement_line_keys
    from leaf_cells
    where source_path != '' and type_path = ''
    group by document_key, statement_key, statement_code, unit_path, class_code, source_path
),

fund_leaves as (
    select fund_cells.*
    from fund_cells
    anti join fund_cells as deeper
        on
            fund_cells.statement_key = deeper.statement_key
            and fund_cells.unit_path = deeper.unit_path
            and fund_cells.class_code = deeper.class_code
            and starts_with(deeper.source_path, fund_cells.source_path)
            and len(deeper.source_path) > len(fund_cells.source_path)
),

fund_sums as (
    select
        statement_key,
        unit_path,
        class_code,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan
    from fund_leaves
    group by statement_key, unit_path, class_code
),

-- fund columns are used where types are not printed and the funds sum to the total of the row
split_by_fund as (
    select
        fund_sums.statement_key,
        fund_sums.unit_path,
        fund_sums.class_code
    from fund_sums
    left join typed
        on
            fund_sums.statement_key = typed.statement_key
            and fund_sums.unit_path = typed.unit_path
            and fund_sums.class_code = typed.class_code
    where
        typed.statement_key is null
        or (
            not typed.is_typed
            and (
                typed.total_yuan is null
                or abs(typed.total_yuan - fund_sums.amount_yuan) <= typed.half_unit_yuan + fund_sums.half_unit_yuan
            )
        )
)

select
    -- identifiers
    type_parts.document_key,
    type_parts.statement_key,

    -- dimensions
    type_parts.statement_code,
    type_parts.unit_path,
    type_parts.class_code,
    -- personnel and public are compared as basic: the other statement may print only that
    case
        when starts_with(type_parts.expenditure_type, 'basic') then 'basic'
        when starts_with(type_parts.expenditure_type, 'project') then 'project'
        else type_parts.expenditure_type
    end as type_bucket,
    type_parts.expenditure_type,
    'not_split' as fund_column,

    -- facts
    type_parts.amount_yuan,
    type_parts.half_unit_yuan,

    -- metadata
    type_parts.page_number,
    type_parts.statement_line_keys
from type_parts
anti join split_by_fund
    on
        type_parts.statement_key = split_by_fund.statement_key
        and type_parts.unit_path = split_by_fund.unit_path
        and type_parts.class_code = split_by_fund.class_code

union all

select
    -- identifiers
    fund_leaves.document_key,
    fund_leaves.statement_key,

    -- dimensions
    fund_leaves.statement_code,
    fund_leaves.unit_path,
    fund_leaves.class_code,
    'not_split' as type_bucket,
    'not_split' as expenditure_type,
    {{ fund_type_of('fund_leaves.source_path') }} as fund_column,

    -- facts
    fund_leaves.amount_yuan,
    fund_leaves.half_unit_yuan,

    -- metadata
    fund_leaves.page_number,
    fund_leaves.statement_line_keys
from fund_leaves
inner join split_by_fund
    on
        fund_leaves.statement_key = split_by_fund.statement_key
        and fund_leaves.unit_path = split_by_fund.unit_path
        and fund_leaves.class_code = split_by_fund.class_code
