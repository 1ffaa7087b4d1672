{#
    Which broken identities have one root cause? Those that one explanation closes belong to it: another value of one figure, two
    figures exchanged, an amount beside its place, a statement in the wrong unit. Of several explanations of an identity the one
    counts that closes most, and it counts only where it is the best for all that it closes. What is explained is put aside, and
    what speaks of it otherwise with it; then the next round. What nothing explains is grouped by the figures that the identities
    share.
#}
{% set rounds = 8 %}
{% set explaining_rounds = 3 %}

with broken as (
    select * from {{ ref('int_evaluations') }}
    where status = 'broken'
),

explanations as (
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
chosen as (
    select * from accepted_{{ explaining_rounds }}
),

-- explanations of the same identities are suspects side by side; a known slip goes before a mere value
suspects as (
    select
        *,
        max(plausibility) over (partition by root_key) as greatest_plausibility,
        row_number() over (
            partition by root_key
            order by
                (slip_kind = 'unit_of_statement') desc, plausibility desc, closing_count desc, figure_key asc, proposed_place asc
        ) as suspect_number,
        count(*) over (partition by root_key) as suspect_count
    from scored
    where root_key in (select chosen.root_key from chosen)
),

located as (
    select
        root_key,
        any_value(suspect_count) as suspect_count,
        any_value(suspect_count) = 1
        or count(*) filter (where plausibility = greatest_plausibility and plausibility > 0) = 1
        or bool_or(slip_kind = 'unit_of_statement') as is_located,
        list_sort(list_distinct(
            list(coalesce(figure_key, statement_key)) || list(proposed_place) filter (where slip_kind = 'swapped')
        )) as suspect_keys,
        first(figure_key order by suspect_number) as figure_key,
        first(proposed_place order by suspect_number) as proposed_place,
        first(statement_key order by suspect_number) as statement_key,
        first(slip_kind order by suspect_number) as slip_kind,
        first(proposed_step_count order by suspect_number) as proposed_step_count,
        first(proposed_yuan order by suspect_number) as proposed_yuan
    from suspects
    group by root_key
),

-- identities that nothing explains, joined where they share a figure: the smallest key spreads to its neighbours
unexplained as (
    select broken.*
    from broken
    anti join chosen on broken.reconciliation_key = chosen.reconciliation_key
),

shared as (
    select
        unexplained.reconciliation_key,
        terms.figure_key
    from unexplained
    inner join {{ ref('int_terms') }} as terms on unexplained.reconciliation_key = terms.reconciliation_key

    union all

    -- the same amount missing under the same rule in several statements, and the columns of one row
    select
        reconciliation_key,
        document_key || rule_id || abs(difference_yuan) as figure_key
    from unexplained

    union all

    select
        reconciliation_key,
        rule_id || regexp_replace(left_line_keys[1], ':b.*$', '') as figure_key
    from unexplained
    where left_line_keys[1] is not null
),

spread_0 as (
    select
        reconciliation_key,
        figure_key,
        md5(reconciliation_key) as root_key
    from shared
),

{% for round in range(1, rounds + 1) %}
    spread_{{ round }} as (
        select
            reconciliation_key,
            figure_key,
            min(figure_root_key) over (partition by reconciliation_key) as root_key
        from (
            select
                reconciliation_key,
                figure_key,
                min(root_key) over (partition by figure_key) as figure_root_key
            from spread_{{ round - 1 }}
        ) as figures
    ),

{% endfor %}
-- prose that states one figure twice contradicts the tables once
restated as (
    select
        chosen.reconciliation_key,
        case
            when starts_with(broken.rule_id, 'claim_')
                then min(chosen.root_key) over (
                        partition by broken.document_key, broken.rule_id, broken.left_yuan, broken.right_line_keys
                    )
            else chosen.root_key
        end as root_key
    from chosen
    inner join broken on chosen.reconciliation_key = broken.reconciliation_key
),

root_groups as (
    select
        reconciliation_key,
        root_key
    from restated

    union all

    select distinct
        reconciliation_key,
        root_key
    from spread_{{ rounds }}
),

causes as (
    select
        root_groups.root_key,
        list(root_groups.reconciliation_key order by root_groups.reconciliation_key) as reconciliation_keys
    from root_groups
    group by root_groups.root_key
)

select
    -- identifiers
    causes.root_key,
    coalesce(located.is_located, false) as is_located,
    case when located.is_located then located.figure_key end as figure_key,
    case when located.is_located then located.proposed_place end as proposed_place,
    case when located.is_located then located.statement_key end as statement_key,
    causes.reconciliation_keys,
    located.suspect_keys,

    -- dimensions
    case when located.is_located then located.slip_kind end as slip_kind,

    -- facts
    coalesce(located.suspect_count, 0) as suspect_count,
    case when located.is_located then located.proposed_step_count end as proposed_step_count,
    case when located.is_located then located.proposed_yuan end as proposed_yuan
from causes
left join located on causes.root_key = located.root_key
