{#
    Across filings: a place is the statement with its coordinates (class, source, type, item ...). Two filings are compared only
    where most of what they share agrees: a reorganised department is another one under the same name. A filing that is replaced
    is compared with the one that replaces it only; what that prints otherwise is a correction, and no fault of either.
#}
with superseded as (
    select * from {{ ref('int_superseded_documents') }}
    where kept_because is null
),

documents as (
    select
        document_key,
        file_name,
        region_name,
        department_name,
        department_key,
        fiscal_year,
        disclosure_kind,
        scope
    from {{ ref('stg_documents') }}
    where
        department_key is not null and fiscal_year is not null and disclosure_kind is not null
        and document_key not in (select superseded.document_key from superseded)
),

-- a unit's own filing is compared where the department prints that unit: all units of a city beside all its departments are a square
printed_units as (
    select distinct
        document_key,
        rtrim(unit_path, '/') as unit_name
    from {{ ref('int_cells') }}
    where unit_path != ''
),

-- pairs of filings, with the year and phase that they have in common
pairs as (
    select
        'document_other_year' as rule_id,
        lefts.document_key,
        rights.document_key as other_key,
        rights.file_name as other_name,
        rights.fiscal_year as compared_year,
        rights.disclosure_kind as compared_phase,
        cast(null as varchar) as unit_name
    from documents as lefts
    inner join documents as rights
        on
            lefts.department_key = rights.department_key and lefts.scope is not distinct from rights.scope
            and (lefts.fiscal_year, lefts.disclosure_kind) != (rights.fiscal_year, rights.disclosure_kind)

    union all

    select
        'document_reissued' as rule_id,
        lefts.document_key,
        rights.document_key as other_key,
        rights.file_name as other_name,
        rights.fiscal_year as compared_year,
        rights.disclosure_kind as compared_phase,
        null as unit_name
    from documents as lefts
    inner join documents as rights
        on
            lefts.department_key = rights.department_key and lefts.fiscal_year = rights.fiscal_year
            and lefts.disclosure_kind = rights.disclosure_kind and lefts.scope is not distinct from rights.scope
            and lefts.document_key < rights.document_key

    union all

    -- the newer on the left
    select
        'document_reissued' as rule_id,
        lefts.document_key,
        superseded.document_key as other_key,
        olds.file_name as other_name,
        lefts.fiscal_year as compared_year,
        lefts.disclosure_kind as compared_phase,
        null as unit_name
    from documents as lefts
    inner join superseded on lefts.document_key = superseded.superseded_by_document_key
    inner join {{ ref('stg_documents') }} as olds on superseded.document_key = olds.document_key

    union all

    -- the department's filing on the left, its unit's own on the right
    select
        'document_unit_within' as rule_id,
        lefts.document_key,
        rights.document_key as other_key,
        rights.file_name as other_name,
        rights.fiscal_year as compared_year,
        rights.disclosure_kind as compared_phase,
        printed_units.unit_name
    from documents as lefts
    inner join printed_units on lefts.document_key = printed_units.document_key
    inner join documents as rights
        on
            printed_units.unit_name = replace(rights.department_name, '/', '·')
            and lefts.region_name is not distinct from rights.region_name and lefts.fiscal_year = rights.fiscal_year
            and lefts.disclosure_kind = rights.disclosure_kind and lefts.scope = 'department' and rights.scope = 'unit'
),

places as (
    select
        cells.document_key,
        cells.statement_key,
        cells.statement_number,
        cells.statement_code,
        cells.side,
        cells.cell_year,
        cells.cell_phase,
        rtrim(cells.unit_path, '/') as unit_name,
        cells.class_path,
        cells.source_path,
        cells.type_path,
        cells.item_path,
        cells.flow_path,
        first(cells.statement_line_key) as statement_line_key,
        first(cells.amount_yuan) as amount_yuan,
        first(cells.half_unit_yuan) as half_unit_yuan,
        first(cells.page_number) as page_number,
        first({{ told_row('cells') }}) as label
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
    where
        cells.is_component and choices.is_chosen and cells.placement in ('class', 'root', 'label')
        and cells.procurement_path = '' and cells.economic_path = ''
        and (
            cells.document_key in (select pairs.document_key from pairs)
            or cells.document_key in (select pairs.other_key from pairs)
        )
    group by
        cells.document_key, cells.statement_key, cells.statement_number, cells.statement_code, cells.side, cells.cell_year,
        cells.cell_phase, cells.unit_path, cells.class_path, cells.source_path, cells.type_path, cells.item_path, cells.flow_path
    having count(*) = 1
),

-- filing by filing first: places joined with places, before anything says of which filings, are a square
left_places as materialized (
    select
        pairs.* exclude (unit_name),
        pairs.unit_name as compared_unit_name,
        lefts.* exclude (document_key)
    from pairs
    inner join places as lefts
        on
            pairs.document_key = lefts.document_key
            and pairs.compared_year = lefts.cell_year and pairs.compared_phase = lefts.cell_phase
),

compared as (
    select
        lefts.rule_id,
        lefts.document_key,
        lefts.other_key,
        lefts.statement_key,
        lefts.statement_number,
        lefts.statement_code,
        json_array(lefts.label, lefts.compared_year, {{ worded('term', 'lefts.compared_phase') }}) as left_label,
        {{ phrase('in_file', file='lefts.other_name', page='rights.page_number') }} as right_label,
        lefts.page_number as first_page,
        lefts.page_number as last_page,
        lefts.amount_yuan as left_yuan,
        rights.amount_yuan as right_yuan,
        lefts.half_unit_yuan + rights.half_unit_yuan as allowed_yuan,
        lefts.statement_line_key as left_line_key,
        rights.statement_line_key as right_line_key
    from left_places as lefts
    inner join places as rights
        on
            lefts.other_key = rights.document_key
            and lefts.compared_year = rights.cell_year and lefts.compared_phase = rights.cell_phase
            and lefts.statement_code = rights.statement_code and lefts.side is not distinct from rights.side
            and lefts.unit_name = coalesce(lefts.compared_unit_name, rights.unit_name)
            and (lefts.compared_unit_name is null or rights.unit_name = '')
            and lefts.class_path = rights.class_path and lefts.source_path = rights.source_path
            and lefts.type_path = rights.type_path and lefts.item_path = rights.item_path and lefts.flow_path = rights.flow_path
    where lefts.amount_yuan != 0 or rights.amount_yuan != 0
),

judged as (
    select
        *,
        2 * count(*) filter (where abs(left_yuan - right_yuan) <= allowed_yuan) over pair >= count(*) over pair as is_comparable
    from compared
    window pair as (partition by rule_id, document_key, other_key, statement_code)
)

select
    -- identifiers
    rule_id,
    document_key,
    statement_key,

    -- dimensions
    statement_number,
    left_label,
    right_label,
    first_page,
    last_page,

    -- facts
    left_yuan,
    right_yuan,
    allowed_yuan,

    -- metadata
    [left_line_key] as left_line_keys,
    [right_line_key] as right_line_keys,
    case
        when not is_comparable then {{ phrase('unchecked_filings_differ') }}
        when
            abs(left_yuan - right_yuan) > allowed_yuan and other_key in (select superseded.document_key from superseded)
            then
                {{
                    phrase(
                        'unchecked_corrected', what='left_label', where='right_label', before=told_amount('right_yuan'),
                        now=told_amount('left_yuan')
                    )
                }}
    end as unchecked_reason
from judged
