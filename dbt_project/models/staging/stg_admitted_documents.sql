select document_key
from {{ source('raw', 'documents') }}
where
    document_key is not null
    and document_key not in (
        select document_key from {{ ref('stg_violations') }}
        where document_key is not null
    )
