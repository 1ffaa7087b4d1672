with levels as (
    select
        claims.*,
        roles.concept_code,
        roles.statement_of,
        roles.item_role
    from {{ ref('stg_claims') }} as claims
    inner join {{ ref('int_disclosed_roles') }} as roles on claims.claim_key = roles.claim_key
),

-- the first change that follows the figure in any of its statements
changes as (
    select
        levels.statement_of,
        claims.claim_key,
        claims.claim_number,
        claims.measure_kind,
        claims.direction,
        claims.comparison_base,
        claims.reason_text,
        case claims.direction when 'decrease' then -claims.value else claims.value end as signed_value,
        case claims.direction when 'decrease' then -claims.amount_yuan else claims.amount_yuan end as signed_yuan
    from {{ ref('stg_claims') }} as claims
    inner join {{ ref('int_claim_concepts') }} as concepts
        on claims.claim_key = concepts.claim_key and claims.claim_key != concepts.level_claim_key
    inner join levels on concepts.level_claim_key = levels.claim_key
),

changed as (
    select
        statement_of,
        arg_min(signed_value, claim_number) filter (where measure_kind = 'change_amount') as change_value,
        arg_min(signed_yuan, claim_number) filter (where measure_kind = 'change_amount') as change_yuan,
        arg_min(signed_value, claim_number) filter (where measure_kind = 'change_pct') as change_pct,
        arg_min(direction, claim_number) filter (where direction is not null) as change_direction,
        arg_min(comparison_base, claim_number) filter (where comparison_base is not null) as comparison_base,
        arg_min(reason_text, claim_number) filter (where reason_text is not null) as reason_text,
        list(claim_key order by claim_number) as change_claim_keys
    from changes
    group by statement_of
),

-- a figure that is said again in passing is what it was said to be before
stated as (
    select
        statement_of,
        first(claim_key order by item_role = 'primary' desc, item_role = 'in_passing', claim_number) as first_claim_key,
        list(claim_key order by claim_number) as claim_keys,
        max(reason_text) as reason_text
    from levels
    group by statement_of
)

select
    -- identifiers
    first_claim.claim_key as disclosed_item_key,
    first_claim.document_key,
    {{ disclosure_of('first_claim') }} as disclosure_key,
    documents.department_key,
    first_claim.concept_code,

    -- dimensions
    concepts.concept_family,
    documents.fiscal_year,
    first_claim.value_year,
    first_claim.phase,
    first_claim.item_role,
    first_claim.item_role = 'primary' as is_primary,
    first_claim.basis,
    first_claim.unit,
    changed.comparison_base,
    changed.change_direction,
    first_claim.measure_kind = 'absence' as is_stated_absent,

    -- facts
    first_claim.value,
    first_claim.amount_yuan,
    cast(changed.change_value as decimal(24, 6)) as change_value,
    cast(changed.change_yuan as decimal(18, 2)) as change_yuan,
    cast(changed.change_pct as decimal(24, 6)) as change_pct,
    cast(
        count(*) filter (where first_claim.item_role in ('primary', 'differs')) over (
            partition by first_claim.document_key, first_claim.concept_code, first_claim.value_year, first_claim.phase
        ) as integer
    ) as stated_value_count,

    -- metadata
    first_claim.page_number,
    first_claim.section,
    first_claim.quote,
    coalesce(changed.reason_text, stated.reason_text) as reason_text,
    stated.claim_keys,
    coalesce(changed.change_claim_keys, []) as change_claim_keys
from stated
inner join levels as first_claim on stated.first_claim_key = first_claim.claim_key
inner join {{ ref('stg_documents') }} as documents on first_claim.document_key = documents.document_key
inner join {{ ref('disclosed_concepts') }} as concepts on first_claim.concept_code = concepts.concept_code
left join changed on stated.statement_of = changed.statement_of
