{#
    Which broken identities have one root cause? Those that one explanation closes belong to it: another value of one figure, two
    figures exchanged, an amount beside its place, a statement in the wrong unit. Of several explanations of an identity the one
    counts that closes most, and it counts only where it is the best for all that it closes. What is explained is put aside, and
    what speaks of it otherwise with it; then the next round. What nothing explains is grouped by the figures that the identities
    share.
#}
with broken as (
    select * from {{ ref('int_evaluations') }}
    where status = 'broken'
),

scored as (
    select * from {{ ref('int_explanations') }}
),

chosen as (
    select
        scored.root_key,
        keys.reconciliation_key
    from scored, unnest(scored.accepted_keys) as keys (reconciliation_key)
    group by scored.root_key, keys.reconciliation_key
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
    where len(accepted_keys) > 0
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

    select
        reconciliation_key,
        root_key
    from {{ ref('int_unexplained_groups') }}
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
