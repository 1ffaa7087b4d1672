select
    -- identifiers
    document_key,
    page_number,

    -- dimensions
    severity,
    message_code,
    message
from {{ admitted('reader_messages') }} as landed
