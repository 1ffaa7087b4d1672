{#
    Which broken identities have one root cause? Those that one explanation closes belong to it: another value of one figure, two
    figures exchanged, an amount beside its place, a statement in the wrong unit. Of several explanations of an identity the one
    counts that closes most. What nothing explains is grouped by the figures that the identities share.
#}
{% set rounds = 5 %}

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
        slip_kind != 'other' as is_plausible,
        proposed_step_count,
        proposed_yuan
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
        true as is_plausible,
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
        true as is_plausible,
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
        true as is_plausible,
        null as proposed_step_count,
        null as proposed_yuan
    from {{ ref('int_unit_faults') }}
),

chosen as (
    select
        keys.reconciliation_key,
        arg_max(
            explanations.reconciliation_keys,
            explanations.broken_count * 4
            + cast(explanations.slip_kind = 'unit_of_statement' as integer) * 2
            + cast(explanations.is_plausible as integer)
        ) as reconciliation_keys
    from explanations, unnest(explanations.reconciliation_keys) as keys (reconciliation_key)
    group by keys.reconciliation_key
),

-- explanations of the same identities are suspects side by side; a known slip goes before a mere value
suspects as (
    select
        *,
        row_number() over (
            partition by reconciliation_keys
            order by
                (slip_kind = 'unit_of_statement') desc, is_plausible desc, closing_count desc, figure_key asc, proposed_place asc
        ) as suspect_number,
        count(*) over (partition by reconciliation_keys) as suspect_count,
        count(*) filter (where is_plausible) over (partition by reconciliation_keys) as plausible_count
    from explanations
    where reconciliation_keys in (select chosen.reconciliation_keys from chosen)
),

located as (
    select
        * exclude (suspect_number),
        suspect_count = 1 or plausible_count = 1 or slip_kind = 'unit_of_statement' as is_located
    from suspects
    where suspect_number = 1
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
root_groups as (
    select
        chosen.reconciliation_key,
        md5(array_to_string(chosen.reconciliation_keys, '|')) as root_key
    from chosen

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

    -- dimensions
    case when located.is_located then located.slip_kind end as slip_kind,

    -- facts
    coalesce(located.suspect_count, 0) as suspect_count,
    case when located.is_located then located.proposed_step_count end as proposed_step_count,
    case when located.is_located then located.proposed_yuan end as proposed_yuan
from causes
left join located on causes.root_key = md5(array_to_string(located.reconciliation_keys, '|'))
