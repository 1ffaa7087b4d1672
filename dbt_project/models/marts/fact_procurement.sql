with chosen as (
    select
        candidates.*,
        choices.coverage_status
    from {{ ref('int_procurement_candidates') }} as candidates
    inner join {{ ref('int_procurement_choices') }} as choices
        on candidates.disclosure_key = choices.disclosure_key and candidates.source_order = choices.source_order
),

summed as (
    select
        disclosure_key,
        document_key,
        source_kind,
        coverage_status,
        procurement_kind,
        fund_type,
        unit_name,
        sum(amount_yuan) as amount_yuan,
        min(page_number) as page_number,
        list(evidence_key order by evidence_key) as evidence_keys
    from chosen
    group by all
    -- a printed 0 is in fact_statement_line or fact_claim; here it would only be a row that says nothing
    having sum(amount_yuan) != 0
),

-- what small and medium enterprises have of all procurement, and of each kind
sme_shares as (
    select
        {{ disclosure_of('claims') }} as disclosure_key,
        coalesce(kinds.procurement_kind, 'all') as procurement_kind,
        claims.value as share_pct
    from {{ ref('int_disclosed_roles') }} as roles
    inner join {{ ref('stg_claims') }} as claims on roles.claim_key = claims.claim_key
    inner join {{ ref('stg_documents') }} as documents on claims.document_key = documents.document_key
    left join {{ ref('procurement_kinds') }} as kinds on roles.concept_code = kinds.share_concept_code
    where
        roles.item_role = 'primary' and claims.measure_kind = 'share_pct'
        and (kinds.share_concept_code is not null or roles.concept_code = 'procurement.sme_share')
        and claims.value_year is not distinct from documents.fiscal_year
        and claims.phase is not distinct from documents.disclosure_kind
    qualify row_number() over (partition by disclosure_key, coalesce(kinds.procurement_kind, 'all') order by claims.claim_number) = 1
)

select
    -- identifiers
    summed.disclosure_key || ':g:' || summed.procurement_kind || ':' || summed.fund_type || ':' || coalesce(summed.unit_name, '')
        as procurement_key,
    summed.document_key,
    summed.disclosure_key,
    documents.department_key,

    -- dimensions
    documents.fiscal_year,
    documents.disclosure_kind as phase,
    summed.procurement_kind,
    summed.fund_type,
    summed.unit_name,
    case when summed.source_kind in ('prose', 'prose_total') then 'prose' else 'statement' end as evidence_kind,
    summed.coverage_status = 'reconciled' as is_reconciled,

    -- facts
    cast(summed.amount_yuan as decimal(18, 2)) as amount_yuan,
    cast(kind_shares.share_pct as decimal(24, 6)) as sme_share_pct,
    cast(total_shares.share_pct as decimal(24, 6)) as total_sme_share_pct,

    -- metadata
    summed.page_number,
    summed.evidence_keys
from summed
inner join {{ ref('stg_documents') }} as documents on summed.document_key = documents.document_key
left join sme_shares as kind_shares
    on summed.disclosure_key = kind_shares.disclosure_key and summed.procurement_kind = kind_shares.procurement_kind
left join sme_shares as total_shares
    on summed.disclosure_key = total_shares.disclosure_key and total_shares.procurement_kind = 'all'
