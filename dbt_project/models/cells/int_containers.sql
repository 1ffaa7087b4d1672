{#
    Whose money is counted in whose? A filer's year is within that of each superior, direct or not, that files for the same year and
    phase: any attested year counts, since a list may have been read in part. A unit whose superior no filing names may be a part of
    any department of its region that files (container_kind possible): it cannot be added to them either.
#}
with recursive superiors as (
    select
        department_key,
        parent_department_key as container_key
    from {{ ref('dim_department_hierarchy') }}

    union

    select
        superiors.department_key,
        hierarchy.parent_department_key as container_key
    from superiors
    inner join {{ ref('dim_department_hierarchy') }} as hierarchy on superiors.container_key = hierarchy.department_key
),

-- two that list each other contain each other not
attested as (
    select superiors.*
    from superiors
    anti join superiors as backs
        on superiors.department_key = backs.container_key and superiors.container_key = backs.department_key
),

filed as (
    select * from {{ ref('int_filer_years') }}
    where expenditure_yuan is not null
),

pairs as (
    select
        parts.department_key,
        parts.fiscal_year,
        parts.phase,
        wholes.department_key as container_key,
        'attested' as container_kind
    from {{ ref('int_filer_years') }} as parts
    inner join attested on parts.department_key = attested.department_key
    inner join filed as wholes
        on
            attested.container_key = wholes.department_key and parts.fiscal_year = wholes.fiscal_year
            and parts.phase = wholes.phase

    union all

    select
        parts.department_key,
        parts.fiscal_year,
        parts.phase,
        wholes.department_key as container_key,
        'possible' as container_kind
    from {{ ref('int_filer_years') }} as parts
    inner join filed as wholes
        on
            parts.fiscal_year = wholes.fiscal_year and parts.phase = wholes.phase
            and (
                parts.region_name is null or parts.region_name = wholes.region_name
                or starts_with(parts.department_name, wholes.department_name)
            )
    where
        parts.scope = 'unit' and wholes.scope = 'department'
        and parts.department_key not in (select attested.department_key from attested)
)

select
    -- identifiers
    pairs.department_key,
    pairs.fiscal_year,
    pairs.phase,

    -- dimensions
    min(pairs.container_kind) as container_kind,
    -- the direct superior before one above it; of possible ones none
    arg_min(pairs.container_key, (direct.department_key is null, pairs.container_key)) filter (pairs.container_kind = 'attested')
        as within_department_key
from pairs
left join {{ ref('dim_department_hierarchy') }} as direct
    on pairs.department_key = direct.department_key and pairs.container_key = direct.parent_department_key
group by pairs.department_key, pairs.fiscal_year, pairs.phase
