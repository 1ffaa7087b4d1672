{#
    What the performance tables promise: weights sum to 100, scores to the total score, fund rows to their total, the execution
    rate is executed ÷ annual budget; and the prose states the same. Points and percentages stand in the columns of yuan.
    A whole number is exact, a figure with decimals is an interval of half a unit in its last place.
#}
{% set project_name = "coalesce(to_json(projects.project_name), json_object('term', 'department_itself'))" %}
{% set is_total = "regexp_matches(list_last(string_split(%s.fund_source, '/')), " ~ word('fund_totals') ~ ")" %}
{% set total_row = is_total | replace('%s', 'funds') %}

with indicators as (
    select
        project_key,
        document_key,
        min(page_number) as first_page,
        max(page_number) as last_page,
        sum(weight) as weight,
        sum(score) as score,
        count(weight) as weight_count,
        count(score) as score_count,
        count(*) as indicator_count,
        sum({{ half_place('score_text') }}) as half_score
    from {{ ref('stg_indicators') }}
    group by project_key, document_key
),

-- the score for the execution stands beside the total; a row 其中 below it may print it again
scored_funds as (
    select *
    from {{ ref('stg_project_funds') }} as funds
    where weight is not null or score is not null
    qualify rank() over (partition by project_key order by {{ total_row }} desc) = 1
),

fund_scores as (
    select
        project_key,
        sum(weight) as weight,
        sum(score) as score,
        sum({{ half_place('score_text') }}) as half_score
    from scored_funds
    group by project_key
),

-- projects of one name are those of several units: prose that names one does not say which
named_once as (
    select
        *,
        {{ disclosure_of('stg_projects') }} as disclosure_key
    from {{ ref('stg_projects') }}
    qualify count(*) over (partition by disclosure_key, project_name) = 1
),

weights as (
    select
        'performance_weights' as rule_id,
        indicators.document_key,
        {{ phrase('project_weights', project=project_name) }} as left_label,
        {{ phrase('full_points') }} as right_label,
        indicators.first_page,
        indicators.last_page,
        cast(indicators.weight + coalesce(fund_scores.weight, 0) as double) as left_yuan,
        -- forms that keep 10 points for the execution rate print 90 where the rate has no weight of its own
        case when fund_scores.weight is null and indicators.weight = 90 then 90.0 else 100.0 end as right_yuan,
        0.0 as allowed_yuan,
        [indicators.project_key] as left_line_keys,
        cast([] as varchar[]) as right_line_keys,
        case
            when indicators.weight > 100 and indicators.weight % 100 = 0
                then {{ phrase('unchecked_several_projects') }}
        end as unchecked_reason
    from indicators
    inner join {{ ref('stg_projects') }} as projects on indicators.project_key = projects.project_key
    left join fund_scores on indicators.project_key = fund_scores.project_key
    where indicators.weight_count = indicators.indicator_count
),

scores as (
    select
        'performance_scores' as rule_id,
        indicators.document_key,
        {{ phrase('project_score', project=project_name) }} as left_label,
        {{ phrase('scores', count='indicators.score_count') }} as right_label,
        least(projects.page_number, indicators.first_page) as first_page,
        indicators.last_page,
        cast(projects.total_score as double) as left_yuan,
        cast(indicators.score + coalesce(fund_scores.score, 0) as double) as right_yuan,
        {{ half_place('projects.total_score_text') }} + indicators.half_score + coalesce(fund_scores.half_score, 0) as allowed_yuan,
        [indicators.project_key] as left_line_keys,
        cast([] as varchar[]) as right_line_keys,
        cast(null as json) as unchecked_reason
    from indicators
    inner join {{ ref('stg_projects') }} as projects on indicators.project_key = projects.project_key
    left join fund_scores on indicators.project_key = fund_scores.project_key
    where projects.total_score is not null and indicators.score_count > 0
),

funds as (
    select
        *,
        try_cast(replace(replace(execution_rate_text, '%', ''), ',', '') as double) as rate
    from {{ ref('stg_project_funds') }}
),

rates as (
    select
        'performance_execution_rate' as rule_id,
        funds.document_key,
        {{ phrase('project_executed', project=project_name) }} as left_label,
        {{ phrase('rate_of_annual_budget', rate='funds.execution_rate_text', budget='funds.annual_budget_text') }} as right_label,
        funds.page_number as first_page,
        funds.page_number as last_page,
        cast(funds.executed_yuan as double) as left_yuan,
        funds.rate / 100 * cast(funds.annual_budget_yuan as double) as right_yuan,
        -- a rate is cut off as often as it is rounded
        pow(10, -len(regexp_extract(funds.execution_rate_text, '\.([0-9]+)', 1))) / 100 * cast(funds.annual_budget_yuan as double)
            as allowed_yuan,
        [funds.project_fund_key] as left_line_keys,
        cast([] as varchar[]) as right_line_keys,
        cast(null as json) as unchecked_reason
    from funds
    inner join {{ ref('stg_projects') }} as projects on funds.project_key = projects.project_key
    where
        {{ total_row }} and funds.annual_budget_yuan > 0 and funds.executed_yuan is not null
        and contains(funds.execution_rate_text, '%') and funds.rate is not null
),

fund_amounts as (
    {% for measure in ('initial_budget', 'annual_budget', 'executed') %}
        select
            project_key,
            document_key,
            project_fund_key,
            page_number,
            fund_source,
            '{{ measure }}' as measure,
            {{ measure }}_yuan as amount_yuan,
            {{ half_place(measure ~ '_text') }} * case printed_unit when {{ word('unit_10000') }} then 10000 else 1 end as half_yuan,
            bool_or(contains(fund_source, {{ word('period_total') }})) over (partition by project_key) as has_period
        from {{ ref('stg_project_funds') }}
        where {{ measure }}_yuan is not null
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

fund_sums as (
    select
        'performance_fund_sum' as rule_id,
        funds.document_key,
        {{
            phrase(
                'project_fund_total', project=project_name | replace('projects.project_name', 'any_value(projects.project_name)'),
                measure=worded('term', 'funds.measure')
            )
        }} as left_label,
        {{ phrase('fund_sources', count='count(parts.project_fund_key)') }} as right_label,
        min(funds.page_number) as first_page,
        max(parts.page_number) as last_page,
        cast(any_value(funds.amount_yuan) as double) as left_yuan,
        cast(sum(parts.amount_yuan) as double) as right_yuan,
        any_value(funds.half_yuan) + sum(parts.half_yuan) as allowed_yuan,
        [funds.project_fund_key] as left_line_keys,
        list(parts.project_fund_key order by parts.project_fund_key) as right_line_keys,
        case
            when abs(sum(parts.amount_yuan) - 2 * any_value(funds.amount_yuan)) <= any_value(funds.half_yuan) + sum(parts.half_yuan)
                and any_value(funds.amount_yuan) != 0
                then {{ phrase('unchecked_two_levels') }}
        end as unchecked_reason
    from fund_amounts as funds
    inner join {{ ref('stg_projects') }} as projects on funds.project_key = projects.project_key
    inner join fund_amounts as parts
        on
            funds.project_key = parts.project_key and funds.measure = parts.measure
            and funds.project_fund_key != parts.project_fund_key
            -- a source split again has its parts behind a slash, and so has the whole period beside the year
            and case
                when funds.has_period and contains(funds.fund_source, {{ word('period') }})
                    then starts_with(parts.fund_source, funds.fund_source || '/')
                else not contains(parts.fund_source, '/')
            end
            and not {{ is_total | replace('%s', 'parts') }}
    where {{ total_row }}
    group by funds.document_key, funds.project_fund_key, funds.measure
    having count(parts.project_fund_key) > 1
),

claims as (
    select
        claims.*,
        {{ disclosure_of('claims') }} as disclosure_key,
        lead(subject) over (partition by document_key order by claim_number) as next_subject
    from {{ ref('stg_claims') }} as claims
),

-- "…项目自评得分88.5分。…项目综述: 全年预算数…": the sentence after the score names the project
claim_scores as (
    select
        'claim_project_score' as rule_id,
        claims.document_key,
        {{ told_claim('claims.page_number', phrase('project_score', project='projects.project_name')) }} as left_label,
        {{ told_table('claims', 'projects') }} as right_label,
        {{ page_in_file('least', 'claims', 'projects') }} as first_page,
        {{ page_in_file('greatest', 'claims', 'projects') }} as last_page,
        cast(claims.value as double) as left_yuan,
        cast(projects.total_score as double) as right_yuan,
        0.0 as allowed_yuan,
        [claims.claim_key] as left_line_keys,
        [projects.project_key] as right_line_keys,
        cast(null as json) as unchecked_reason
    from claims
    inner join named_once as projects
        on
            claims.disclosure_key = projects.disclosure_key
            and len(projects.project_name) > 3
            and (contains(claims.next_subject, projects.project_name) or contains(claims.subject, projects.project_name))
    where claims.measure_kind = 'score' and contains(claims.subject, {{ word('own_score') }}) and projects.total_score is not null
),

claim_funds as (
    select
        'claim_project_fund' as rule_id,
        claims.document_key,
        {{ told_claim('claims.page_number', 'json_array(projects.project_name, claims.basis)') }} as left_label,
        {{ told_table('claims', 'funds') }} as right_label,
        {{ page_in_file('least', 'claims', 'funds') }} as first_page,
        {{ page_in_file('greatest', 'claims', 'funds') }} as last_page,
        cast(claims.amount_yuan as double) as left_yuan,
        cast(
            case when claims.basis = {{ word('executed') }} then funds.executed_yuan else funds.annual_budget_yuan end as double
        ) as right_yuan,
        2 * claims.half_unit_yuan as allowed_yuan,
        [claims.claim_key] as left_line_keys,
        [funds.project_fund_key] as right_line_keys,
        cast(null as json) as unchecked_reason
    from claims
    inner join named_once as projects
        on
            claims.disclosure_key = projects.disclosure_key and len(projects.project_name) > 3
            and contains(claims.subject, projects.project_name)
    inner join {{ ref('stg_project_funds') }} as funds on projects.project_key = funds.project_key and {{ total_row }}
    where
        claims.measure_kind = 'amount'
        and claims.amount_yuan is not null
        and claims.basis in ({{ word('executed') }}, {{ word('annual_budget') }})
        and (case when claims.basis = {{ word('executed') }} then funds.executed_yuan else funds.annual_budget_yuan end) is not null
)

select * from weights
union all by name
select * from scores
union all by name
select * from rates
union all by name
select * from fund_sums
union all by name
select * from claim_scores
union all by name
select * from claim_funds
