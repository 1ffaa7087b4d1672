{# What sentences call “三公”经费 as a whole. A sentence that names another year is about that year. #}
with stated as (
    select
        claims.claim_key,
        claims.document_key,
        claims.claim_number,
        claims.page_number,
        coalesce(claims.value_year, documents.fiscal_year, 0) as value_year,
        coalesce(claims.phase, documents.disclosure_kind, 'unknown') as phase,
        case claims.measure_kind when 'absence' then 0 else claims.amount_yuan end as amount_yuan,
        -- prose cuts off as often as it rounds: a whole unit in the last place
        case claims.measure_kind when 'absence' then 0 else 2 * claims.half_unit_yuan end as allowed_yuan,
        claims.measure_kind = 'absence' as is_absence
    from {{ ref('int_claim_concepts') }} as concepts
    inner join {{ ref('stg_claims') }} as claims on concepts.claim_key = claims.claim_key
    inner join {{ ref('stg_documents') }} as documents on claims.document_key = documents.document_key
    where
        concepts.concept_code = 'three_public.total'
        and concepts.claim_key = concepts.level_claim_key
        and (claims.amount_yuan is not null or claims.measure_kind = 'absence')
        and not claims.is_in_reason
        and not regexp_matches(coalesce(claims.basis, ''), {{ word('not_initial_budget') }})
)

select
    -- identifiers
    claim_key,
    document_key,

    -- dimensions
    claim_number,
    value_year,
    phase,

    -- facts
    amount_yuan,
    allowed_yuan,

    -- metadata
    page_number
from stated
-- 无“三公”经费 beside a printed amount is about a part of it
qualify not is_absence or bool_and(is_absence) over (partition by document_key, value_year, phase)
