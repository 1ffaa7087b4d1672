-- the windows below sort every column that they carry: what they do not look at joins at the end
with coordinates as (
    select
        lines.statement_line_key,
        lines.statement_key,
        lines.statement_code,
        lines.side,
        lines.is_summary,
        lines.block_number,
        lines.row_number,
        lines.column_number,
        lines.row_kind,
        lines.cell_year,
        lines.cell_phase,
        case
            when
                lines.function_class_code is not null and coalesce(lines.class_kind, 'function') = 'function'
                then lines.function_class_code
            else lines.class_code
        end as printed_class_code,
        case when lines.side = 'expenditure' and lines.is_summary then labels.named_function_code end as named_function_code,
        labels.named_economic_codes,
        classes.named_class_code,
        coalesce(classes.is_within_class, false) as is_within_class,
        -- 工资福利支出 above 基本工资: of equal names the one within the class above is meant
        last_value(list_filter(labels.named_economic_codes, lambda code: len(code) = 3)[1] ignore nulls) over (
            partition by lines.statement_key, lines.block_number
            order by lines.row_number
            range between unbounded preceding and 1 preceding
        ) as economic_class_above,
        labels.label_dimension,
        labels.label_path,
        {{ has_first_level_mark('lines.line_label') }} as has_first_level_mark,
        measures.source_path,
        measures.item_path
    from {{ ref('int_unit_lines') }} as lines
    left join {{ ref('int_label_concepts') }} as labels
        on
            lines.line_label = labels.line_label
            and labels.label_scope = {{ label_scope('lines.statement_code', 'lines.side') }}
    left join {{ ref('int_named_classes') }} as classes
        on
            lines.statement_key = classes.statement_key
            and lines.side = classes.side
            and lines.block_number = classes.block_number
            and lines.row_number = classes.row_number
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
            bool_or(coalesce(printed_class_code, named_function_code) between '201' and '2249999')
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
        coalesce(
            printed_class_code,
            named_class_code,
            case when is_function_block and not is_within_class then named_function_code end,
            -- economic statements without codes: a section by its name within the class above, a class by its name
            list_filter(named_economic_codes, lambda code: substr(code, 1, 3) = economic_class_above and len(code) > 3)[1],
            list_filter(named_economic_codes, lambda code: len(code) = 3)[1]
        ) as path_class_code,
        max(source_count) over (partition by statement_key) as max_source_count
    from sides
),

-- [512]债务还本支出 among the classes 301 to 399 is one of them
kinds as (
    select
        *,
        count(*) filter (where path_class_code[1] = '3') over (partition by statement_key, side) as department_economic_count,
        count(*) filter (where path_class_code[1] = '5') over (partition by statement_key, side) as government_economic_count,
        case
            when path_class_code[1] not in ('3', '5') then 'function'
            when 5 * government_economic_count <= department_economic_count then 'department_economic'
            when 5 * department_economic_count <= government_economic_count then 'government_economic'
            when path_class_code[1] = '3' then 'department_economic'
            else 'government_economic'
        end as path_class_kind
    from named
)

select
    -- identifiers
    named.statement_line_key,
    named.statement_key,
    lines.document_key,

    -- dimensions
    lines.statement_number,
    named.statement_code,
    named.side,
    named.is_summary,
    named.block_number,
    named.row_number,
    lines.page_number,
    named.row_kind,
    lines.line_label,
    lines.own_unit_name,
    lines.unit_path,
    lines.fiscal_year,
    lines.disclosure_kind,
    named.cell_year,
    named.cell_phase,
    lines.measure_code,
    lines.measure_path,
    measures.* exclude (measure_code),
    named.label_dimension,
    named.label_path,
    named.side_part,
    named.has_expenditure_total,
    named.max_source_count,
    named.path_class_code,
    named.path_class_kind,
    case
        when named.is_summary and named.is_within_class and path_class_code is null then 'within_class'
        -- 对附属单位补助支出 in the list of functions is a component of that list
        when named.is_summary and path_class_code is null and label_dimension = 'type' and is_function_block then 'unknown_label'
        when named.is_summary and path_class_code is null and label_dimension is not null then 'label'
        when path_class_code is null
            and (
                named.row_kind in ('total', 'unit') or lines.is_only_row or (lines.is_own_name and not lines.has_total_row)
                or (named.statement_code = 'basic_expenditure' and label_dimension = 'type')
            )
            then 'root'
        when lines.is_detail or lines.project_name is not null then 'row'
        when path_class_code is not null then 'class'
        when
            named.is_summary and (has_first_level_mark or not has_marked_rows) and (named.side = 'income' or is_function_block)
            then 'unknown_label'
        when named.statement_code = 'three_public' and label_dimension = 'item' and named.item_path in ('', 'three_public/') then 'label'
        else 'row'
    end as placement,

    -- facts
    lines.amount_yuan,
    lines.half_unit_yuan,

    -- metadata
    named.printed_class_code is null and named.named_class_code is not null as is_class_named,
    coalesce(regexp_matches(lines.measure_path, {{ word('of_which_above') }}), false) as is_below_of_which
from kinds as named
inner join {{ ref('int_unit_lines') }} as lines on named.statement_line_key = lines.statement_line_key
left join {{ ref('int_measures') }} as measures on lines.measure_code = measures.measure_code
