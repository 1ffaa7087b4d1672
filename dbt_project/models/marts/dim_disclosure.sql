with parts as (
    select
        disclosure_key,
        count(*) as part_count,
        arg_min(document_key, part_number) as document_key,
        list(document_key order by part_number) as document_keys,
        list(part_role order by part_number) as part_roles,
        list_sort(list_distinct(flatten(list(doubtful_document_keys)))) as doubtful_document_keys,
        string_agg(distinct doubt, '; ' order by doubt) as doubt
    from {{ ref('int_disclosure_parts') }}
    group by disclosure_key
)

select
    -- identifiers
    parts.disclosure_key,
    parts.document_key,
    documents.department_key,

    -- dimensions
    documents.department_name,
    documents.region_name,
    documents.region_code,
    documents.fiscal_year,
    documents.disclosure_kind,
    documents.scope,
    superseded.document_key is null as is_current,

    -- facts
    cast(parts.part_count as integer) as part_count,

    -- metadata
    parts.document_keys,
    parts.part_roles,
    parts.doubtful_document_keys,
    parts.doubt
from parts
inner join {{ ref('stg_documents') }} as documents on parts.document_key = documents.document_key
left join {{ ref('int_superseded_documents') }} as superseded
    on parts.document_key = superseded.document_key and superseded.kept_because is null
