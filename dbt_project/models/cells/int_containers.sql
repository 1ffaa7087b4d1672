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

-- superiors first: filers joined with filers of the same year, before anything says whose they are, are a square
attested_parts as materialized (
    select
        parts.department_key,
        parts.fiscal_year,
        parts.phase,
        attested.container_key
    from {{ ref('int_filer_years') }} as parts
    inner join attested on parts.department_key = attested.department_key
),

-- one that may contain it is enough: all units beside all departments of a region are a square
possible_places as (
    select * from {{ ref('int_filer_years') }}
    where scope = 'unit' and department_key not in (select attested.department_key from attested)
),

pairs as (
    select
        parts.department_key,
        parts.fiscal_year,
        parts.phase,
        wholes.department_key as container_key,
        'attested' as container_kind
    from attested_parts as parts
    inner join filed as wholes
        on
            parts.container_key = wholes.department_key and parts.fiscal_year = wholes.fiscal_year
            and parts.phase = wholes.phase

    union all

    select
        parts.department_key,
        parts.fiscal_year,
        parts.phase,
        null as container_key,
        'possible' as container_kind
    from possible_places as parts
    semi join filed as wholes
        on
            wholes.scope = 'department' and parts.fiscal_year = wholes.fiscal_year and parts.phase = wholes.phase
            and parts.region_name = wholes.region_name
    where parts.region_name is not null

    union all

    select
        parts.department_key,
        parts.fiscal_year,
        parts.phase,
        null as container_key,
        'possible' as container_kind
    from possible_places as parts
    semi join filed as wholes
        on wholes.scope = 'department' and parts.fiscal_year = wholes.fiscal_year and parts.phase = wholes.phase
    where parts.region_name is null

    union all

    -- the name begins with that of the department: 某局某中心
    select
        parts.department_key,
        parts.fiscal_year,
        parts.phase,
        null as container_key,
        'possible' as container_kind
    from (
        select
            *,
            unnest(list_transform(range(length(department_name) + 1), lambda size: left(department_name, size))) as beginning
        from possible_places
    ) as parts
    semi join filed as wholes
        on
            wholes.scope = 'department' and parts.fiscal_year = wholes.fiscal_year and parts.phase = wholes.phase
            and parts.beginning = wholes.department_name
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
