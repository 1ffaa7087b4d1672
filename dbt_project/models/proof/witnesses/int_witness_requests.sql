{#
    A finding rests on the figures of its broken identities, one about names on the name. The build has the pictures of their pages
    recognised (ingest/witness) and what they show comes back as stg_witness_readings.
#}
with figures as (
    select distinct
        findings.root_key as cause_key,
        coalesce(figures.figure_key = findings.figure_key, false) as is_suspect,
        figures.*
    from {{ ref('int_findings') }} as findings, unnest(findings.reconciliation_keys) as keys (reconciliation_key)
    inner join {{ ref('int_terms') }} as terms on keys.reconciliation_key = terms.reconciliation_key
    inner join {{ ref('int_figures') }} as figures on terms.figure_key = figures.figure_key
)

select
    -- identifiers
    cause_key,
    figure_key,
    document_key,
    statement_key,

    -- dimensions
    case when figure_kind = 'line' then 'cell' else 'stated' end as asked_kind,
    is_suspect,
    page_number,

    -- facts
    printed_text,

    -- metadata
    x0,
    y0,
    x1,
    y1
from figures

union all

select
    -- identifiers
    document_key || place_key as cause_key,
    coalesce(statement_line_key, claim_key) as figure_key,
    document_key,
    null as statement_key,

    -- dimensions
    'name' as asked_kind,
    true as is_suspect,
    page_number,

    -- facts
    printed_name as printed_text,

    -- metadata
    box.x0,
    box.y0,
    box.x1,
    box.y1
from {{ ref('int_class_name_findings') }}
