with lines as (
    select
        -- what the page looks like stays in staging
        lines.* exclude (side, x0, y0, x1, y1, cell_address, amount_text, printed_unit, printed_decimals, table_number),
        documents.fiscal_year,
        documents.disclosure_kind,
        {{ is_summary('lines.statement_code') }} as is_summary,
        case
            when lines.side is not null then lines.side
            when {{ is_summary('lines.statement_code') }} then 'unknown'
            else 'none'
        end as side,
        coalesce(lines.value_year, documents.fiscal_year, 0) as cell_year,
        coalesce(lines.value_phase, documents.disclosure_kind, 'unknown') as cell_phase,
        coalesce(lines.line_label in (documents.department_name, statements.unit_name), false) as is_own_name,
        coalesce(lines.unit_name in (documents.department_name, statements.unit_name), false) as is_own_unit
    from {{ ref('stg_statement_lines') }} as lines
    inner join {{ ref('stg_documents') }} as documents on lines.document_key = documents.document_key
    left join {{ ref('stg_statements') }} as statements on lines.statement_key = statements.statement_key
),

statement_rows as (
    select
        statement_key,
        min(row_number) = max(row_number) as is_single_row,
        bool_or(row_kind = 'total') as has_total_row
    from {{ ref('stg_statement_lines') }}
    group by statement_key
),

-- the heading of a unit that a row stands below
headings as (
    select
        statement_line_key,
        max(row_number) filter (where row_kind = 'unit') over (
            partition by statement_key, block_number order by row_number range between unbounded preceding and current row
        ) as heading_row_number
    from lines
),

-- the department's own name among its units is the organ itself (本级), but the row that repeats the total is all of them
own_rows as (
    select
        statement_key,
        min(row_number) filter (where is_own_unit and (total_yuan is null or amount_yuan = total_yuan)) as whole_row_number,
        max(total_yuan) is not null as has_total_row,
        coalesce(max(amount_yuan) filter (where row_kind = 'unit' and not is_own_unit), 0) != 0 as has_other_units,
        -- 退役军人事务局 above 湖州市退役军人事务局 and the others: one row is the total, and the rest of them sum to it once more
        min(row_number) filter (
            where row_kind = 'unit' and unit_row_count > 2 and amount_yuan = total_yuan
            and abs(units_yuan - 2 * total_yuan) <= units_half_yuan
        ) as summed_row_number
    from (
        select
            *,
            max(amount_yuan) filter (where row_kind = 'total') over (partition by statement_key) as total_yuan,
            count(*) filter (where row_kind = 'unit') over (partition by statement_key, measure_code) as unit_row_count,
            sum(amount_yuan) filter (where row_kind = 'unit') over (partition by statement_key, measure_code) as units_yuan,
            sum(half_unit_yuan) filter (where row_kind = 'unit') over (partition by statement_key, measure_code) as units_half_yuan
        from lines
        where measure_code in ('total', 'current_year', 'three_public')
    ) as totals
    group by statement_key
),

named_lines as (
    select
        lines.*,
        case
            when
                -- what stands below the heading of all of them is theirs too
                lines.is_own_unit and own_rows.whole_row_number in (lines.row_number, headings.heading_row_number)
                and (own_rows.has_other_units or not own_rows.has_total_row)
                then null
            when own_rows.summed_row_number in (lines.row_number, headings.heading_row_number) then null
            else lines.unit_name
        end as own_unit_name,
        statement_rows.has_total_row,
        -- a form of one unlabelled row prints nothing but totals
        lines.line_label is null and statement_rows.is_single_row as is_only_row
    from lines
    inner join headings on lines.statement_line_key = headings.statement_line_key
    inner join statement_rows on lines.statement_key = statement_rows.statement_key
    left join own_rows on lines.statement_key = own_rows.statement_key
),

statement_units as (
    select
        statement_key,
        count(distinct unit_name) as unit_count,
        bool_or(unit_name is null and row_kind not in ('total', 'subtotal')) as has_own_rows
    from named_lines
    group by statement_key
),

-- 2010302 一般行政管理事务 may be followed by its projects or economic classes: these are details of the coded row, and so is whatever
-- stands below a unit that prints the code
plain_class_rows as (
    select
        statement_key,
        own_unit_name,
        function_class_code,
        bool_or(row_kind = 'unit') as is_heading
    from named_lines
    where
        function_class_code is not null
        and project_name is null
        and department_economic_code is null
        and government_economic_code is null
    group by statement_key, own_unit_name, function_class_code
)

select
    lines.*,
    -- a statement of one single unit is the unit's own: the unit is no coordinate of it
    case
        when units.unit_count > 1 or (units.unit_count = 1 and units.has_own_rows) then coalesce(lines.own_unit_name, '')
        else ''
    end as unit_path,
    plain.statement_key is not null
    and (
        lines.project_name is not null or lines.department_economic_code is not null or lines.government_economic_code is not null
        or (plain.is_heading and lines.row_kind = 'class')
    ) as is_detail
from named_lines as lines
left join statement_units as units on lines.statement_key = units.statement_key
left join plain_class_rows as plain
    on
        lines.statement_key = plain.statement_key
        and lines.own_unit_name is not distinct from plain.own_unit_name
        and lines.function_class_code = plain.function_class_code
