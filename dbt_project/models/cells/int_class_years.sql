{# Which row of a class is meant in a year: validity ranges without gaps, so that every code finds exactly one key. #}
select
    -- identifiers
    class_kind,
    class_code,
    class_key,

    -- dimensions
    class_name,
    coalesce(
        lag(valid_to_year) over (partition by class_kind, class_code order by coalesce(valid_from_year, 0)) + 1,
        0
    ) as first_year,
    case
        when lead(class_key) over (partition by class_kind, class_code order by coalesce(valid_from_year, 0)) is null then 9999
        else valid_to_year
    end as last_year
from {{ ref('int_classes') }}
