select
    -- identifiers
    class_key as function_class_key,
    class_code,
    parent_class_code,

    -- dimensions
    level,
    class_name as name,
    level_1_name as class_name,
    level_2_name as section_name,
    level_3_name as item_name,
    valid_from_year,
    valid_to_year,
    row_number() over (partition by class_code order by coalesce(valid_from_year, 0) desc) = 1 as is_latest,
    is_official,
    is_observed_only,
    note
from {{ ref('int_classes') }}
where class_kind = 'function'
