{#
    What could explain broken identities, and which explanations are accepted. Of several explanations of an identity the one counts that
    closes most, and it counts only where it is the best for all that it closes. What is explained is put aside, and what speaks of it
    otherwise with it; then the next round.
#}
{% set explaining_rounds = 3 %}

with explanations as (
    select
        reconciliation_keys,
        broken_count,
        closing_count,
        figure_key,
        cast(null as varchar) as proposed_place,
        cast(null as varchar) as statement_key,
        slip_kind,
        case when is_odd_sign then 2 when slip_kind != 'other' then 1 else 0 end as plausibility,
        case when is_only_value then proposed_step_count end as proposed_step_count,
        case when is_only_value then proposed_yuan end as proposed_yuan
    from {{ ref('int_repairs') }}

    union all

    select
        swaps.reconciliation_keys,
        swaps.broken_count,
        swaps.closing_count,
        swaps.figure_key,
        swaps.other_key as proposed_place,
        null as statement_key,
        'swapped' as slip_kind,
        1 as plausibility,
        others.step_count as proposed_step_count,
        others.amount_yuan as proposed_yuan
    from {{ ref('int_swaps') }} as swaps
    inner join {{ ref('int_figures') }} as others on swaps.other_key = others.figure_key

    union all

    select
        reconciliation_keys,
        broken_count,
        closing_count,
        figure_key,
        proposed_place,
        null as statement_key,
        move_kind as slip_kind,
        1 as plausibility,
        null as proposed_step_count,
        null as proposed_yuan
    from {{ ref('int_moves') }}

    union all

    select
        reconciliation_keys,
        broken_count,
        0 as closing_count,
        null as figure_key,
        null as proposed_place,
        statement_key,
        'unit_of_statement' as slip_kind,
        1 as plausibility,
        null as proposed_step_count,
        null as proposed_yuan
    from {{ ref('int_unit_faults') }}
),

scored as (
    select
        *,
        broken_count * 4 + cast(slip_kind = 'unit_of_statement' as integer) * 2 + cast(plausibility > 0 as integer) as score,
        md5(array_to_string(reconciliation_keys, '|')) as root_key
    from explanations
),

claimed as (
    select
        scored.root_key,
        max(scored.score) as score,
        keys.reconciliation_key
    from scored, unnest(scored.reconciliation_keys) as keys (reconciliation_key)
    group by scored.root_key, keys.reconciliation_key
),

{% for round in range(1, explaining_rounds + 1) %}
    -- claims that no accepted explanation contradicts
    open_{{ round }} as (
        select * from claimed
        {% if round > 1 %}
            where
                root_key not in (
                    select others.root_key
                    from claimed as others
                    inner join accepted_{{ round - 1 }} as accepted on others.reconciliation_key = accepted.reconciliation_key
                )
        {% endif %}
    ),

    -- the best of each of its identities, and alone in that
    accepted_{{ round }} as (
        select
            root_key,
            reconciliation_key
        from (
            select
                *,
                bool_and(is_best) over (partition by root_key) as is_accepted
            from (
                select
                    *,
                    score = max(score) over (partition by reconciliation_key)
                    and count(*) over (partition by reconciliation_key, score) = 1 as is_best
                from open_{{ round }}
            ) as ranked
        ) as judged
        where is_accepted
        {% if round > 1 %}
            union all
            select
                root_key,
                reconciliation_key
            from accepted_{{ round - 1 }}
        {% endif %}
    ),

{% endfor %}
accepted as (
    select
        root_key,
        list(reconciliation_key order by reconciliation_key) as accepted_keys
    from accepted_{{ explaining_rounds }}
    group by root_key
)

select
    -- identifiers
    scored.root_key,
    scored.figure_key,
    scored.proposed_place,
    scored.statement_key,
    scored.reconciliation_keys,
    coalesce(accepted.accepted_keys, []) as accepted_keys,

    -- dimensions
    scored.slip_kind,

    -- facts
    scored.broken_count,
    scored.closing_count,
    scored.plausibility,
    scored.proposed_step_count,
    scored.proposed_yuan
from scored
left join accepted on scored.root_key = accepted.root_key
