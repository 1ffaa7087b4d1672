with last_lists as (
    -- the last year in which a department lists units at all: only a list can show that one is gone
    select
        parent_department_key,
        max(fiscal_year) as last_list_year
    from {{ ref('int_unit_attestations') }}
    group by parent_department_key
),

attested as (
    select
        department_key,
        parent_department_key,
        arg_max(unit_name, (fiscal_year, document_key)) as unit_name,
        arg_max(parent_name, (fiscal_year, document_key)) as parent_name,
        bool_or(is_own_organ) as is_own_organ,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year,
        count(distinct fiscal_year) as attested_year_count,
        arg_max(document_key, (fiscal_year, document_key)) as document_key,
        arg_max(list_source, (fiscal_year, document_key)) as list_source,
        arg_max(page_number, (fiscal_year, document_key)) as page_number,
        arg_max(quote, (fiscal_year, document_key)) as quote,
        arg_max(evidence_key, (fiscal_year, document_key)) as evidence_key,
        arg_max(staff_authorised_count, (fiscal_year, document_key)) as staff_authorised_count,
        arg_max(staff_in_service_count, (fiscal_year, document_key)) as staff_in_service_count
    from {{ ref('int_unit_attestations') }}
    where department_key != parent_department_key
    group by department_key, parent_department_key
)

select
    -- identifiers
    attested.department_key || '@' || substr(attested.parent_department_key, 1, 8) as hierarchy_key,
    attested.department_key,
    attested.parent_department_key,

    -- dimensions
    attested.unit_name,
    attested.parent_name,
    attested.is_own_organ,
    cast(attested.first_year as integer) as valid_from_year,
    -- open until a later list of the same department leaves the unit out
    case when last_lists.last_list_year > attested.last_year then cast(attested.last_year as integer) end as valid_to_year,
    row_number() over (
        partition by attested.department_key order by attested.last_year desc, attested.parent_department_key asc
    ) = 1 as is_latest,

    -- facts
    cast(attested.attested_year_count as integer) as attested_year_count,
    attested.staff_authorised_count,
    attested.staff_in_service_count,

    -- metadata
    attested.list_source,
    attested.document_key,
    attested.page_number,
    attested.quote,
    attested.evidence_key
from attested
inner join last_lists on attested.parent_department_key = last_lists.parent_department_key
