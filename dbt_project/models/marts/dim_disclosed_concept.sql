select
    -- identifiers
    concept_code,
    parent_concept_code,

    -- dimensions
    concept_family,
    name_zh,
    name_en,
    unit_kind
from {{ ref('disclosed_concepts') }}
