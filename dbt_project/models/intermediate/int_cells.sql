with lines as (
    select
        lines.* exclude (side),
        documents.fiscal_year,
        documents.disclosure_kind,
        lines.statement_code in ('income_expenditure_summary', 'appropriation_summary') as is_summary,
        case
            when lines.side is not null then lines.side
            when lines.statement_code in ('income_expenditure_summary', 'appropriation_summary') then 'unknown'
            else 'none'
        end as side,
        coalesce(lines.value_year, documents.fiscal_year, 0) as cell_year,
        coalesce(lines.value_phase, documents.disclosure_kind, 'unknown') as cell_phase,
        coalesce(lines.line_label in (documents.department_name, statements.unit_name), false) as is_own_name,
        coalesce(lines.unit_name in (documents.department_name, statements.unit_name), false) as is_own_unit,
        -- two columns of one row that mean the same are two views of one figure (项目支出总数, 扣除基建项目后预算数): the first counts
        row_number() over (
            partition by lines.statement_key, lines.row_number, lines.block_number, lines.measure_code, lines.value_year, lines.value_phase
            order by lines.column_number, lines.statement_line_key
        ) as same_measure_number,
        row_number() over (
            partition by
                lines.statement_key, lines.row_number, lines.block_number,
                lines.measure_code, lines.measure_path, lines.value_year, lines.value_phase
            order by lines.column_number, lines.statement_line_key
        ) as same_header_number
    from {{ ref('stg_statement_lines') }} as lines
    inner join {{ ref('stg_documents') }} as documents on lines.document_key = documents.document_key
    left join {{ ref('stg_statements') }} as statements on lines.statement_key = statements.statement_key
),

-- the department's own name among its units is the organ itself (本级), but the row that repeats the total is all of them
own_rows as (
    select
        statement_key,
        min(row_number) filter (where is_own_unit and (total_yuan is null or amount_yuan = total_yuan)) as whole_row_number,
        max(total_yuan) is not null as has_total_row,
        coalesce(max(amount_yuan) filter (where row_kind = 'unit' and not is_own_unit), 0) != 0 as has_other_units
    from (
        select
            *,
            max(amount_yuan) filter (where row_kind = 'total') over (partition by statement_key) as total_yuan
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
                lines.is_own_unit and lines.row_number = own_rows.whole_row_number
                and (own_rows.has_other_units or not own_rows.has_total_row)
                then null
            else lines.unit_name
        end as own_unit_name,
        coalesce(own_rows.has_total_row, false) as has_total_row,
        -- a form of one unlabelled row prints nothing but totals
        lines.line_label is null
        and min(lines.row_number) over (partition by lines.statement_key) = max(lines.row_number) over (partition by lines.statement_key)
            as is_only_row
    from lines
    left join own_rows on lines.statement_key = own_rows.statement_key
),

statement_units as (
    select
        statement_key,
        count(distinct own_unit_name) as unit_count,
        bool_or(own_unit_name is null and row_kind != 'total') as has_own_rows
    from named_lines
    group by statement_key
),

-- 2010302 一般行政管理事务 may be followed by its projects or economic classes: these are details of the coded row
plain_class_rows as (
    select distinct
        statement_key,
        own_unit_name,
        function_class_code
    from named_lines
    where
        function_class_code is not null
        and project_name is null
        and department_economic_code is null
        and government_economic_code is null
),

coordinates as (
    select
        lines.*,
        -- a statement of one single unit is the unit's own: the unit is no coordinate of it
        case when units.unit_count > 1 or (units.unit_count = 1 and units.has_own_rows) then coalesce(lines.own_unit_name, '') else '' end
            as unit_path,
        plain.statement_key is not null
        and (lines.project_name is not null or lines.department_economic_code is not null or lines.government_economic_code is not null)
            as is_detail,
        case
            when
                lines.function_class_code is not null and coalesce(lines.class_kind, 'function') = 'function'
                then lines.function_class_code
            else lines.class_code
        end as printed_class_code,
        case when lines.side = 'expenditure' and lines.is_summary then labels.named_class_code end as named_class_code,
        coalesce(lines.class_kind, case
            when lines.function_class_code is not null then 'function'
            when lines.class_code[1] = '2' then 'function'
            when lines.class_code[1] = '3' then 'department_economic'
            when lines.class_code[1] = '5' then 'government_economic'
            else 'function'
        end) as path_class_kind,
        labels.label_dimension,
        labels.label_path,
        {{ has_first_level_mark('lines.line_label') }} as has_first_level_mark,
        measures.* exclude (measure_code)
    from named_lines as lines
    left join statement_units as units on lines.statement_key = units.statement_key
    left join plain_class_rows as plain
        on
            lines.statement_key = plain.statement_key
            and lines.own_unit_name is not distinct from plain.own_unit_name
            and lines.function_class_code = plain.function_class_code
    left join {{ ref('int_label_concepts') }} as labels
        on
            lines.line_label = labels.line_label
            and labels.label_scope = case when lines.is_summary then lines.side else lines.statement_code end
    left join {{ ref('int_measures') }} as measures on lines.measure_code = measures.measure_code
),

-- what has been printed above in a side of a summary
positions as (
    select
        coordinates.*,
        coalesce(label_dimension = 'source' and label_path = 'current_year/', false) as is_year_total,
        coalesce(
            bool_or(label_dimension = 'source' and starts_with(label_path, 'current_year/') and label_path != 'current_year/') over above,
            false
        ) as has_sources_above,
        coalesce(bool_or(label_dimension = 'source' and label_path = 'current_year/' and row_kind = 'total') over above, false)
            as has_year_ended
    from coordinates
    window above as (
        partition by statement_key, side, block_number order by row_number
        range between unbounded preceding and 1 preceding
    )
),

-- where a side of a summary stands: below 上年结转 the funds are those carried over; below 年末结转 nothing is spent
sides as (
    select
        positions.*,
        coalesce(
            last_value(
                case
                    when not is_summary then null
                    when label_dimension = 'source' and starts_with(label_path, 'prior_carryover/') then 'carried_in'
                    when label_dimension = 'flow' and label_path not in ('', 'current_expenditure/') then 'carried_out'
                    when is_year_total and row_kind = 'total' and has_sources_above then 'year_ended'
                    when
                        (has_first_level_mark and not has_year_ended) or row_kind = 'total' or label_path in ('', 'current_year/')
                        then 'own'
                end
                ignore nulls
            ) over (partition by statement_key, side, block_number order by row_number, column_number),
            'own'
        ) as side_part,
        coalesce(bool_or(label_dimension = 'flow' and label_path = 'current_expenditure/') over (partition by statement_key, side), false)
            as has_expenditure_total,
        coalesce(bool_or(has_first_level_mark) over (partition by statement_key, side, block_number), false) as has_marked_rows,
        -- a summary may set the function classes beside the economic ones: only the block of the functions takes unnamed components
        -- (其他支出 and 转移性支出 are names in every classification)
        coalesce(
            bool_or(coalesce(printed_class_code, named_class_code) between '201' and '2249999')
                over (partition by statement_key, side, block_number),
            false
        ) as is_function_block,
        -- one fund for all items of the 三公 table is a remark, several are columns
        count(distinct source_path) over (partition by statement_key, item_path, cell_year, cell_phase) as source_count
    from positions
),

named as (
    select
        sides.*,
        coalesce(printed_class_code, case when is_function_block then named_class_code end) as path_class_code,
        max(source_count) over (partition by statement_key) as max_source_count
    from sides
),

placed as (
    select
        named.*,
        case
            -- 对附属单位补助支出 in the list of functions is a component of that list
            when is_summary and path_class_code is null and label_dimension = 'type' and is_function_block then 'unknown_label'
            when is_summary and path_class_code is null and label_dimension is not null then 'label'
            when path_class_code is null
                and (
                    row_kind in ('total', 'unit') or is_only_row or (is_own_name and not has_total_row)
                    or (statement_code = 'basic_expenditure' and label_dimension = 'type')
                )
                then 'root'
            when is_detail or project_name is not null then 'row'
            when path_class_code is not null then 'class'
            when
                is_summary and (has_first_level_mark or not has_marked_rows) and (side = 'income' or is_function_block)
                then 'unknown_label'
            when statement_code = 'three_public' and label_dimension = 'item' and item_path in ('', 'three_public/') then 'label'
            else 'row'
        end as placement
    from named
),

paths as (
    select
        placed.*,
        case
            when placement != 'class' then ''
            else {{ class_path("path_class_kind", "path_class_code") }}
        end as own_class_path,
        case
            when statement_code in ('three_public', 'other_three_public') and max_source_count = 1 then ''
            when placement = 'label' and label_dimension = 'source'
                then
                    case
                        when side_part = 'carried_in' and starts_with(label_path, 'current_year/')
                            then 'prior_carryover/' || substr(label_path, len('current_year/') + 1)
                        -- 上级补助收入 below 本年收入合计 is added to it
                        when side_part = 'year_ended' and starts_with(label_path, 'current_year/') and label_path != 'current_year/'
                            then 'added/' || substr(label_path, len('current_year/') + 1)
                        else label_path
                    end
            when placement = 'unknown_label' and side = 'income' then 'current_year/' || replace(line_label, '/', '·') || '/'
            -- 本年收入 as a column of a revenue statement is the source tree's first level
            when side = 'income' or statement_code = 'revenue'
                then
                    case flow_path
                        when 'current_revenue/' then 'current_year/'
                        when 'opening_balance/' then 'prior_carryover/'
                        else coalesce(source_path, '')
                    end
            else coalesce(source_path, '')
        end as own_source_path,
        case
            when label_dimension = 'type' and (placement = 'label' or statement_code = 'basic_expenditure') then label_path
            else coalesce(type_path, '')
        end as own_type_path,
        case when placement = 'label' and label_dimension = 'item' then label_path else coalesce(item_path, '') end as own_item_path,
        case
            when placement = 'label' and label_dimension = 'flow' then label_path
            when is_summary and side = 'expenditure' and placement in ('class', 'label', 'unknown_label') and side_part = 'carried_out'
                then 'closing_balance/'
            when is_summary and side = 'expenditure' and placement in ('class', 'label', 'unknown_label') and has_expenditure_total
                then 'current_expenditure/'
            when side = 'income' or statement_code = 'revenue' then ''
            else coalesce(flow_path, '')
        end as own_flow_path
    from placed
)

select
    -- identifiers
    statement_line_key,
    statement_key,
    document_key,

    -- dimensions
    statement_number,
    statement_code,
    side,
    block_number,
    row_number,
    page_number,
    row_kind,
    placement,
    path_class_kind as class_kind,
    case when placement in ('class', 'row') then path_class_code end as class_code,
    line_label,
    own_unit_name as unit_name,
    cell_year,
    cell_phase,
    cell_year = coalesce(fiscal_year, 0) and cell_phase = coalesce(disclosure_kind, 'unknown') as is_current,
    measure_code,
    case when placement = 'row' then row_number || ':' || block_number else '' end as row_anchor,
    case when unit_path = '' then '' else replace(unit_path, '/', '·') || '/' end as unit_path,
    own_class_path as class_path,
    case
        when
            placement = 'unknown_label' and side = 'expenditure' and side_part = 'own'
            then 'function/' || replace(line_label, '/', '·') || '/'
        else own_class_path
    end as tree_class_path,
    own_source_path as source_path,
    own_type_path as type_path,
    own_item_path as item_path,
    own_flow_path as flow_path,
    coalesce(procurement_path, '') as procurement_path,
    coalesce(economic_path, '') as economic_path,
    -- 其中 rows and columns are shown beside the sum, they are no part of it; 其中:(一) only begins a list
    (row_kind is distinct from 'part' or regexp_matches(line_label, '^其中[:：]?[（(]?[一二三四五六七八九十0-9]+[)）、.．]'))
    and (not coalesce(is_part, false) or type_path = 'basic/')
    and not coalesce(is_change, false)
    and not coalesce(is_unclassified, false)
    -- 上年结转 and 上年实户资金余额 mean the same source and are two sums of money; one header over two columns is not
    and (
        same_measure_number = 1
        or (same_header_number = 1 and type_path = '' and source_path != '' and not contains(measure_path, '其中'))
    )
    and cell_phase != 'change' as is_component,

    -- facts
    amount_yuan,
    half_unit_yuan,

    -- metadata
    agreement
from paths
