with declared as (
    select * from {{ ref('function_classes') }}
    union all
    select * from {{ ref('economic_classes') }}
),

classes as (
    select
        class_kind,
        class_code,
        class_name,
        level,
        valid_from_year,
        valid_to_year,
        is_official,
        note,
        false as is_observed_only
    from declared

    union all

    -- codes that the filings print and the seeds lack
    select
        observed.class_kind,
        observed.class_code,
        observed.class_name,
        cast((len(observed.class_code) - 1) // 2 as integer) as level,
        null as valid_from_year,
        null as valid_to_year,
        false as is_official,
        'printed in the filings read, not in the seed' as note,
        true as is_observed_only
    from {{ ref('int_observed_classes') }} as observed
    anti join declared on observed.class_kind = declared.class_kind and observed.class_code = declared.class_code
),

-- an item keeps its code when the section above it is renamed: its years are cut where a level above changes its name
starts as (
    select distinct
        classes.class_kind,
        classes.class_code,
        classes.valid_from_year as own_from_year,
        greatest(coalesce(classes.valid_from_year, 0), coalesce(ancestors.valid_from_year, 0)) as start_year
    from classes
    inner join classes as ancestors
        on
            classes.class_kind = ancestors.class_kind
            and substr(classes.class_code, 1, 3) = substr(ancestors.class_code, 1, 3)
            and starts_with(classes.class_code, ancestors.class_code)
            and coalesce(ancestors.valid_from_year, 0) <= coalesce(classes.valid_to_year, 9999)
),

cut as (
    select
        classes.* exclude (valid_from_year, valid_to_year),
        nullif(starts.start_year, 0) as valid_from_year,
        coalesce(
            lead(starts.start_year) over (
                partition by classes.class_kind, classes.class_code, classes.valid_from_year order by starts.start_year
            ) - 1,
            classes.valid_to_year
        ) as valid_to_year
    from classes
    inner join starts
        on
            classes.class_kind = starts.class_kind
            and classes.class_code = starts.class_code
            and classes.valid_from_year is not distinct from starts.own_from_year
),

-- the name of each level above, as it was called in the years of this row
named as (
    select
        cut.class_kind,
        cut.class_code,
        cut.valid_from_year,
        arg_max(ancestors.class_name, coalesce(ancestors.valid_from_year, 0)) filter (where ancestors.level = 1) as level_1_name,
        arg_max(ancestors.class_name, coalesce(ancestors.valid_from_year, 0)) filter (where ancestors.level = 2) as level_2_name
    from cut
    inner join classes as ancestors
        on
            cut.class_kind = ancestors.class_kind
            and substr(cut.class_code, 1, 3) = substr(ancestors.class_code, 1, 3)
            and starts_with(cut.class_code, ancestors.class_code)
            and coalesce(ancestors.valid_from_year, 0) <= coalesce(cut.valid_to_year, 9999)
            and coalesce(ancestors.valid_to_year, 9999) >= coalesce(cut.valid_from_year, 0)
    group by cut.class_kind, cut.class_code, cut.valid_from_year
)

select
    -- identifiers
    cut.class_code || '@' || coalesce(cut.valid_from_year, 0) as class_key,
    cut.class_code,
    case when cut.level > 1 then substr(cut.class_code, 1, len(cut.class_code) - 2) end as parent_class_code,

    -- dimensions
    cut.class_kind,
    cut.class_name,
    cut.level,
    named.level_1_name,
    case when cut.level >= 2 then named.level_2_name end as level_2_name,
    case when cut.level >= 3 then cut.class_name end as level_3_name,
    cut.valid_from_year,
    cut.valid_to_year,
    cut.is_official,
    cut.is_observed_only,
    cut.note
from cut
left join named
    on
        cut.class_kind = named.class_kind
        and cut.class_code = named.class_code
        and cut.valid_from_year is not distinct from named.valid_from_year
