{#
    What prose states of the year and phase of its own filing, amounts and changes, with the name under which they may be printed again:
    beside the same name (int_claim_restatements), or elsewhere (int_claim_echoes). Those that int_claim_cells places are found already.
#}
with placed as (
    select distinct unnest(left_line_keys) as claim_key
    from {{ ref('int_claim_cells') }}
)

select
    -- identifiers
    claims.claim_key,
    claims.document_key,
    {{ disclosure_of('claims') }} as disclosure_key,
    claims.claim_number,

    -- dimensions
    claims.page_number,
    claims.subject,
    {{ figure_name('claims.subject') }} as full_name,
    claims.measure_kind,
    claims.direction,
    claims.comparison_base,
    coalesce(claims.part, '') || '/' || coalesce(claims.section, '') as place,
    claims.value_text,
    claims.value_year,
    claims.phase,
    placed.claim_key is not null as is_placed,

    -- facts
    claims.amount_yuan,
    2 * claims.half_unit_yuan as half_unit_yuan
from {{ ref('stg_claims') }} as claims
inner join {{ ref('stg_documents') }} as documents on claims.document_key = documents.document_key
left join placed on claims.claim_key = placed.claim_key
where
    claims.amount_yuan > 0 and claims.half_unit_yuan > 0 and not claims.is_in_reason
    and (claims.measure_kind = 'change_amount' or (claims.measure_kind = 'amount' and claims.comparison_base is null))
    and claims.value_year is not distinct from documents.fiscal_year
    and claims.phase is not distinct from documents.disclosure_kind
