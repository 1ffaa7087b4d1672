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
    set_apart_page_number,
    set_apart_value_text,

    -- facts
    byte_size
from {{ ref('stg_files') }}
