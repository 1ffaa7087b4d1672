{#
    Function classes that a statement prints by name only (Zhejiang): 类, 款 and 项 stand below each other without codes. A name is
    sought below the names above it: 类 first, its 款 within it, the 项 within the 款. Of equal names (其他城乡社区支出 is 款 and
    项) the first is the higher one. A 类 in which one name stays open is resolved no further than itself: which rows are parts of which
    would be a guess.
#}
with listed as (
    select
        lines.statement_key,
        lines.side,
        lines.block_number,
        lines.row_number,
        any_value({{ class_name_stem(normalised_label('lines.line_label')) }}) as stem,
        bool_or(lines.function_class_code is not null or lines.class_code is not null) as has_code
    from {{ ref('int_unit_lines') }} as lines
    left join {{ ref('int_label_concepts') }} as labels
        on
            lines.line_label = labels.line_label
            and labels.label_scope = {{ label_scope('lines.statement_code', 'lines.side') }}
    where
        lines.statement_code in (
            'expenditure', 'revenue', 'general_public_expenditure', 'government_fund', 'state_capital',
            'income_expenditure_summary', 'appropriation_summary'
        )
        and lines.side in ('expenditure', 'none')
        and lines.row_kind in ('item', 'class')
        and lines.line_label is not null
        and lines.project_name is null
        and labels.label_dimension is null
    group by lines.statement_key, lines.side, lines.block_number, lines.row_number
),

-- a list that prints codes says itself what its rows are
uncoded as (
    select * from listed
    qualify not bool_or(has_code) over (partition by statement_key, side, block_number)
),

stems as (
    select
        class_code,
        level,
        {{ class_name_stem(normalised_label('class_name')) }} as stem
    from {{ ref('int_classes') }}
    where class_kind = 'function' and class_name is not null
),

candidates as (
    select
        uncoded.statement_key,
        uncoded.side,
        uncoded.block_number,
        uncoded.row_number,
        min(stems.class_code) filter (where stems.level = 1) as class_1_code,
        list(distinct stems.class_code order by stems.class_code) filter (where stems.level = 2) as level_2_codes,
        list(distinct stems.class_code order by stems.class_code) filter (where stems.level = 3) as level_3_codes,
        bool_and(stems.level = 1) as is_certain_class
    from uncoded
    left join stems on uncoded.stem = stems.stem
    group by uncoded.statement_key, uncoded.side, uncoded.block_number, uncoded.row_number
),

-- 类 stand in the order of their codes; 其他支出 below another 类 is none
classes as (
    select
        *,
        last_value(case when is_class then class_1_code end ignore nulls) over above as class_code,
        count(*) filter (where is_class) over above as class_number
    from (
        select
            *,
            class_1_code is not null
            and row_number() over (
                partition by statement_key, side, block_number, class_1_code order by row_number
            ) = 1
            and class_1_code <= coalesce(
                min(class_1_code) filter (where is_certain_class) over (
                    partition by statement_key, side, block_number order by row_number
                    rows between 1 following and unbounded following
                ), class_1_code
            ) as is_class
        from candidates
    ) as marked
    window above as (
        partition by statement_key, side, block_number order by row_number
        rows between unbounded preceding and current row
    )
),

-- a 款 is named once in its 类
first_names as (
    select
        *,
        not is_class and class_2_code is not null and row_number() over (
            partition by statement_key, side, block_number, class_number, class_2_code order by row_number
        ) = 1 as is_first_name
    from (
        select
            *,
            list_filter(level_2_codes, lambda code: starts_with(code, class_code)) as class_2_codes,
            case when len(class_2_codes) = 1 then class_2_codes[1] end as class_2_code
        from classes
        where class_code is not null
    ) as within_class
),

-- 公路水路运输 below 超长期特别国债安排的支出 is one of its items, though there is a 款 of that name
sections as (
    select
        *,
        last_value(case when is_section then class_2_code end ignore nulls) over (
            partition by statement_key, side, block_number, class_number order by row_number
            rows between unbounded preceding and current row
        ) as section_code
    from (
        select
            *,
            is_first_name
            and len(list_filter(coalesce(level_3_codes, []), lambda code: starts_with(code, coalesce(code_above, '-')))) = 0 as is_section
        from (
            select
                *,
                last_value(case when is_first_name then class_2_code end ignore nulls) over (
                    partition by statement_key, side, block_number, class_number order by row_number
                    rows between unbounded preceding and 1 preceding
                ) as code_above
            from first_names
        ) as beside_above
    ) as marked
),

resolved as (
    select
        *,
        case
            when is_class then class_code
            when is_section then section_code
            when len(item_codes) = 1 then item_codes[1]
        end as named_code
    from (
        select
            *,
            list_filter(level_3_codes, lambda code: starts_with(code, section_code)) as item_codes
        from sections
    ) as within_section
),

complete as (
    select
        *,
        bool_and(named_code is not null) over class_rows
        and count(distinct named_code) over class_rows = count(*) over class_rows as is_complete,
        count(*) filter (where is_section) over (partition by statement_key, side, block_number) > 0 as has_levels
    from resolved
    window class_rows as (partition by statement_key, side, block_number, class_number)
)

select
    -- identifiers
    statement_key,
    side,
    block_number,
    row_number,

    -- dimensions
    case when is_class or is_complete then named_code end as named_class_code,
    -- the row is a part of the 类 above it, whatever its own class is
    not is_class as is_within_class
from complete
where has_levels
