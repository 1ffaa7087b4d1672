select
    -- identifiers
    document_key,
    page_number,

    -- dimensions
    severity,
    message_code,
    message
from {{ source('raw', 'reader_messages') }}
