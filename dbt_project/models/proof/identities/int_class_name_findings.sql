{#
    A class under a name that is not its own: the name of another code of the same level in that year (a list numbered afresh), a
    name that the class bore in other years only, or one that prose sets on another level (the name of a 款 as 项). Names that the classification does not know are no finding: filings abbreviate.
    One statement, or the prose, is one finding.
#}
{% set squashed = "regexp_replace(coalesce(%s, ''), '[\\s()（）]', '', 'g')" %}

with names as (
    select distinct
        class_kind,
        class_code,
        class_name,
        {{ squashed % 'class_name' }} as plain_name,
        level,
        coalesce(valid_from_year, 0) as from_year,
        coalesce(valid_to_year, 9999) as to_year
    from {{ ref('int_classes') }}
    where not is_observed_only and class_name is not null
),

lines as (
    select
        document_key,
        statement_key as place_key,
        page_number,
        class_kind,
        class_code,
        cast((len(class_code) - 1) // 2 as integer) as level,
        line_label as printed_name,
        min(statement_line_key) as statement_line_key,
        cast(null as varchar) as claim_key,
        arg_min({ 'x0': x0, 'y0': y0, 'x1': x1, 'y1': y1, 'cell_address': cell_address }, statement_line_key) as box
    from {{ ref('stg_statement_lines') }}
    where class_code is not null and code_basis = 'printed' and row_kind in ('class', 'item', 'part') and project_name is null
    group by document_key, statement_key, page_number, class_kind, class_code, line_label
),

claims as (
    {% for level, column in ((1, 'class_name'), (2, 'section_name'), (3, 'item_name')) %}
        select
            document_key,
            'prose' as place_key,
            page_number,
            class_kind,
            cast(null as varchar) as class_code,
            {{ level }} as level,
            {{ column }} as printed_name,
            cast(null as varchar) as statement_line_key,
            min(claim_key) as claim_key,
            arg_min({ 'x0': x0, 'y0': y0, 'x1': x1, 'y1': y1, 'cell_address': cell_address }, claim_key) as box
        from {{ ref('stg_claims') }}
        where {{ column }} is not null and class_kind = 'function'
        group by document_key, page_number, class_kind, {{ column }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

printed as (
    select
        stated.*,
        {{ squashed % 'stated.printed_name' }} as plain_name,
        documents.fiscal_year
    from (
        select * from lines
        union all
        select * from claims
    ) as stated
    inner join {{ ref('stg_documents') }} as documents on stated.document_key = documents.document_key
    where documents.fiscal_year is not null and documents.status = 'read'
),

-- what the name stands for in that year, and in any year
meanings as (
    select
        printed.document_key,
        printed.place_key,
        printed.page_number,
        printed.class_kind,
        printed.class_code,
        printed.level,
        printed.printed_name,
        any_value(printed.statement_line_key) as statement_line_key,
        any_value(printed.claim_key) as claim_key,
        any_value(printed.box) as box,
        any_value(printed.fiscal_year) as fiscal_year,
        bool_or(names.class_code = printed.class_code or printed.class_code is null)
        filter (where printed.fiscal_year between names.from_year and names.to_year) as is_own_name,
        list(distinct names.class_code) filter (where printed.fiscal_year between names.from_year and names.to_year) as current_codes,
        max(names.to_year) filter (
            where names.to_year < printed.fiscal_year and (names.class_code = printed.class_code or printed.class_code is null)
        ) as last_year,
        arg_max(names.class_code, names.to_year) filter (
            where names.to_year < printed.fiscal_year and (names.class_code = printed.class_code or printed.class_code is null)
        ) as former_code
    from printed
    inner join names
        on printed.class_kind = names.class_kind and printed.level = names.level and printed.plain_name = names.plain_name
    group by
        printed.document_key, printed.place_key, printed.page_number, printed.class_kind, printed.class_code, printed.level,
        printed.printed_name
),

misnamed as (
    select
        meanings.*,
        coalesce(current_names.class_code, meanings.class_code) as own_code,
        current_names.class_name as own_name,
        case
            when meanings.current_codes is not null
                then
                    json_object(
                        'say', 'name_of_another_class', 'code', meanings.class_code, 'name', meanings.printed_name,
                        'other', meanings.current_codes[1], 'own_name', current_names.class_name
                    )
            else
                json_object(
                    'say', 'name_until', 'class', json_array(meanings.class_code, meanings.printed_name), 'year', meanings.last_year,
                    'own_name', current_names.class_name
                )
        end as message
    from meanings
    inner join names as current_names
        on
            meanings.class_kind = current_names.class_kind
            and coalesce(meanings.class_code, meanings.former_code) = current_names.class_code
            and meanings.fiscal_year between current_names.from_year and current_names.to_year
    where
        not coalesce(meanings.is_own_name, false)
        -- a name that several codes bear (行政运行) says nothing
        and (len(meanings.current_codes) = 1 or (meanings.current_codes is null and meanings.last_year is not null))
),

-- 卫生健康支出（款）计划生育事务（项）: both are names, of the level above
other_levels as (
    select
        class_kind,
        plain_name,
        any_value(class_code) as class_code,
        any_value(level) as level
    from names
    group by class_kind, plain_name
    having count(distinct class_code) = 1
),

shifted as (
    select
        printed.*,
        json_object(
            'say', 'name_of_another_level', 'name', printed.printed_name, 'level', {{ worded('term', "'level_' || printed.level") }},
            'other_level', {{ worded('term', "'level_' || other_levels.level") }}, 'code', other_levels.class_code
        ) as message
    from printed
    inner join other_levels
        on
            printed.class_kind = other_levels.class_kind and printed.plain_name = other_levels.plain_name
            and printed.level != other_levels.level
    where printed.class_code is null
),

known as (
    select distinct
        class_kind,
        level,
        plain_name
    from names
),

found as (
    select * from misnamed
    union all by name
    select shifted.*
    from shifted
    -- 住房保障（类） is short for 住房保障支出
    anti join known
        on
            shifted.class_kind = known.class_kind and shifted.level = known.level
            and known.plain_name in (shifted.plain_name, shifted.plain_name || {{ word('expenditure') }})
)

select
    -- identifiers
    document_key,
    place_key,
    arg_min(statement_line_key, (page_number, coalesce(class_code, printed_name))) as statement_line_key,
    arg_min(claim_key, (page_number, coalesce(class_code, printed_name))) as claim_key,

    -- dimensions

    -- facts
    cast(count(distinct message) as integer) as name_count,
    arg_min(printed_name, (page_number, coalesce(class_code, printed_name))) as printed_name,

    -- metadata
    min(page_number) as page_number,
    {{ worded('each', 'list(distinct message order by message)') }} as message,
    arg_min(box, (page_number, coalesce(class_code, printed_name))) as box
from found
group by document_key, place_key
