select
    -- identifiers
    rules.rule_id,
    documents.document_key,

    -- dimensions
    rules.family,
    rules.tree_dimension,
    rules.branch,
    string_split(rules.statement_codes, '|') as statement_codes,
    rules.severity,
    rules.counted_in,
    rules.name_zh,
    rules.left_locator,
    rules.right_locator,
    documents.fiscal_year,
    documents.disclosure_kind
from {{ ref('identity_rules') }} as rules
cross join {{ ref('stg_documents') }} as documents
where
    (rules.disclosure_kinds is null or list_contains(string_split(rules.disclosure_kinds, '|'), documents.disclosure_kind))
    and (rules.valid_from_year is null or documents.fiscal_year >= rules.valid_from_year)
    and (rules.valid_to_year is null or documents.fiscal_year <= rules.valid_to_year)
