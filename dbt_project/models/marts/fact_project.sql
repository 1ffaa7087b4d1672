select
    -- identifiers
    project_key,
    document_key,
    {{ disclosure_of('stg_projects') }} as disclosure_key,
    project_number,
    page_number,

    -- dimensions
    table_kind,
    is_whole_department,
    project_name,
    department_name,
    implementing_unit,
    goal_text,
    actual_text,

    -- facts
    total_score,
    total_score_text,

    -- metadata
    x0,
    y0,
    x1,
    y1,
    cell_address
from {{ ref('stg_projects') }}
