{#
    What prose states of a whole and of its parts (seeds claim_concepts, identity_rules): goods, works and services sum to procurement,
    vehicles by kind are no more than all vehicles. Parts belong to the whole that the same section states last before them.
    Where not every part is stated, only that they are more than the whole is an error. Counts stand in the columns of yuan.
#}
with stated as (
    select
        claims.claim_key,
        claims.document_key,
        claims.claim_number,
        claims.page_number,
        claims.subject,
        claims.value_year,
        claims.phase,
        claims.measure_kind,
        concepts.concept_code,
        coalesce(claims.part, '') || ' / ' || coalesce(claims.section, '') as place,
        cast(coalesce(claims.amount_yuan, claims.value) as double) as amount,
        -- prose cuts figures off as often as it rounds them
        cast(coalesce(2 * claims.half_unit_yuan, 0) as double) as half_unit,
        pow(10, -coalesce(claims.printed_decimals, 0)) as unit_points
    from {{ ref('stg_claims') }} as claims
    inner join
        {{ ref('int_claim_concepts') }} as concepts
        on claims.claim_key = concepts.claim_key and claims.claim_key = concepts.level_claim_key
    where claims.value is not null and claims.measure_kind in ('amount', 'count', 'area', 'share_pct') and not claims.is_in_reason
),

rules as (
    select
        rule_id,
        document_key,
        family,
        branch,
        left_locator as whole_code,
        unnest(string_split(right_locator, '|')) as part_code,
        len(string_split(right_locator, '|')) as part_kind_count
    from {{ ref('int_rule_documents') }}
    where family in ('concept', 'concept_shares')
),

wholes as (
    select distinct
        rules.rule_id,
        rules.document_key,
        stated.place,
        stated.claim_number,
        stated.claim_key,
        stated.page_number,
        stated.subject,
        stated.value_year,
        stated.phase,
        stated.amount,
        stated.half_unit
    from rules
    inner join stated on rules.document_key = stated.document_key and rules.whole_code = stated.concept_code
    where rules.family = 'concept'
),

parts as (
    select
        rules.rule_id,
        rules.branch,
        rules.part_kind_count,
        stated.*
    from rules
    inner join stated on rules.document_key = stated.document_key and rules.part_code = stated.concept_code
    where rules.family = 'concept'
),

placed as (
    select
        parts.rule_id,
        parts.document_key,
        parts.branch,
        parts.part_kind_count,
        parts.concept_code,
        parts.claim_key,
        parts.page_number,
        parts.amount,
        parts.half_unit,
        wholes.claim_key as whole_key,
        wholes.page_number as whole_page,
        wholes.subject as whole_subject,
        wholes.amount as whole_amount,
        wholes.half_unit as whole_half_unit
    from parts
    asof inner join wholes
        on
            parts.rule_id = wholes.rule_id and parts.document_key = wholes.document_key and parts.place = wholes.place
            and parts.value_year is not distinct from wholes.value_year
            and parts.phase is not distinct from wholes.phase
            and parts.claim_number > wholes.claim_number
    -- a part that is stated again with its change is the same part
    qualify row_number() over (partition by parts.rule_id, wholes.claim_key, parts.concept_code order by parts.claim_number) = 1
),

sums as (
    select
        rule_id,
        document_key,
        to_json(whole_subject) as left_label,
        {{ phrase('parts', count='count(*)') }} as right_label,
        whole_page as first_page,
        max(page_number) as last_page,
        whole_amount as left_yuan,
        sum(amount) as right_yuan,
        whole_half_unit + sum(half_unit) as allowed_yuan,
        [whole_key] as left_line_keys,
        list(claim_key order by claim_key) as right_line_keys,
        cast(null as double[]) as left_factors,
        cast(null as double[]) as right_factors,
        case
            when sum(amount) < whole_amount - whole_half_unit - sum(half_unit)
                and (branch = 'within' or count(*) < any_value(part_kind_count))
                then {{ phrase('unchecked_parts_less') }}
        end as unchecked_reason
    from placed
    group by rule_id, document_key, branch, whole_key, whole_page, whole_subject, whole_amount, whole_half_unit
),

-- 授予中小企业合同金额 is the sum of its shares of goods, works and services; a share that is not stated lies between 0 and 100 %
kinds as (
    select
        sme.claim_key as whole_key,
        amounts.concept_code,
        first(amounts.claim_key order by amounts.claim_number desc) as amount_key,
        first(amounts.amount order by amounts.claim_number desc) as amount,
        first(amounts.half_unit order by amounts.claim_number desc) as half_unit,
        first(shares.claim_key order by shares.claim_number) as share_key,
        first(shares.amount order by shares.claim_number) as share,
        first(shares.unit_points order by shares.claim_number) as unit_points
    from stated as sme
    inner join rules
        on sme.document_key = rules.document_key and rules.family = 'concept_shares' and sme.concept_code = rules.whole_code
    inner join stated as amounts
        on
            sme.document_key = amounts.document_key and sme.place = amounts.place and rules.part_code = amounts.concept_code
            and sme.claim_number > amounts.claim_number
    left join stated as shares
        on
            sme.document_key = shares.document_key and sme.place = shares.place
            and amounts.concept_code || '_sme_share' = shares.concept_code
            and sme.claim_number < shares.claim_number
    group by sme.claim_key, amounts.concept_code
),

shares as (
    select
        'concept_sme_shares' as rule_id,
        sme.document_key,
        to_json(sme.subject) as left_label,
        {{ phrase('shares_of_kinds', count='count(*)') }} as right_label,
        sme.page_number as first_page,
        sme.page_number as last_page,
        sme.amount as left_yuan,
        sum(coalesce(kinds.share, 50) / 100 * kinds.amount) as right_yuan,
        sme.half_unit
        + sum(coalesce(kinds.share, 50) / 100 * kinds.half_unit + coalesce(kinds.unit_points, 50) / 100 * kinds.amount) as allowed_yuan,
        [sme.claim_key] as left_line_keys,
        list(kinds.amount_key order by kinds.concept_code)
        || list(kinds.share_key order by kinds.concept_code) filter (kinds.share_key is not null)
            as right_line_keys,
        [1.0] as left_factors,
        list(-coalesce(kinds.share, 50) / 100 order by kinds.concept_code)
        || list(-kinds.amount / 100 order by kinds.concept_code) filter (kinds.share_key is not null) as right_factors,
        cast(null as json) as unchecked_reason
    from kinds
    inner join stated as sme on kinds.whole_key = sme.claim_key
    group by sme.document_key, sme.claim_key, sme.subject, sme.page_number, sme.amount, sme.half_unit
    having count(kinds.share_key) > 0
)

select * from sums
union all
select * from shares
