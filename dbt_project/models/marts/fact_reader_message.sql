select
    -- identifiers
    document_key,
    {{ disclosure_of('stg_reader_messages') }} as disclosure_key,
    page_number,

    -- dimensions
    severity,
    message_code,
    message
from {{ ref('stg_reader_messages') }}
