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

-- the name of each level above, as it was called in the years of this row
named as (
    select
        classes.class_kind,
        classes.class_code,
        classes.valid_from_year,
        arg_max(ancestors.class_name, coalesce(ancestors.valid_from_year, 0)) filter (where ancestors.level = 1) as level_1_name,
        arg_max(ancestors.class_name, coalesce(ancestors.valid_from_year, 0)) filter (where ancestors.level = 2) as level_2_name
    from classes
    inner join classes as ancestors
        on
            classes.class_kind = ancestors.class_kind
            and starts_with(classes.class_code, ancestors.class_code)
            and coalesce(ancestors.valid_from_year, 0) <= coalesce(classes.valid_to_year, 9999)
            and coalesce(ancestors.valid_to_year, 9999) >= coalesce(classes.valid_from_year, 0)
            and substr(classes.class_code, 1, 3) = substr(ancestors.class_code, 1, 3)
    group by classes.class_kind, classes.class_code, classes.valid_from_year
)

select
    -- identifiers
    classes.class_code || '@' || coalesce(classes.valid_from_year, 0) as class_key,
    classes.class_code,
    case when classes.level > 1 then substr(classes.class_code, 1, len(classes.class_code) - 2) end as parent_class_code,

    -- dimensions
    classes.class_kind,
    classes.class_name,
    classes.level,
    named.level_1_name,
    case when classes.level >= 2 then named.level_2_name end as level_2_name,
    case when classes.level >= 3 then classes.class_name end as level_3_name,
    classes.valid_from_year,
    classes.valid_to_year,
    classes.is_official,
    classes.is_observed_only,
    classes.note
from classes
left join named
    on
        classes.class_kind = named.class_kind
        and classes.class_code = named.class_code
        and classes.valid_from_year is not distinct from named.valid_from_year
