select
    -- identifiers
    region_code,
    parent_region_code,

    -- dimensions
    region_name,
    region_level,
    full_name
from {{ ref('regions') }}
