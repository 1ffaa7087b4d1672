{#
    Who says in which year that a unit belongs to a department: its lists (listed_units), the rows of its statements, or its own
    name (某局（本级）, or 某局 as a unit beside 某局 as a department). The organ itself is printed as 某局本级, 某局（机关）, 局本级, 商务委本部 or by the department's name alone: one
    name, 某局(本级).
#}
with documents as (
    select
        *,
        {{ without_own_organ('department_name') }} as whole_name,
        -- a unit of the same name as a department is the organ of that department
        {{ is_named_own_organ('department_name') }}
        or (
            scope = 'unit' and bool_or(coalesce(scope, 'department') = 'department') over (partition by region_name, department_name)
        ) as is_own_organ_filing
    from {{ ref('stg_documents') }}
    where department_name is not null and fiscal_year is not null
),

-- a statement that names one unit only names the filer, however it calls itself, or the department above it
statements_of_units as (
    select statement_key
    from {{ ref('stg_statement_lines') }}
    group by statement_key
    having count(distinct unit_name) > 1
),

-- a department that is one unit lists nothing but itself
mentions as (
    select
        listed.document_key,
        listed.unit_name,
        listed.unit_nature,
        listed.list_source,
        listed.page_number,
        listed.quote,
        listed.staff_authorised_count,
        listed.staff_in_service_count,
        listed.listed_unit_key as evidence_key
    from {{ ref('stg_listed_units') }} as listed

    union all by name

    select
        lines.document_key,
        lines.unit_name,
        null as unit_nature,
        'statement' as list_source,
        min(lines.page_number) as page_number,
        arg_min(lines.unit_name, (lines.page_number, lines.statement_line_key)) as quote,
        null as staff_authorised_count,
        null as staff_in_service_count,
        arg_min(lines.statement_line_key, (lines.page_number, lines.statement_line_key)) as evidence_key
    from {{ ref('stg_statement_lines') }} as lines
    semi join statements_of_units on lines.statement_key = statements_of_units.statement_key
    where lines.unit_name is not null
    group by lines.document_key, lines.unit_name
),

named as (
    select
        documents.document_key,
        documents.region_name,
        documents.region_code,
        documents.fiscal_year,
        documents.whole_name as parent_name,
        -- some statements print a unit code before the name: [242001]某局, 242001-某局
        regexp_replace(translate(regexp_replace(mentions.unit_name, '\s', '', 'g'), '（）', '()'), '^\[?\d{3,}\]?[-_]?', '') as unit_name,
        mentions.unit_nature,
        mentions.list_source,
        mentions.page_number,
        mentions.quote,
        mentions.staff_authorised_count,
        mentions.staff_in_service_count,
        mentions.evidence_key
    from mentions
    inner join documents on mentions.document_key = documents.document_key
    where not documents.is_own_organ_filing and coalesce(documents.scope, 'department') = 'department'
),

canonical as (
    select
        * exclude (unit_name),
        regexp_matches(unit_name, {{ word('organ_without_name') }})
        or parent_name in (
            regexp_replace(unit_name, {{ word('own_organ_repeated') }}, ''),
            -- 某局局机关, 某厅部门本级
            regexp_replace(unit_name, {{ word('own_organ_behind_kind') }}, '')
        ) as is_own_organ,
        unit_name
    from named
),

own_and_others as (
    select
        * exclude (unit_name),
        case when is_own_organ then parent_name || {{ word('own_organ_suffix') }} else unit_name end as unit_name
    from canonical
    -- the department's own name in a row of its statements is the sum of all units as often as the organ
    where not (is_own_organ and list_source = 'statement' and not regexp_matches(unit_name, {{ word('own_organ_words') }}))

    union all by name

    select
        document_key,
        region_name,
        region_code,
        fiscal_year,
        whole_name as parent_name,
        null as unit_nature,
        'name' as list_source,
        1 as page_number,
        department_name as quote,
        null as staff_authorised_count,
        null as staff_in_service_count,
        document_key as evidence_key,
        true as is_own_organ,
        whole_name || {{ word('own_organ_suffix') }} as unit_name
    from documents
    where is_own_organ_filing
),

-- a narrow column cuts names off: what a list of the same filing begins with is no unit of its own
cut_names as (
    select
        short.document_key,
        short.unit_name
    from own_and_others as short
    inner join own_and_others as longer on short.document_key = longer.document_key and short.unit_name != longer.unit_name
    where
        short.list_source = 'statement'
        and longer.list_source != 'statement'
        and (
            starts_with(longer.unit_name, short.unit_name)
            -- or it has a second name in brackets that the list does without
            or starts_with(short.unit_name, longer.unit_name || '(')
            -- 某局机 for 某局机关
            or (
                longer.is_own_organ
                and starts_with(short.unit_name, short.parent_name)
                and len(short.unit_name) = len(short.parent_name) + 1
            )
        )
),

whole_names as (
    select own_and_others.*
    from own_and_others
    anti join cut_names
        on own_and_others.document_key = cut_names.document_key and own_and_others.unit_name = cut_names.unit_name
),

-- a unit that has units of its own publishes as a department: that is what the list means
filed_as_department as (
    select distinct
        coalesce(region_name, '') as region_name,
        department_name as unit_name
    from documents
    where coalesce(scope, 'department') = 'department'
),

scoped as (
    select
        whole_names.*,
        case when filed_as_department.unit_name is null then 'unit' else 'department' end as unit_scope
    from whole_names
    left join filed_as_department
        on
            coalesce(whole_names.region_name, '') = filed_as_department.region_name
            and whole_names.unit_name = filed_as_department.unit_name
)

select
    -- identifiers
    document_key,
    {{ department_key('region_name', 'unit_name', 'unit_scope') }} as department_key,
    {{ department_key('region_name', 'parent_name', "'department'") }} as parent_department_key,
    evidence_key,

    -- dimensions
    unit_name,
    parent_name,
    region_name,
    region_code,
    fiscal_year,
    unit_nature,
    case when {{ is_named_own_organ('unit_name') }} then 'unit' else unit_scope end as unit_scope,
    is_own_organ,
    list_source,

    -- facts
    staff_authorised_count,
    staff_in_service_count,

    -- metadata
    page_number,
    quote
from scoped
-- one mention per document: tables say more than lists, lists more than sentences and statements
qualify
    row_number() over (
        partition by document_key, department_key
        order by
            case list_source when 'table' then 1 when 'list' then 2 when 'sentence' then 3 when 'name' then 4 else 5 end,
            page_number
    ) = 1
