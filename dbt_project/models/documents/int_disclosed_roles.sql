{#
    What each figure is that prose states for a disclosed concept in one year and phase. Filings say a figure again, round it, add
    what of it one fund pays (其中一般公共预算拨款政府采购…) or name it among the parts of something else (机关运行经费…其中公务接待费…).
    The primary figure is the first that is none of this, as fine as it is printed; another that cannot be explained differs.
#}
{% set fund_words = var('words')['fund_words'] %}
{# of the budgets that final accounts state, the one at the beginning of the year is the published one #}
{% set later_bases = var('words')['later_bases'] %}

with claims as (
    select
        claims.*,
        concepts.concept_code,
        disclosed.parent_concept_code,
        disclosed.concept_family,
        {{ plain_subject('claims.subject') }} as plain_subject,
        {{ plain_subject('claims.part_of') }} as plain_whole,
        regexp_matches(coalesce(claims.subject, ''), '{{ fund_words }}') as names_fund,
        coalesce(claims.value_year, 0) as named_year,
        cast(coalesce(claims.amount_yuan, claims.value) as double) as amount,
        cast(coalesce(claims.half_unit_yuan, 0) as double) as half_unit
    from {{ ref('stg_claims') }} as claims
    inner join {{ ref('int_claim_concepts') }} as concepts
        on claims.claim_key = concepts.level_claim_key and claims.claim_key = concepts.claim_key
    inner join {{ ref('disclosed_concepts') }} as disclosed on concepts.concept_code = disclosed.concept_code
    -- 无…预算 beside a printed 0.00 says the same
    qualify
        claims.measure_kind != 'absence'
        or count(*) filter (where claims.measure_kind != 'absence') over (
            partition by claims.document_key, concepts.concept_code, claims.value_year, claims.phase
        ) = 0
),

-- what one fund pays of a concept that is stated without a fund too: no more than the whole
funded as (
    select
        *,
        names_fund and amount <= max(amount) filter (where not names_fund) over same_concept as is_of_fund
    from claims
    window same_concept as (partition by document_key, concept_code, measure_kind, named_year, phase)
),

funded_wholes as (
    select
        document_key,
        concept_code,
        section,
        named_year,
        claim_number,
        is_of_fund
    from funded
    where measure_kind != 'absence'
),

-- goods, works and services after 其中一般公共预算拨款政府采购 are those of that fund
nested as (
    select
        funded.*,
        coalesce(funded.is_of_fund, false) or coalesce(wholes.is_of_fund, false) as is_other_basis
    from funded
    asof left join funded_wholes as wholes
        on
            funded.document_key = wholes.document_key and funded.parent_concept_code = wholes.concept_code
            and funded.section is not distinct from wholes.section and funded.named_year = wholes.named_year
            and funded.claim_number > wholes.claim_number
),

-- the whole that the text names before 其中, where it is of another kind
placed as (
    select
        nested.*,
        nested.plain_whole != '' and wholes.concept_family is not null and wholes.concept_family != nested.concept_family as is_part
    from nested
    asof left join claims as wholes
        on
            nested.document_key = wholes.document_key and nested.plain_whole = wholes.plain_subject
            and nested.claim_number > wholes.claim_number
),

ranked as (
    select
        *,
        -- figures that can be the primary one come before those that cannot
        is_in_reason or is_part as is_aside,
        regexp_matches(coalesce(basis, ''), '{{ later_bases }}') as is_later_basis
    from placed
),

firsts as (
    select
        *,
        first_value(amount) over in_order as first_amount,
        first_value(half_unit) over in_order as first_half_unit
    from ranked
    window in_order as (
        partition by document_key, concept_code, named_year, phase
        order by is_aside, is_other_basis, is_later_basis, measure_kind = 'absence', claim_number
    )
),

chosen as (
    select
        *,
        row_number() over (
            partition by document_key, concept_code, named_year, phase
            order by
                is_aside asc, is_other_basis asc, is_later_basis asc, measure_kind = 'absence' asc,
                coalesce(abs(amount - first_amount) <= half_unit + first_half_unit, true) desc, half_unit asc, claim_number asc
        ) as choice
    from firsts
),

primaries as (
    select
        document_key,
        concept_code,
        named_year,
        phase,
        amount,
        half_unit
    from chosen
    where choice = 1 and not is_aside
),

compared as (
    select
        chosen.*,
        coalesce(
            chosen.amount = primaries.amount, primaries.concept_code is not null and chosen.amount is null and primaries.amount is null
        ) as is_same,
        coalesce(abs(chosen.amount - primaries.amount) <= chosen.half_unit + primaries.half_unit, false) as is_rounded
    from chosen
    left join primaries
        on
            chosen.document_key = primaries.document_key and chosen.concept_code = primaries.concept_code
            and chosen.named_year = primaries.named_year and chosen.phase is not distinct from primaries.phase
)

select
    -- identifiers
    claim_key,
    concept_code,
    document_key || '|' || concept_code || '|' || named_year || '|' || coalesce(phase, '') || '|' || measure_kind || '|'
    || coalesce(cast(amount as varchar), '') as statement_of,

    -- dimensions
    case
        when is_in_reason then 'in_passing'
        when is_part then 'part'
        when is_same then 'primary'
        when is_other_basis or is_later_basis then 'other_basis'
        when is_rounded then 'rounded'
        else 'differs'
    end as item_role
from compared
