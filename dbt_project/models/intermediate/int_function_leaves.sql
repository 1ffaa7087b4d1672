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

{# Columns of the type tree, each with its amount, precision, lines and pages. #}
{% set types = [
    ('total', ''), ('basic', 'basic/'), ('personnel', 'basic/basic_personnel/'), ('public', 'basic/basic_public/'),
    ('project', 'project/'), ('project_capital', 'project/project_capital/'), ('project_other', 'project/project_other/'),
    ('remit', 'remit_to_superior/'), ('operating', 'operating/'), ('subsidy', 'subsidy_to_affiliates/'),
    ('reserved', 'reserved_fund/'), ('carried', 'carried_to_next_year/'),
] %}
rows_by_type as (
    select
        document_key,
        statement_key,
        statement_code,
        unit_path,
        class_code,
        {% for name, path in types %}
            sum(amount_yuan) filter (where type_path = '{{ path }}') as {{ name }}_yuan,
            coalesce(sum(half_unit_yuan) filter (where type_path = '{{ path }}'), 0) as {{ name }}_half,
            list(statement_line_key order by row_number) filter (where type_path = '{{ path }}') as {{ name }}_lines,
        {% endfor %}
        min(page_number) as page_number
    from leaf_cells
    where source_path = ''
    group by document_key, statement_key, statement_code, unit_path, class_code
),

compared as (
    select
        *,
        personnel_yuan is not null or public_yuan is not null as has_staff_split,
        basic_yuan is null
        or abs(basic_yuan - coalesce(personnel_yuan, 0) - coalesce(public_yuan, 0)) <= basic_half + personnel_half + public_half
            as staff_split_closes,
        coalesce(basic_yuan, personnel_yuan, public_yuan, project_yuan, project_capital_yuan, project_other_yuan, remit_yuan,
            operating_yuan, subsidy_yuan, reserved_yuan, carried_yuan) is not null as has_types,
        coalesce(basic_yuan, coalesce(personnel_yuan, 0) + coalesce(public_yuan, 0))
        + coalesce(project_yuan, coalesce(project_capital_yuan, 0) + coalesce(project_other_yuan, 0))
        + coalesce(remit_yuan, 0) + coalesce(operating_yuan, 0) + coalesce(subsidy_yuan, 0)
        + coalesce(reserved_yuan, 0) + coalesce(carried_yuan, 0) as types_yuan,
        total_half + basic_half + personnel_half + public_half + project_half + project_capital_half + project_other_half
        + remit_half + operating_half + subsidy_half + reserved_half + carried_half as types_half
    from rows_by_type
),

typed as (
    select
        compared.* exclude (page_number),
        compared.page_number,
        has_types and (total_yuan is null or abs(total_yuan - types_yuan) <= types_half) as is_typed,
        has_staff_split and staff_split_closes as is_staff_split
    from compared
),

type_parts as (
    select
        document_key,
        statement_key,
        statement_code,
        unit_path,
        class_code,
        page_number,
        unnest(
            case
                when not is_typed then
                    [{'type': 'not_split', 'bucket': 'not_split', 'yuan': total_yuan, 'half': total_half, 'lines': total_lines}]
                else
                    case
                        when is_staff_split then [
                            {'type': 'basic_personnel', 'bucket': 'basic', 'yuan': personnel_yuan, 'half': personnel_half, 'lines': personnel_lines},
                            {'type': 'basic_public', 'bucket': 'basic', 'yuan': public_yuan, 'half': public_half, 'lines': public_lines}
                        ]
                        else [{'type': 'basic', 'bucket': 'basic', 'yuan': basic_yuan, 'half': basic_half, 'lines': basic_lines}]
                    end
                    || case
                        when project_yuan is not null
                            then [{'type': 'project', 'bucket': 'project', 'yuan': project_yuan, 'half': project_half, 'lines': project_lines}]
                        else [
                            {'type': 'project', 'bucket': 'project', 'yuan': project_capital_yuan, 'half': project_capital_half, 'lines': project_capital_lines},
                            {'type': 'project', 'bucket': 'project', 'yuan': project_other_yuan, 'half': project_other_half, 'lines': project_other_lines}
                        ]
                    end
                    || [
                        {'type': 'remit_to_superior', 'bucket': 'remit_to_superior', 'yuan': remit_yuan, 'half': remit_half, 'lines': remit_lines},
                        {'type': 'operating', 'bucket': 'operating', 'yuan': operating_yuan, 'half': operating_half, 'lines': operating_lines},
                        {'type': 'subsidy_to_affiliates', 'bucket': 'subsidy_to_affiliates', 'yuan': subsidy_yuan, 'half': subsidy_half, 'lines': subsidy_lines},
                        {'type': 'reserved_fund', 'bucket': 'reserved_fund', 'yuan': reserved_yuan, 'half': reserved_half, 'lines': reserved_lines},
                        {'type': 'carried_to_next_year', 'bucket': 'carried_to_next_year', 'yuan': carried_yuan, 'half': carried_half, 'lines': carried_lines}
                    ]
            end
        ) as part
    from typed
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
        list(statement_line_key order by row_number) as statement_line_keys
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
                or abs(typed.total_yuan - fund_sums.amount_yuan) <= typed.total_half + fund_sums.half_unit_yuan
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
    type_parts.part.bucket as type_bucket,
    type_parts.part.type as expenditure_type,
    'not_split' as fund_column,

    -- facts
    type_parts.part.yuan as amount_yuan,
    type_parts.part.half as half_unit_yuan,

    -- metadata
    type_parts.page_number,
    type_parts.part.lines as statement_line_keys
from type_parts
anti join split_by_fund
    on
        type_parts.statement_key = split_by_fund.statement_key
        and type_parts.unit_path = split_by_fund.unit_path
        and type_parts.class_code = split_by_fund.class_code
where type_parts.part.yuan is not null

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
