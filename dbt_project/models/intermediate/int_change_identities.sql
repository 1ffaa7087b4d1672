{#
    A column of changes (增减变化) beside the columns of both years: change = this year − the year before, row by row.
    Of several columns that could be either year (上年预算数 beside 上年执行数) it is not known which one is meant.
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
        arg_min(figures.half_unit_yuan, figures.statement_line_key) as half_unit_yuan,
        bool_or(figures.agreement = 'differs') as has_differing_reading
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
        coalesce(changes.line_label, '合计') || coalesce(' · ' || nullif(changes.measure_code, 'total'), '') || ', change' as left_label,
        changes.cell_year || ' − ' || (changes.cell_year - 1) as right_label,
        changes.amount_yuan as left_yuan,
        nows.amount_yuan - befores.amount_yuan as right_yuan,
        changes.half_unit_yuan + nows.half_unit_yuan + befores.half_unit_yuan as allowed_yuan,
        nows.figure_key as now_key,
        befores.figure_key as before_key,
        coalesce(changes.agreement = 'differs' or nows.has_differing_reading or befores.has_differing_reading, false)
            as has_differing_reading,
        nows.figure_count + befores.figure_count = 2 as is_told,
        abs(changes.amount_yuan - (nows.amount_yuan - befores.amount_yuan))
        <= changes.half_unit_yuan + nows.half_unit_yuan + befores.half_unit_yuan as closes
    from changes
    inner join sides as nows on changes.statement_line_key = nows.statement_line_key and nows.is_now
    inner join sides as befores on changes.statement_line_key = befores.statement_line_key and not befores.is_now
    where changes.amount_yuan != 0 or nows.amount_yuan != befores.amount_yuan
),

-- a column whose figures mostly are no such change is one of something else
columns as (
    select
        *,
        count(*) filter (where is_told and closes) over whole as closing_count,
        count(*) filter (where is_told) over whole as told_count
    from valued
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
    is_told and 2 * (closing_count - cast(closes as integer)) >= told_count as is_refutable,

    -- metadata
    has_differing_reading,
    [statement_line_key] as left_line_keys,
    [now_key, before_key] as right_line_keys,
    [1.0] as left_factors,
    [-1.0, 1.0] as right_factors,
    case
        when not is_told then 'several columns could be the year or the one before'
        when 2 * closing_count < told_count then 'most of the column is not the change between the two years'
    end as unchecked_reason
from columns
