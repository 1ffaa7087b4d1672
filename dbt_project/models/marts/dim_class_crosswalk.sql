{#
    Every class leads to the class of today that goes on with its content: itself, unless the seed says that the content moved. Classes
    below a renamed one keep their codes; dim_*_class has them twice, and both lead to the same series.
#}
with classes as (
    select
        *,
        row_number() over (partition by class_kind, class_code order by coalesce(valid_from_year, 0) desc) = 1 as is_latest
    from {{ ref('int_classes') }}
),

continued as (
    select
        classes.*,
        coalesce(changes.continues_as_code, classes.class_code) as series_code,
        coalesce(changes.relation, 'same') as relation,
        coalesce(changes.is_comparable, true) as is_comparable,
        changes.source
    from classes
    left join {{ ref('class_crosswalk') }} as changes
        on
            classes.class_kind = changes.class_kind
            and classes.class_code = changes.class_code
            and classes.valid_to_year <= changes.last_year
)

select
    -- identifiers
    continued.class_key,
    continued.class_code,
    continued.series_code,

    -- dimensions
    continued.class_kind,
    continued.class_name as name,
    continued.valid_from_year,
    continued.valid_to_year,
    series.class_name as series_name,
    series.level_1_name as series_class_name,
    series.level_2_name as series_section_name,
    continued.relation,
    continued.is_comparable,

    -- metadata
    continued.source
from continued
inner join classes as series
    on continued.class_kind = series.class_kind and continued.series_code = series.class_code and series.is_latest
