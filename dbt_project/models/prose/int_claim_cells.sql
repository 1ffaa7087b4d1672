{#
    A prose amount and the cell that prints the same figure, of the year and phase that the sentence names. Classes: the sentence names
    the class, and the column that a section restates is the one with which most of its figures agree. 三公: by item. Totals: by the
    rule's pattern of subjects. What is said in passing (主要原因是新增…200万元) is no figure of the class that the sentence is about.
    Prose cuts figures off as often as it rounds them, so its figures are intervals of one unit in the last place to both sides.
#}
with stated as (
    select
        claims.* replace (2 * claims.half_unit_yuan as half_unit_yuan),
        {{ plain_subject('claims.subject') }} as plain_subject,
        -- a filing without a year prints cells of the year 0, a sentence about several years (2021—2023年) is about no column
        coalesce(claims.value_year, case when documents.fiscal_year is null then 0 end) as cell_year,
        coalesce(claims.phase, case when documents.disclosure_kind is null then 'unknown' end) as cell_phase,
        {{ told_fund("claims.section") }} as section_fund,
        {{ disclosure_of('claims') }} as disclosure_key,
        documents.fiscal_year,
        documents.disclosure_kind
    from {{ ref('stg_claims') }} as claims
    inner join {{ ref('stg_documents') }} as documents on claims.document_key = documents.document_key
    where
        claims.measure_kind = 'amount' and claims.amount_yuan is not null and claims.comparison_base is null
        and not claims.is_in_reason
),

-- most of the prose is about the year and phase of the filing
claims as (
    select * from stated
    where cell_year = coalesce(fiscal_year, 0) and cell_phase = coalesce(disclosure_kind, 'unknown')
),

-- prose and tables of one disclosure, in one file or in two
cells as (
    select
        *,
        {{ disclosure_of('int_cells') }} as disclosure_key,
        case
            when source_path = '' and statement_code like 'general_public%' then 'general_public'
            when source_path = '' and statement_code in ('government_fund', 'state_capital') then statement_code
            when source_path = 'current_year/fiscal/general_public/' then 'general_public'
            when source_path = 'current_year/fiscal/government_fund/' then 'government_fund'
            when source_path = 'current_year/fiscal/state_capital/' then 'state_capital'
            when statement_code like '%appropriation%' or source_path = 'current_year/fiscal/' then 'fiscal'
            else 'all'
        end as column_fund
    from {{ ref('int_cells') }}
    where is_component and unit_path = '' and flow_path in ('', 'current_expenditure/') and cell_phase != 'change'
),

named as (
    select
        stated.claim_key,
        stated.document_key,
        coalesce(stated.part, '') || '/' || coalesce(stated.section, '') as place,
        cells.statement_line_key,
        -- one column of one statement
        concat_ws('|', cells.statement_key, cells.source_path, cells.type_path, cells.side, cells.cell_year, cells.cell_phase)
            as column_name,
        -- several amounts of one class in a section (公用经费 2万元, 专项 107.6万元) are parts of it
        count(distinct stated.amount_yuan) over (partition by stated.document_key, place, classes.class_code) as stated_amount_count,
        abs(stated.amount_yuan - cells.amount_yuan) <= stated.half_unit_yuan + cells.half_unit_yuan as is_equal,
        -- the figure is that of the class itself, its names do not contradict each other, and the column is of the money that the
        -- section is about: only then does another figure contradict it
        classes.class_choice != 'some_names'
        and {{ class_name_stem(normalised_label('stated.subject')) }}
        = {{ class_name_stem(normalised_label('coalesce(stated.item_name, stated.section_name, stated.class_name)')) }}
        and (
            stated.section_fund is null
            or stated.section_fund = cells.column_fund
            or (stated.section_fund = 'fiscal' and cells.column_fund = 'general_public')
        ) as is_comparable
    from stated
    inner join {{ ref('int_claim_classes') }} as classes on stated.claim_key = classes.claim_key
    inner join cells
        on
            stated.disclosure_key = cells.disclosure_key and classes.class_code = cells.class_code
            and stated.cell_year = cells.cell_year and stated.cell_phase = cells.cell_phase
            and cells.class_kind = 'function' and cells.placement = 'class'
            and cells.item_path = '' and cells.type_path = ''
),

columns as (
    select
        document_key,
        place,
        column_name,
        count(distinct claim_key) filter (where is_equal) as equal_count,
        count(distinct claim_key) filter (where is_comparable) as comparable_count,
        count(distinct claim_key) as claim_count
    from named
    group by document_key, place, column_name
    having equal_count >= 2 and 3 * equal_count >= 2 * claim_count
    -- of columns that agree alike the one of the money that the section is about
    qualify
        row_number() over (
            partition by document_key, place order by equal_count desc, comparable_count desc, column_name asc
        ) = 1
),

-- the claim of a section that agrees with no cell of its column may speak of something else in passing: the nearest is meant
classes as (
    select
        'claim_class' as rule_id,
        named.claim_key,
        first(named.statement_line_key order by named.is_equal desc, named.statement_line_key asc) as statement_line_key,
        (count(distinct named.statement_line_key) = 1 and bool_and(named.is_comparable) and max(named.stated_amount_count) = 1)
        or bool_or(named.is_equal) as is_sure
    from named
    inner join columns
        on named.document_key = columns.document_key and named.place = columns.place and named.column_name = columns.column_name
    group by named.claim_key
),

item_cells as (
    select *
    from cells
    where
        statement_code = 'three_public' and item_path != '' and type_path = '' and placement in ('class', 'root', 'label', 'row')
    qualify count(*) over (partition by disclosure_key, item_path, cell_year, cell_phase) = 1
),

items as (
    select
        'claim_three_public' as rule_id,
        stated.claim_key,
        item_cells.statement_line_key,
        -- several amounts about one item: only the equal one is surely this one
        count(*) over (partition by stated.disclosure_key, item_cells.item_path, item_cells.cell_year, item_cells.cell_phase) = 1
        or abs(stated.amount_yuan - item_cells.amount_yuan) <= stated.half_unit_yuan + item_cells.half_unit_yuan as is_sure
    from stated
    -- 机关运行经费…其中公务接待费 is a part of something else
    inner join {{ ref('int_disclosed_roles') }} as concepts
        on stated.claim_key = concepts.claim_key and concepts.item_role in ('primary', 'rounded', 'differs')
    inner join item_cells
        on
            stated.disclosure_key = item_cells.disclosure_key
            and stated.cell_year = item_cells.cell_year and stated.cell_phase = item_cells.cell_phase
            and item_cells.item_path = case concepts.concept_code
                when 'three_public.total' then 'three_public/'
                when 'three_public.abroad' then 'three_public/abroad/'
                when 'three_public.vehicles' then 'three_public/vehicles/'
                when 'three_public.vehicle_purchase' then 'three_public/vehicles/vehicle_purchase/'
                when 'three_public.vehicle_running' then 'three_public/vehicles/vehicle_running/'
                when 'three_public.reception' then 'three_public/reception/'
            end
),

locators as (
    select
        rule_id,
        document_key,
        left_locator as subject_pattern,
        string_split(right_locator, ':') as parts
    from {{ ref('int_rule_documents') }}
    where family = 'claim_total'
),

total_cells as (
    select
        locators.rule_id,
        {{ disclosure_of('totals') }} as disclosure_key,
        locators.subject_pattern,
        totals.statement_line_key,
        totals.amount_yuan,
        totals.half_unit_yuan
    from locators
    inner join {{ ref('int_statement_totals') }} as totals
        on
            locators.document_key = totals.document_key
            and totals.is_chosen
            and totals.statement_code = locators.parts[1]
            and (len(locators.parts) = 2 or totals.side = locators.parts[2])
            and totals.total_name = locators.parts[-1]
),

totals as (
    select
        total_cells.rule_id,
        claims.claim_key,
        total_cells.statement_line_key,
        abs(claims.amount_yuan - total_cells.amount_yuan) <= claims.half_unit_yuan + total_cells.half_unit_yuan
        or (
            row_number() over (partition by total_cells.rule_id, claims.document_key order by claims.claim_number) = 1
            and not bool_or(abs(claims.amount_yuan - total_cells.amount_yuan) <= claims.half_unit_yuan + total_cells.half_unit_yuan)
                over (partition by total_cells.rule_id, claims.document_key)
        ) as is_sure
    from claims
    inner join total_cells
        on claims.disclosure_key = total_cells.disclosure_key and regexp_full_match(claims.plain_subject, total_cells.subject_pattern)
),

pairs as (
    select * from classes
    union all
    select * from items
    union all
    select * from totals
)

select
    pairs.rule_id,
    claims.document_key,
    -- pages and statement are those of the file that the identity stands under: its prose
    case when cells.document_key = claims.document_key then cells.statement_key end as statement_key,
    case when cells.document_key = claims.document_key then cells.statement_number end as statement_number,
    {{ told_claim('claims.page_number', 'claims.subject') }} as left_label,
    {{ worded('at', 'json_array(' ~ told_table('claims', 'cells') ~ ', ' ~ told_row('cells') ~ ')') }} as right_label,
    {{ page_in_file('least', 'claims', 'cells') }} as first_page,
    {{ page_in_file('greatest', 'claims', 'cells') }} as last_page,
    claims.amount_yuan as left_yuan,
    cells.amount_yuan as right_yuan,
    claims.half_unit_yuan + cells.half_unit_yuan as allowed_yuan,
    [claims.claim_key] as left_line_keys,
    [cells.statement_line_key] as right_line_keys
from pairs
inner join stated as claims on pairs.claim_key = claims.claim_key
inner join {{ ref('int_cells') }} as cells on pairs.statement_line_key = cells.statement_line_key
where pairs.is_sure
