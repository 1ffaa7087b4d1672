select
    -- identifiers
    document_key,
    {{ department_key('region_name', 'department_name') }} as department_key,

    -- dimensions
    file_name,
    department_name,
    region_name,
    region_code,
    fiscal_year,
    disclosure_kind,
    scope,
    main_printed_unit,
    status,
    status_reason,
    identity_conflict,
    identity_evidence,

    -- facts
    byte_size,
    page_count,

    -- metadata
    reader_version
from {{ admitted('documents') }} as landed
