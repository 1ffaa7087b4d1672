select
    -- identifiers
    document_key,
    page_number,

    -- dimensions
    severity,
    message_code,
    message
from {{ ref('stg_reader_messages') }}
