{#
    A column of changes (增减变化) beside the columns of both years: change = this year − the year before, row by row.
    Of several columns that could be either year (上年预算数 beside 上年执行数) it is not known which one is meant. What is blank is not 0,
    but where both years are blank nothing has changed.
#}
with cells as (
    select * from {{ ref('int_cells') }}
    where measure_code is not null
),

changes as (
    select * from cells
    where cell_phase = 'change'
),

sides as (
    select
        changes.statement_line_key,
        changes.cell_year = figures.cell_year as is_now,
        count(*) as figure_count,
        arg_min(figures.statement_line_key, figures.statement_line_key) as figure_key,
        arg_min(figures.amount_yuan, figures.statement_line_key) as amount_yuan,
        arg_min(figures.half_unit_yuan, figures.statement_line_key) as half_unit_yuan
    from changes
    inner join cells as figures
        on
            changes.statement_key = figures.statement_key
            and changes.row_number = figures.row_number
            and changes.block_number = figures.block_number
            and changes.measure_code = figures.measure_code
            and figures.cell_phase != 'change'
            and figures.cell_year in (changes.cell_year, changes.cell_year - 1)
    group by changes.statement_line_key, is_now
),

valued as (
    select
        changes.document_key,
        changes.statement_key,
        changes.statement_number,
        changes.statement_line_key,
        changes.page_number,
        {{ phrase('change_of', what=told_cell('changes')) }} as left_label,
        {{ phrase('year_less_year_before', year='changes.cell_year', before='changes.cell_year - 1') }} as right_label,
        changes.amount_yuan as left_yuan,
        coalesce(nows.amount_yuan, 0) - coalesce(befores.amount_yuan, 0) as right_yuan,
        changes.half_unit_yuan + coalesce(nows.half_unit_yuan, 0) + coalesce(befores.half_unit_yuan, 0) as allowed_yuan,
        [key for key in [nows.figure_key, befores.figure_key] if key is not null] as right_line_keys,
        case
            when nows.figure_count > 1 or befores.figure_count > 1 then {{ phrase('unchecked_several_columns') }}
            when (nows.figure_key is null) != (befores.figure_key is null) then {{ phrase('unchecked_one_year') }}
        end as unchecked_reason
    from changes
    left join sides as nows on changes.statement_line_key = nows.statement_line_key and nows.is_now
    left join sides as befores on changes.statement_line_key = befores.statement_line_key and not befores.is_now
    where changes.amount_yuan != 0 or nows.amount_yuan != befores.amount_yuan
),

evaluated as (
    select
        *,
        unchecked_reason is null and abs(left_yuan - right_yuan) <= allowed_yuan as closes
    from valued
),

-- a column whose figures mostly are no such change is one of something else
columns as (
    select
        *,
        count(*) filter (where closes) over whole as closing_count,
        count(*) filter (where unchecked_reason is null) over whole as checked_count
    from evaluated
    window whole as (partition by statement_key)
)

select
    -- identifiers
    'table_change' as rule_id,
    document_key,
    statement_key,

    -- dimensions
    statement_number,
    left_label,
    right_label,
    page_number as first_page,
    page_number as last_page,

    -- facts
    left_yuan,
    right_yuan,
    allowed_yuan,
    unchecked_reason is null and 2 * (closing_count - cast(closes as integer)) >= checked_count as is_refutable,

    -- metadata
    [statement_line_key] as left_line_keys,
    right_line_keys,
    [1.0] as left_factors,
    list_slice([-1.0, 1.0], 1, len(right_line_keys)) as right_factors,
    coalesce(
        unchecked_reason,
        case when 2 * closing_count < checked_count then {{ phrase('unchecked_no_change') }} end
    ) as unchecked_reason
from columns
