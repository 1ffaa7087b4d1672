{#
    What a claim is about (seed claim_concepts), in the year that it names. A change ("比上年减少2人") has no unit of its own kind: it is about the concept of
    the figure that it follows, which has the same subject.
#}
with claims as (
    select
        *,
        regexp_replace(coalesce(subject, ''), '[“”"‘’《》]', '', 'g') as plain_subject,
        coalesce(part, '') || ' / ' || coalesce(section, '') as place,
        -- 无因公出国（境）费: what is absent would be an amount
        case when measure_kind = 'absence' then 'amount' else measure_kind end as concept_kind
    from {{ ref('stg_claims') }}
),

-- each pattern is tried once on each subject of its kind: filings have many of them in common
subjects as materialized (
    select
        claims.plain_subject,
        claims.concept_kind,
        concepts.*
    from (
        select distinct
            plain_subject,
            concept_kind
        from claims
    ) as claims
    inner join {{ ref('claim_concepts') }} as concepts
        on
            claims.concept_kind = concepts.measure_kind
            and regexp_full_match(claims.plain_subject, concepts.subject_pattern)
),

fitting as (
    select
        claims.claim_key,
        claims.document_key,
        claims.claim_number,
        claims.part,
        claims.section,
        claims.page_number,
        subjects.concept_code
    from claims
    inner join subjects
        on
            claims.plain_subject = subjects.plain_subject
            and claims.concept_kind = subjects.concept_kind
            and (
                subjects.unit_pattern is null
                or claims.measure_kind = 'absence'
                or regexp_full_match(coalesce(claims.unit, ''), subjects.unit_pattern)
            )
            and (
                subjects.section_pattern is null
                or regexp_matches(claims.place || claims.plain_subject || coalesce(claims.part_of, ''), subjects.section_pattern)
            )
            -- 较上年的 637.77 万元增加 ...: the figure of the other year, not this one's
            and (claims.measure_kind != 'amount' or claims.comparison_base is null)
    qualify row_number() over (partition by claims.claim_key order by subjects.match_order) = 1
),

wholes as (
    select
        document_key,
        claim_number,
        section,
        concept_code in ('state_asset.planned_vehicles', 'state_asset.planned_equipment_1m') as is_plan
    from fitting
    where concept_code in ('state_asset.vehicles', 'state_asset.planned_vehicles', 'state_asset.planned_equipment_1m')
),

-- after 计划购置车辆 3 辆，其中… come the parts of the plan, not those of the stock
matches as (
    select
        fitting.claim_key,
        coalesce(plans.planned_concept_code, fitting.concept_code) as concept_code
    from fitting
    asof left join wholes as whole
        on fitting.document_key = whole.document_key and fitting.claim_number > whole.claim_number
    left join (
        select
            concept_code,
            replace(concept_code, 'state_asset.', 'state_asset.planned_') as planned_concept_code
        from {{ ref('disclosed_concepts') }}
        where regexp_matches(concept_code, '^state_asset\.(vehicles_.*|equipment_.*)$') and unit_kind in ('vehicles', 'items')
    ) as plans
        on
            fitting.concept_code = plans.concept_code
            and whole.is_plan
            and whole.section is not distinct from fitting.section
),

levels as (
    select
        claims.claim_key,
        claims.document_key,
        claims.claim_number,
        claims.plain_subject,
        coalesce(claims.value_year, 0) as value_year,
        matches.concept_code
    from claims
    left join matches on claims.claim_key = matches.claim_key
    where claims.measure_kind in ('amount', 'count', 'area', 'share_pct', 'absence')
),

changes as (
    select
        claims.claim_key,
        levels.claim_key as level_claim_key,
        levels.concept_code
    from claims
    asof inner join levels
        on claims.document_key = levels.document_key
            and claims.plain_subject = levels.plain_subject
            and coalesce(claims.value_year, 0) = levels.value_year
            and claims.claim_number >= levels.claim_number
    where claims.measure_kind in ('change_amount', 'change_pct') and levels.concept_code is not null
)

select
    -- identifiers
    claim_key,
    claim_key as level_claim_key,

    -- dimensions
    concept_code
from matches

union all

select
    claim_key,
    level_claim_key,
    concept_code
from changes
