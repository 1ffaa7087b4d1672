{#
    What prose says of a change: 1448787.35万元,比2025年年初预算数1506121.45万元减少57334.09万元,下降3.81%. Now, base, change and rate are
    claims that stand near each other under one subject. A base that the sentence states is the base; else it is what now and
    change imply. Where the words leave open which figure has changed (the last part or the whole before 其中) each reading is
    tried, and the one that closes is meant: only a sentence that no reading closes contradicts itself. A reading that is not sure (the
    last of several parts; 较上年 beside a figure that is one of several of last year) counts only where it closes. Prose cuts figures off as
    often as it rounds them, so its figures are intervals of one unit in the last place to both sides.
#}
{# so many claims before the change its figures may stand, and the whole before a list of parts #}
{% set reach = 4 %}
{% set whole_reach = 25 %}
{# 比上年…: the base is a year earlier; 比年初预算…: it is the budget of the same year #}
{% set earlier = var('words')['earlier_year'] %}
{% set same_year = var('words')['same_year'] %}

with claims as (
    select
        claim_key,
        document_key,
        claim_number,
        page_number,
        subject,
        measure_kind,
        comparison_base,
        direction,
        value,
        value_text,
        value_year,
        phase,
        is_in_reason,
        quote,
        {{ subject_stem(plain_subject('subject')) }} as plain_subject,
        nullif({{ subject_stem(plain_subject('part_of')) }}, '') as plain_whole,
        cast(amount_yuan as double) as yuan,
        cast(2 * half_unit_yuan as double) as half_yuan,
        case when measure_kind = 'change_pct' then pow(10, -coalesce(printed_decimals, 0)) end as unit_points,
        -- 增长-3.81%, 增减-5万元, and 下降-3.81% too: what is printed below zero has fallen
        case
            when value < 0 or direction = 'decrease' then -1
            when direction = 'increase' then 1
            when direction = 'unchanged' then 0
        end as direction_sign
    from {{ ref('stg_claims') }}
),

neighbours as (
    select
        *,
        {% for column in (
            'claim_key', 'claim_number', 'plain_subject', 'plain_whole', 'measure_kind', 'comparison_base', 'direction_sign', 'yuan',
            'half_yuan'
        ) %}
            lag({{ column }}) over in_order as {{ column }}_before,
            lead({{ column }}) over in_order as {{ column }}_after,
        {% endfor %}
        lead(measure_kind, 2) over in_order as kind_after_next
    from claims
    window in_order as (partition by document_key order by claim_number)
),

-- a rate with the amount beside it: 减少5万元,下降3% or 下降3%,减少5万元
rates as (
    select
        *,
        is_behind or is_ahead as has_change,
        case when is_behind then claim_key_before when is_ahead then claim_key_after end as change_key,
        case when is_behind then yuan_before when is_ahead then yuan_after end as change_yuan,
        case when is_behind then half_yuan_before when is_ahead then half_yuan_after end as change_half_yuan,
        case when is_behind then direction_sign_before when is_ahead then direction_sign_after else direction_sign end as change_sign,
        case when is_behind then claim_number_before else claim_number end as first_number,
        abs(cast(value as double)) / 100 as rate
    from (
        select
            *,
            coalesce(
                measure_kind_before = 'change_amount' and plain_subject_before = plain_subject
                and comparison_base_before is not distinct from comparison_base and yuan_before is not null, false
            ) as is_behind,
            coalesce(
                measure_kind_after = 'change_amount' and plain_subject_after = plain_subject
                and comparison_base_after is not distinct from comparison_base and yuan_after is not null
                and measure_kind_before is distinct from 'change_amount' and kind_after_next is distinct from 'change_pct', false
            ) as is_ahead
        from neighbours
    ) as paired
    where measure_kind = 'change_pct' and direction_sign in (1, -1) and value is not null
),

-- a rate takes the figures before the amount that stands beside it
changes as (
    select
        claims.claim_key,
        claims.document_key,
        claims.page_number,
        claims.subject,
        claims.plain_subject,
        claims.plain_whole,
        claims.comparison_base,
        claims.value_year,
        claims.phase,
        claims.is_in_reason,
        coalesce(rates.first_number, claims.claim_number) as first_number,
        claims.claim_number as last_number
    from claims
    left join rates on claims.claim_key = rates.claim_key
    where
        rates.claim_key is not null
        or (claims.measure_kind = 'change_amount' and claims.direction_sign is not null and claims.yuan is not null)
),

amounts as (
    select
        *,
        -- the last of a list of parts: what is said of a change behind it may be said of the whole list
        coalesce(measure_kind_before = 'amount' and plain_whole_before = plain_whole, false) as is_listed
    from neighbours
    where measure_kind = 'amount' and yuan is not null and half_yuan is not null
),

-- the figure that has changed: the last one of the subject, or the whole of which the list of parts before it is told
nows as (
    select
        changes.claim_key,
        amounts.claim_key as now_key,
        amounts.page_number as now_page,
        amounts.yuan as now_yuan,
        amounts.half_yuan as now_half_yuan,
        amounts.plain_subject != changes.plain_subject as is_whole,
        not amounts.is_listed and amounts.plain_subject = changes.plain_subject as is_sure,
        changes.first_number - amounts.claim_number as distance
    from changes
    inner join amounts
        on
            changes.document_key = amounts.document_key
            and changes.first_number > amounts.claim_number
            and (
                (changes.plain_subject = amounts.plain_subject and changes.first_number - amounts.claim_number <= {{ reach }})
                or (changes.plain_whole = amounts.plain_subject and changes.first_number - amounts.claim_number <= {{ whole_reach }})
            )
            and amounts.comparison_base is null
            and changes.value_year is not distinct from amounts.value_year
            and coalesce(changes.phase = amounts.phase, true)
            and changes.is_in_reason = amounts.is_in_reason
),

-- the base as stated: 比2025年预算数4万元增加…, 2025年执行数4万元,…, (上年预算数为4万元)
bases as (
    select
        changes.claim_key,
        amounts.claim_key as base_key,
        amounts.page_number as base_page,
        amounts.yuan as base_yuan,
        amounts.half_yuan as base_half_yuan,
        coalesce(changes.comparison_base = amounts.comparison_base, false) as is_named,
        -- 较上年增加 says neither 上年预算 nor 上年执行
        changes.comparison_base is null
        or regexp_matches(changes.comparison_base, {{ word('named_base') }})
        or coalesce(changes.comparison_base = amounts.comparison_base, false) as is_sure,
        abs(changes.first_number - amounts.claim_number) as distance
    from changes
    inner join amounts
        on
            changes.document_key = amounts.document_key
            and changes.plain_subject = amounts.plain_subject
            and (
                changes.first_number - amounts.claim_number between 1 and {{ reach }}
                or (amounts.claim_number - changes.last_number between 1 and 2 and regexp_matches(amounts.quote, '^[（(]'))
            )
            and changes.is_in_reason = amounts.is_in_reason
    where
        changes.comparison_base = amounts.comparison_base
        or (
            amounts.comparison_base is null
            and (amounts.value_year is distinct from changes.value_year or amounts.phase is distinct from changes.phase)
            and amounts.value_year = case
                when changes.comparison_base is null then amounts.value_year
                when regexp_matches(changes.comparison_base, '[0-9]{4}')
                    then cast(regexp_extract(changes.comparison_base, '[0-9]{4}') as integer)
                when regexp_matches(changes.comparison_base, '{{ earlier }}') then changes.value_year - 1
                when regexp_matches(changes.comparison_base, '{{ same_year }}') then changes.value_year
            end
            and coalesce(
                amounts.phase = case
                    when regexp_matches(changes.comparison_base, {{ word('executed_base') }}) then 'final'
                    when contains(changes.comparison_base, {{ word('budget') }}) then 'budget'
                    else amounts.phase
                end, true
            )
        )
),

rate_readings as (
    -- of the stated base
    select
        rates.claim_key,
        1 as reading,
        bases.is_sure,
        bases.distance,
        bases.base_page as first_page,
        {{ phrase('change_of', what='rates.subject') }} as left_label,
        bases.base_yuan as of_yuan,
        rates.change_yuan as left_yuan,
        rates.rate * bases.base_yuan as right_yuan,
        rates.change_half_yuan + rates.rate * bases.base_half_yuan + rates.unit_points / 100 * bases.base_yuan as allowed_yuan,
        bases.base_yuan = 0 as is_convention,
        [rates.change_key] as left_line_keys,
        [1.0] as left_factors,
        [bases.base_key, rates.claim_key] as right_line_keys,
        [-rates.rate, -bases.base_yuan / 100] as right_factors
    from rates
    inner join bases on rates.claim_key = bases.claim_key
    where rates.has_change

    union all

    -- of what now and change imply
    select
        rates.claim_key,
        case when nows.is_whole then 3 else 2 end as reading,
        nows.is_sure,
        nows.distance,
        nows.now_page as first_page,
        {{ phrase('change_of', what='rates.subject') }} as left_label,
        nows.now_yuan - rates.change_sign * abs(rates.change_yuan) as of_yuan,
        abs(rates.change_yuan) as left_yuan,
        rates.rate * (nows.now_yuan - rates.change_sign * abs(rates.change_yuan)) as right_yuan,
        rates.change_half_yuan * (1 + rates.change_sign * rates.rate) + nows.now_half_yuan * rates.rate
        + rates.unit_points / 100 * abs(nows.now_yuan - rates.change_sign * abs(rates.change_yuan)) as allowed_yuan,
        -- from nothing there is no rate; 100 % is what filings print for it
        abs(nows.now_yuan - rates.change_sign * abs(rates.change_yuan)) <= rates.change_half_yuan + nows.now_half_yuan as is_convention,
        [rates.change_key] as left_line_keys,
        [1 + rates.change_sign * rates.rate] as left_factors,
        [nows.now_key, rates.claim_key] as right_line_keys,
        [-rates.rate, -(nows.now_yuan - rates.change_sign * abs(rates.change_yuan)) / 100] as right_factors
    from rates
    inner join nows on rates.claim_key = nows.claim_key
    -- an increase beyond the figure itself: another figure stands between, unless this one stands beside it
    where
        rates.has_change
        and (
            rates.change_sign = -1 or nows.now_yuan + nows.now_half_yuan >= abs(rates.change_yuan)
            or (nows.distance = 1 and nows.is_sure)
        )

    union all

    -- now and base are stated, the change is not
    select
        rates.claim_key,
        4 as reading,
        nows.is_sure and bases.is_sure as is_sure,
        nows.distance + bases.distance as distance,
        least(nows.now_page, bases.base_page) as first_page,
        to_json(rates.subject) as left_label,
        bases.base_yuan as of_yuan,
        nows.now_yuan as left_yuan,
        (1 + rates.direction_sign * rates.rate) * bases.base_yuan as right_yuan,
        nows.now_half_yuan + (1 + rates.direction_sign * rates.rate) * bases.base_half_yuan + rates.unit_points / 100 * bases.base_yuan
            as allowed_yuan,
        bases.base_yuan = 0 as is_convention,
        [nows.now_key] as left_line_keys,
        [1.0] as left_factors,
        [bases.base_key, rates.claim_key] as right_line_keys,
        [-(1 + rates.direction_sign * rates.rate), -rates.direction_sign * bases.base_yuan / 100] as right_factors
    from rates
    inner join nows on rates.claim_key = nows.claim_key and not nows.is_whole
    inner join bases on rates.claim_key = bases.claim_key
    where not rates.has_change

    union all

    -- 比上年1.43万元,增加0.68%: the word before the change is missing
    select
        rates.claim_key,
        5 as reading,
        false as is_sure,
        nows.distance + bases.distance as distance,
        least(nows.now_page, bases.base_page) as first_page,
        {{ phrase('change_of', what='rates.subject') }} as left_label,
        nows.now_yuan - rates.direction_sign * bases.base_yuan as of_yuan,
        bases.base_yuan as left_yuan,
        rates.rate * (nows.now_yuan - rates.direction_sign * bases.base_yuan) as right_yuan,
        bases.base_half_yuan * (1 + rates.direction_sign * rates.rate) + nows.now_half_yuan * rates.rate
        + rates.unit_points / 100 * abs(nows.now_yuan - rates.direction_sign * bases.base_yuan) as allowed_yuan,
        false as is_convention,
        [bases.base_key] as left_line_keys,
        [1 + rates.direction_sign * rates.rate] as left_factors,
        [nows.now_key, rates.claim_key] as right_line_keys,
        [-rates.rate, -(nows.now_yuan - rates.direction_sign * bases.base_yuan) / 100] as right_factors
    from rates
    inner join nows on rates.claim_key = nows.claim_key and not nows.is_whole
    inner join bases on rates.claim_key = bases.claim_key and bases.is_named
    where not rates.has_change
),

chosen_rates as (
    select * from rate_readings
    where is_sure or abs(left_yuan - right_yuan) <= allowed_yuan
    qualify
        row_number() over (
            partition by claim_key
            order by
                abs(left_yuan - right_yuan) <= allowed_yuan desc, is_convention desc, reading asc, distance asc,
                left_line_keys asc, right_line_keys asc
        ) = 1
),

amount_readings as (
    select
        claims.claim_key,
        nows.is_whole,
        bases.is_named,
        nows.is_sure and bases.is_sure as is_sure,
        nows.distance + bases.distance as distance,
        least(nows.now_page, bases.base_page) as first_page,
        nows.now_key,
        nows.now_yuan,
        bases.base_key,
        bases.base_yuan,
        nows.now_yuan - bases.base_yuan as left_yuan,
        claims.direction_sign * abs(claims.yuan) as right_yuan,
        nows.now_half_yuan + bases.base_half_yuan + coalesce(claims.half_yuan, 0) as allowed_yuan,
        claims.direction_sign
    from claims
    inner join nows on claims.claim_key = nows.claim_key
    inner join bases on claims.claim_key = bases.claim_key
    where claims.measure_kind = 'change_amount'
),

chosen_amounts as (
    select * from amount_readings
    where is_sure or abs(left_yuan - right_yuan) <= allowed_yuan
    qualify
        row_number() over (
            partition by claim_key
            order by
                abs(left_yuan - right_yuan) <= allowed_yuan desc, is_whole asc, is_named desc, distance asc, now_key asc, base_key asc
        ) = 1
)

select
    'claim_change_rate' as rule_id,
    rates.document_key,
    chosen.left_label,
    {{ phrase('rate_of_base', rate=told_rate('rates.'), base=told_amount('chosen.of_yuan')) }} as right_label,
    least(chosen.first_page, rates.page_number) as first_page,
    rates.page_number as last_page,
    chosen.left_yuan,
    chosen.right_yuan,
    chosen.allowed_yuan,
    chosen.is_convention,
    chosen.left_line_keys,
    chosen.left_factors,
    chosen.right_line_keys,
    chosen.right_factors
from chosen_rates as chosen
inner join rates on chosen.claim_key = rates.claim_key

union all

select
    'claim_change_amount' as rule_id,
    claims.document_key,
    {{ phrase('now_less_base', what='claims.subject', now=told_amount('chosen.now_yuan'), base=told_amount('chosen.base_yuan')) }}
        as left_label,
    json_array({{ worded('term', 'claims.direction') }}, claims.value_text) as right_label,
    least(chosen.first_page, claims.page_number) as first_page,
    claims.page_number as last_page,
    chosen.left_yuan,
    chosen.right_yuan,
    chosen.allowed_yuan,
    false as is_convention,
    [chosen.now_key, chosen.base_key] as left_line_keys,
    [1.0, -1.0] as left_factors,
    [chosen.claim_key] as right_line_keys,
    [-cast(chosen.direction_sign as double)] as right_factors
from chosen_amounts as chosen
inner join claims on chosen.claim_key = claims.claim_key
