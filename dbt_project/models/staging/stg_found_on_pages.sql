select
    -- identifiers
    document_key,

    -- dimensions
    page_address
from {{ source('raw', 'found_on_pages') }}
