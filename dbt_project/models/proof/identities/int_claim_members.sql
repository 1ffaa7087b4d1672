{#
    Parts and their whole as the words of the prose have them: what stands behind 其中 (part_of), what the kinds of 三公 are parts of, and
    人员经费 and 公用经费 of 基本支出; amounts, and changes against the same base just as well. Where the rules of the budget say what the
    parts are, they are summed only when each is stated (vehicles, or what is bought and what is run).
#}
{# so many claims behind its whole a part may stand #}
{% set reach = 30 %}
{% set basic_reach = 8 %}

with claims as (
    select
        claims.claim_key,
        claims.document_key,
        claims.claim_number,
        claims.page_number,
        claims.subject,
        claims.measure_kind,
        claims.comparison_base,
        coalesce(claims.part, '') || '/' || coalesce(claims.section, '') as place,
        claims.value_year,
        claims.phase,
        {{ subject_stem(plain_subject('claims.subject')) }} as plain_subject,
        nullif({{ subject_stem(plain_subject('claims.part_of')) }}, '') as plain_whole,
        coalesce(
            concepts.concept_code,
            case
                when regexp_full_match({{ plain_subject('claims.subject') }}, {{ word('basic_total') }}) then 'basic.total'
                when regexp_full_match({{ plain_subject('claims.subject') }}, {{ word('basic_personnel') }}) then 'basic.personnel'
                when regexp_full_match({{ plain_subject('claims.subject') }}, {{ word('basic_public') }}) then 'basic.public'
            end
        ) as concept_code,
        {{ summand_factor('claims') }} as factor,
        claims.amount_yuan,
        2 * claims.half_unit_yuan as half_unit_yuan
    from (
        -- 与上年持平 is a change of nothing; 基本持平 says no figure
        select
            * replace (
                case when is_as_before then 0 else amount_yuan end as amount_yuan,
                case when is_as_before then 0 else half_unit_yuan end as half_unit_yuan
            )
        from (
            select
                *,
                coalesce(measure_kind = 'change_amount' and direction = 'unchanged' and not contains(quote, {{ word('basic') }}), false)
                    as is_as_before
            from {{ ref('stg_claims') }}
        ) as said
    ) as claims
    left join {{ ref('int_claim_concepts') }} as concepts on claims.claim_key = concepts.claim_key
    where
        (claims.half_unit_yuan > 0 or claims.is_as_before)
        and {{ is_summand('claims', directions=('increase', 'decrease', 'unchanged')) }}
),

-- vehicles count as one part, or as two
levels (whole_code, part_code, part_count) as (
    values
    ('three_public.total', 'three_public.abroad', 2),
    ('three_public.total', 'three_public.reception', 2),
    ('three_public.total', 'three_public.vehicles', 2),
    ('three_public.total', 'three_public.vehicle_purchase', 1),
    ('three_public.total', 'three_public.vehicle_running', 1),
    ('three_public.vehicles', 'three_public.vehicle_purchase', 3),
    ('three_public.vehicles', 'three_public.vehicle_running', 3),
    ('basic.total', 'basic.personnel', 3),
    ('basic.total', 'basic.public', 3)
),

parts as (
    select
        *,
        'word' as dimension,
        plain_whole as whole_name,
        plain_subject as part_name,
        6 as part_count
    from claims
    where plain_whole is not null and not regexp_full_match(plain_subject, {{ word('total_names') }})

    union all

    select
        claims.*,
        split_part(levels.whole_code, '.', 1) as dimension,
        levels.whole_code as whole_name,
        claims.concept_code as part_name,
        levels.part_count
    from claims
    inner join levels on claims.concept_code = levels.part_code
),

wholes as (
    select
        *,
        'word' as dimension,
        plain_subject as name
    from claims

    union all

    select
        *,
        split_part(concept_code, '.', 1) as dimension,
        concept_code as name
    from claims
    where concept_code in (select whole_code from levels)
),

placed as (
    {% for order in ('>', '<') %}
        select
            parts.*,
            {{ of_whole('wholes') }},
            wholes.place as whole_place,
            '{{ order }}' = '>' as is_after_whole,
            abs(parts.claim_number - wholes.claim_number) as distance
        from parts
        asof inner join wholes
            on
                parts.document_key = wholes.document_key and parts.dimension = wholes.dimension and parts.whole_name = wholes.name
                and parts.measure_kind = wholes.measure_kind and parts.comparison_base is not distinct from wholes.comparison_base
                and parts.value_year is not distinct from wholes.value_year and parts.phase is not distinct from wholes.phase
                and parts.claim_number {{ order }} wholes.claim_number
        where parts.dimension = 'three_public' or '{{ order }}' = '>'
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- the whole stands before its parts; the change of the vehicles behind those of what is bought and what is run
nearest as (
    select * from placed
    where
        distance <= case when dimension = 'basic' then {{ basic_reach }} else {{ reach }} end
        and (dimension = 'word' or place = whole_place)
    qualify row_number() over (partition by claim_key, dimension, whole_name order by is_after_whole desc) = 1
),

-- a kind that is stated again with its change is the same kind
stated_once as (
    select * from nearest
    qualify
        dimension = 'word'
        or row_number() over (partition by whole_key, part_name order by claim_number) = 1
),

-- purchase and running are within the vehicles where these are stated
counted as (
    select * from stated_once
    qualify
        not (
            part_count = 1
            and bool_or(part_name = 'three_public.vehicles') over (partition by whole_key, dimension)
        )
)

select
    -- identifiers
    claim_key,
    document_key,

    -- dimensions
    dimension,
    claim_number,
    page_number,
    whole_subject,
    whole_page,

    -- facts
    factor,
    amount_yuan,
    half_unit_yuan,
    whole_factor,
    whole_yuan,
    whole_half_unit_yuan,

    -- metadata
    whole_key
from counted
qualify sum(part_count) over (partition by whole_key, dimension) >= 6
