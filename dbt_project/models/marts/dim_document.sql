with line_counts as (
    select
        document_key,
        count(*) as statement_line_count
    from {{ ref('stg_statement_lines') }}
    group by document_key
),

statement_counts as (
    select
        document_key,
        count(*) as statement_count,
        count(*) filter (where is_empty_form) as empty_form_count
    from {{ ref('stg_statements') }}
    group by document_key
),

claim_counts as (
    select
        document_key,
        count(*) as claim_count
    from {{ ref('stg_claims') }}
    group by document_key
),

table_counts as (
    select
        document_key,
        count(*) filter (where outcome = 'unrecognised') as unrecognised_table_count
    from {{ ref('stg_tables') }}
    group by document_key
),

leftover_counts as (
    select
        document_key,
        count(*) as leftover_cell_count
    from {{ ref('stg_leftover_cells') }}
    group by document_key
)

select
    -- identifiers
    documents.document_key,
    parts.disclosure_key,
    documents.department_key,
    superseded.superseded_by_document_key,

    -- dimensions
    documents.file_name,
    documents.department_name,
    documents.region_name,
    documents.region_code,
    documents.fiscal_year,
    documents.disclosure_kind,
    documents.scope,
    documents.main_printed_unit,
    documents.status,
    documents.status_reason,
    documents.identity_conflict,
    documents.identity_evidence,
    superseded.document_key is null as is_current,
    parts.part_role,
    parts.doubt as part_doubt,

    -- facts
    documents.page_count,
    documents.byte_size,
    cast(coalesce(statement_counts.statement_count, 0) as integer) as statement_count,
    cast(coalesce(statement_counts.empty_form_count, 0) as integer) as empty_form_count,
    cast(coalesce(line_counts.statement_line_count, 0) as integer) as statement_line_count,
    cast(coalesce(claim_counts.claim_count, 0) as integer) as claim_count,
    cast(coalesce(table_counts.unrecognised_table_count, 0) as integer) as unrecognised_table_count,
    cast(coalesce(leftover_counts.leftover_cell_count, 0) as integer) as leftover_cell_count,

    -- metadata
    documents.reader_version
from {{ ref('stg_documents') }} as documents
inner join {{ ref('int_disclosure_parts') }} as parts on documents.document_key = parts.document_key
left join statement_counts on documents.document_key = statement_counts.document_key
left join line_counts on documents.document_key = line_counts.document_key
left join claim_counts on documents.document_key = claim_counts.document_key
left join table_counts on documents.document_key = table_counts.document_key
left join leftover_counts on documents.document_key = leftover_counts.document_key
left join {{ ref('int_superseded_documents') }} as superseded
    on documents.document_key = superseded.document_key and superseded.kept_because is null
