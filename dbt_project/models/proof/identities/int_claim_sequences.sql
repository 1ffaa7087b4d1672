{#
    Prose states a figure, then what it is compared with, then the percentage: the three are claims that follow one another with
    one subject (changes: int_claim_changes). Percentages enter as intervals too. Prose cuts figures off as often as it rounds them (9.55% for 9.5575%), so a figure
    of the prose is the interval of one unit in its last place to both sides. factors say how the difference moves with each term.
#}
{# so many claims after its base a percentage may stand: 年初预算, 全年预算, 支出决算, 完成 #}
{% set reach = 5 %}

with claims as (
    select
        claims.* replace (2 * claims.half_unit_yuan as half_unit_yuan),
        {{ plain_subject('claims.subject') }} as plain_subject,
        case when claims.measure_kind like '%pct' then pow(10, -coalesce(claims.printed_decimals, 0)) end as unit_points
    from {{ ref('stg_claims') }} as claims
),

followed as (
    select
        claim_key,
        document_key,
        page_number,
        claim_number,
        plain_subject,
        subject,
        measure_kind,
        comparison_base,
        basis,
        order_to_budget,
        value,
        value_text,
        unit_points,
        phase,
        value_year,
        amount_yuan,
        half_unit_yuan,
        {% for back in (1, 2) %}
            {% for column in (
                'claim_key', 'plain_subject', 'measure_kind', 'amount_yuan', 'half_unit_yuan', 'phase', 'value_year', 'page_number', 'basis'
            ) %}
                lag({{ column }}, {{ back }}) over in_order as {{ column }}_{{ back }},
            {% endfor %}
        {% endfor %}
        lead(measure_kind) over in_order as next_kind
    from claims
    window in_order as (partition by document_key order by claim_number)
),

-- 年初预算为 B1, 全年预算为 B2, 支出决算为 F, 完成年初预算的 p: what the percentage names is its base, else the figure before F
named_bases as (
    select
        document_key,
        claim_number,
        claim_key,
        plain_subject,
        page_number,
        amount_yuan,
        half_unit_yuan,
        value_year,
        regexp_replace(basis, {{ word('figure_suffix') }}, '') as base_name
    from followed
    where measure_kind = 'amount' and phase = 'budget' and amount_yuan is not null and basis is not null
),

executed as (
    select
        followed.*,
        regexp_replace(followed.comparison_base, {{ word('figure_suffix') }}, '') as base_name
    from followed
    where
        measure_kind = 'execution_pct' and measure_kind_1 = 'amount' and phase_1 = 'final'
        and amount_yuan_1 is not null and value is not null
),

based as (
    select
        executed.*,
        coalesce(named_bases.claim_key, executed.claim_key_2) as base_key,
        coalesce(named_bases.page_number, executed.page_number_2) as base_page,
        coalesce(named_bases.amount_yuan, executed.amount_yuan_2) as base_yuan,
        coalesce(named_bases.half_unit_yuan, executed.half_unit_yuan_2) as base_half_yuan
    from executed
    asof left join named_bases
        on
            executed.document_key = named_bases.document_key and executed.plain_subject_1 = named_bases.plain_subject
            and executed.base_name = named_bases.base_name and executed.claim_number > named_bases.claim_number
            and executed.value_year is not distinct from named_bases.value_year
    where
        executed.claim_number - named_bases.claim_number <= {{ reach }}
        or (
            executed.measure_kind_2 = 'amount' and executed.plain_subject_1 = executed.plain_subject_2 and executed.phase_2 = 'budget'
            and executed.amount_yuan_2 is not null
            -- 完成年初预算 beside 全年预算为 … alone: the base is not stated
            and (
                executed.base_name is null or executed.basis_2 is null
                or executed.base_name in ({{ word('budget') }}, regexp_replace(executed.basis_2, {{ word('figure_suffix') }}, ''))
            )
        )
),

executions as (
    select
        'claim_execution_rate' as rule_id,
        document_key,
        to_json(subject) as left_label,
        {{ phrase('rate_of', rate=told_rate(), whole=told_amount('base_yuan')) }} as right_label,
        base_page as first_page,
        page_number as last_page,
        cast(amount_yuan_1 as double) as left_yuan,
        cast(value as double) / 100 * cast(base_yuan as double) as right_yuan,
        half_unit_yuan_1 + base_half_yuan * cast(value as double) / 100 + unit_points / 100 * abs(base_yuan) as allowed_yuan,
        -- of nothing there is no rate; 0 and 100 % are what filings print for it
        base_yuan = 0 and value in (0, 100) as is_convention,
        [claim_key_1] as left_line_keys,
        [1.0] as left_factors,
        [base_key, claim_key] as right_line_keys,
        [-cast(value as double) / 100, -cast(base_yuan as double) / 100] as right_factors
    from based
),

-- 年初预算 B, 支出决算 F, 预决算差异率 p: |F − B| = |p| × B; the rate is printed without its sign as often as with it
deviating as (
    select
        *,
        case when amount_yuan_1 < amount_yuan_2 then -1 else 1 end * abs(cast(value as double)) / 100 as rate
    from followed
    where
        measure_kind = 'deviation_pct' and measure_kind_1 = 'amount' and measure_kind_2 = 'amount'
        and plain_subject_1 = plain_subject_2 and phase_1 = 'final' and phase_2 = 'budget'
        and value_year_1 is not distinct from value_year_2
        and amount_yuan_1 is not null and amount_yuan_2 is not null and value is not null
),

deviations as (
    select
        'claim_deviation_rate' as rule_id,
        document_key,
        to_json(subject) as left_label,
        {{ phrase('base_and_rate', rate=told_rate(), base=told_amount('amount_yuan_2')) }} as right_label,
        page_number_2 as first_page,
        page_number as last_page,
        cast(amount_yuan_1 as double) as left_yuan,
        (1 + rate) * cast(amount_yuan_2 as double) as right_yuan,
        half_unit_yuan_1 + half_unit_yuan_2 * (1 + rate) + unit_points / 100 * abs(amount_yuan_2) as allowed_yuan,
        amount_yuan_2 = 0 as is_convention,
        [claim_key_1] as left_line_keys,
        [1.0] as left_factors,
        [claim_key_2, claim_key] as right_line_keys,
        [-(1 + rate), -sign(rate) * cast(amount_yuan_2 as double) / 100] as right_factors
    from deviating
),

wholes as (
    select
        document_key,
        claim_number,
        claim_key,
        plain_subject,
        page_number,
        amount_yuan,
        half_unit_yuan,
        value_year,
        phase
    from followed
    -- a figure with a share of its own is a part, unless it is stated again
    where measure_kind = 'amount' and amount_yuan > 0 and comparison_base is null and next_kind is distinct from 'share_pct'
),

-- A, which is p percent of the whole named last before it
parts as (
    select
        followed.*,
        wholes.claim_key as whole_key,
        wholes.page_number as whole_page,
        wholes.amount_yuan as whole_yuan,
        wholes.half_unit_yuan as whole_half_yuan
    from followed
    asof inner join wholes
        on
            followed.document_key = wholes.document_key
            and {{ plain_subject('followed.comparison_base') }} = wholes.plain_subject
            and followed.phase = wholes.phase
            and followed.value_year is not distinct from wholes.value_year
            and followed.claim_number > wholes.claim_number
    where
        followed.measure_kind = 'share_pct' and followed.measure_kind_1 = 'amount'
        and followed.plain_subject = followed.plain_subject_1
        and followed.amount_yuan_1 is not null and followed.value is not null
        and followed.claim_key_1 != wholes.claim_key
        -- the whole is a total
        and regexp_matches(followed.comparison_base, {{ word('words_of_wholes') }})
        and not regexp_matches(followed.comparison_base, {{ word('words_of_items') }})
),

shares as (
    select
        'claim_share' as rule_id,
        document_key,
        to_json(subject) as left_label,
        {{ phrase('rate_of', rate=told_rate(), whole='json_array(comparison_base, ' ~ told_amount('whole_yuan') ~ ')') }} as right_label,
        whole_page as first_page,
        page_number as last_page,
        cast(amount_yuan_1 as double) as left_yuan,
        cast(value as double) / 100 * cast(whole_yuan as double) as right_yuan,
        half_unit_yuan_1 + whole_half_yuan * cast(value as double) / 100 + unit_points / 100 * whole_yuan as allowed_yuan,
        false as is_convention,
        [claim_key_1] as left_line_keys,
        [1.0] as left_factors,
        [whole_key, claim_key] as right_line_keys,
        [-cast(value as double) / 100, -cast(whole_yuan as double) / 100] as right_factors
    from parts
    where amount_yuan_1 <= whole_yuan
),

-- 决算数小于预算数, said after the figure: of the budgets that are stated for it, each is tried
ordered as (
    select
        claim_key,
        document_key,
        claim_number,
        plain_subject,
        page_number,
        order_to_budget,
        case when measure_kind = 'amount' then claim_key else claim_key_1 end as final_key,
        case when measure_kind = 'amount' then amount_yuan else amount_yuan_1 end as final_yuan,
        case when measure_kind = 'amount' then half_unit_yuan else half_unit_yuan_1 end as final_half_yuan,
        case when measure_kind = 'amount' then value_year else value_year_1 end as final_year
    from followed
    where
        order_to_budget is not null
        and (
            (measure_kind = 'amount' and phase = 'final')
            or (measure_kind = 'execution_pct' and measure_kind_1 = 'amount' and phase_1 = 'final' and plain_subject_1 = plain_subject)
        )
),

order_readings as (
    select
        ordered.*,
        budgets.claim_key as budget_key,
        budgets.page_number as budget_page,
        cast(budgets.amount_yuan as double) as budget_yuan,
        ordered.final_half_yuan + budgets.half_unit_yuan as allowed_yuan,
        case ordered.order_to_budget
            when 'above' then least(ordered.final_yuan - budgets.amount_yuan, 0)
            when 'below' then greatest(ordered.final_yuan - budgets.amount_yuan, 0)
            else ordered.final_yuan - budgets.amount_yuan
        end as excess_yuan
    from ordered
    inner join claims as budgets
        on
            ordered.document_key = budgets.document_key and ordered.plain_subject = budgets.plain_subject
            and ordered.claim_number - budgets.claim_number between 1 and {{ reach }}
            and ordered.final_year is not distinct from budgets.value_year
            and budgets.measure_kind = 'amount' and budgets.phase = 'budget' and budgets.amount_yuan is not null
    qualify
        row_number() over (partition by ordered.claim_key order by abs(excess_yuan) asc, budgets.claim_number desc) = 1
),

orders as (
    select
        'claim_order' as rule_id,
        ordered.document_key,
        to_json(claims.subject) as left_label,
        {{ phrase('said_to_be', order=worded('term', 'ordered.order_to_budget'), budget=told_amount('ordered.budget_yuan')) }}
            as right_label,
        ordered.budget_page as first_page,
        ordered.page_number as last_page,
        cast(ordered.final_yuan as double) as left_yuan,
        cast(ordered.final_yuan - ordered.excess_yuan as double) as right_yuan,
        cast(ordered.allowed_yuan as double) as allowed_yuan,
        false as is_convention,
        [ordered.final_key] as left_line_keys,
        [1.0] as left_factors,
        [ordered.budget_key] as right_line_keys,
        [-1.0] as right_factors
    from order_readings as ordered
    inner join claims on ordered.claim_key = claims.claim_key
)

select * from {{ ref('int_claim_changes') }}
union all
select * from orders
union all
select * from executions
union all
select * from deviations
union all
select * from shares
