with filings as (
    -- 某局(本级) and 某局 as a unit are one
    select
        * exclude (department_name, scope),
        {{ without_own_organ('department_name') }} as department_name,
        case when {{ is_named_own_organ('department_name') }} then 'unit' else coalesce(scope, 'department') end as scope,
        {{ is_named_own_organ('department_name') }} as is_own_organ
    from {{ ref('stg_documents') }}
    where department_key is not null
),

filed as (
    select
        department_key,
        -- of several prints of one name (department_name_variants) the latest
        first(department_name order by fiscal_year desc nulls last, department_name asc) as department_name,
        any_value(region_name) as region_name,
        any_value(scope) as scope,
        first(region_code order by fiscal_year desc nulls last) as region_code,
        bool_or(is_own_organ) as is_own_organ,
        count(*) as document_count,
        min(fiscal_year) as first_fiscal_year,
        max(fiscal_year) as last_fiscal_year
    from filings
    group by department_key
),

-- units that others list have a row of their own, whether they publish or not; so has a department that only 某局(本级) files for
named as (
    select
        department_key,
        unit_name as department_name,
        region_name,
        region_code,
        unit_scope as scope,
        unit_nature,
        is_own_organ,
        fiscal_year
    from {{ ref('int_unit_attestations') }}

    union all

    select
        parent_department_key as department_key,
        parent_name as department_name,
        region_name,
        region_code,
        'department' as scope,
        null as unit_nature,
        false as is_own_organ,
        fiscal_year
    from {{ ref('int_unit_attestations') }}
),

attested as (
    select
        department_key,
        any_value(department_name) as department_name,
        any_value(region_name) as region_name,
        any_value(scope) as scope,
        arg_max(region_code, fiscal_year) as region_code,
        arg_max(unit_nature, fiscal_year) as unit_nature,
        bool_or(is_own_organ) as is_own_organ,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from named
    group by department_key
)

select
    -- identifiers
    coalesce(filed.department_key, attested.department_key) as department_key,
    hierarchy.parent_department_key,

    -- dimensions
    -- the organ is told from its department by its name wherever names are grouped
    case
        when coalesce(attested.is_own_organ, filed.is_own_organ)
            then {{ without_own_organ('coalesce(filed.department_name, attested.department_name)') }} || {{ word('own_organ_suffix') }}
        else coalesce(filed.department_name, attested.department_name)
    end as department_name,
    coalesce(filed.region_name, attested.region_name) as region_name,
    coalesce(filed.region_code, attested.region_code) as region_code,
    coalesce(filed.scope, attested.scope) as scope,
    attested.unit_nature,
    coalesce(attested.is_own_organ, filed.is_own_organ, false) as is_own_organ,
    cast(least(filed.first_fiscal_year, attested.first_year) as integer) as valid_from_year,
    -- a unit that publishes by itself later than its superior's last list is still there
    case
        when coalesce(filed.last_fiscal_year, 0) <= hierarchy.valid_to_year then hierarchy.valid_to_year
    end as valid_to_year,

    -- facts
    cast(coalesce(filed.document_count, 0) as integer) as document_count,
    filed.first_fiscal_year,
    filed.last_fiscal_year
from filed
full outer join attested on filed.department_key = attested.department_key
left join {{ ref('dim_department_hierarchy') }} as hierarchy
    on coalesce(filed.department_key, attested.department_key) = hierarchy.department_key and hierarchy.is_latest
