{#
    A file that does not say of which filing it is (a list of projects without department or year) may stand on a page beside files that do:
    the filings that the page links and that nothing in the file contradicts. Where there is one, the file is of it.
#}
with superseded as (
    select document_key from {{ ref('int_superseded_documents') }}
    where kept_because is null
),

documents as (
    select documents.*
    from {{ ref('stg_documents') }} as documents
    anti join superseded on documents.document_key = superseded.document_key
),

filings as (
    select distinct
        pages.page_address,
        documents.department_key,
        documents.fiscal_year,
        documents.disclosure_kind,
        documents.scope
    from documents
    inner join {{ ref('stg_found_on_pages') }} as pages on documents.document_key = pages.document_key
    where documents.department_key is not null and documents.fiscal_year is not null and documents.disclosure_kind is not null
),

fitting as (
    select distinct
        documents.document_key,
        filings.department_key,
        filings.fiscal_year,
        filings.disclosure_kind,
        filings.scope
    from documents
    inner join {{ ref('stg_found_on_pages') }} as pages on documents.document_key = pages.document_key
    inner join filings
        on
            pages.page_address = filings.page_address
            and coalesce(documents.department_key, filings.department_key) = filings.department_key
            and coalesce(documents.fiscal_year, filings.fiscal_year) = filings.fiscal_year
            and coalesce(documents.disclosure_kind, filings.disclosure_kind) = filings.disclosure_kind
            and coalesce(documents.scope, filings.scope, '') = coalesce(filings.scope, documents.scope, '')
    where documents.department_key is null or documents.fiscal_year is null or documents.disclosure_kind is null
)

select
    -- identifiers
    document_key,
    department_key,

    -- dimensions
    fiscal_year,
    disclosure_kind,
    scope,

    -- facts
    count(*) over (partition by document_key) as filing_count
from fitting
