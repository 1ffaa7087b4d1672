select
    -- identifiers
    document_key,
    superseded_by_document_key,

    -- dimensions
    address,

    -- metadata
    superseded_at
from {{ source('raw', 'supersessions') }}
