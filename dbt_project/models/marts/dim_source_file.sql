select
    -- identifiers
    source_file_key,
    document_key,

    -- dimensions
    file_path,
    file_name,
    outcome,
    reason_code,
    reason,

    -- facts
    byte_size
from {{ ref('stg_files') }}
