{#
    Which broken identities have one root cause? Those that one figure explains belong to it; what no figure explains is
    grouped by the figures that the identities share.
#}
with broken as (
    select * from {{ ref('int_evaluations') }}
    where status = 'broken'
),

-- of the figures that explain an identity those count that explain most; all of them that explain the same are its suspects
explained as (
    select
        repairs.*,
        reconciliation_key
    from {{ ref('int_repairs') }} as repairs, unnest(repairs.reconciliation_keys) as keys (reconciliation_key)
),

chosen as (
    select
        reconciliation_key,
        arg_max(reconciliation_keys, broken_count * 1000 + (slip_kind != 'other')::integer) as reconciliation_keys
    from explained
    group by reconciliation_key
),

suspects as (
    select
        repairs.*,
        row_number() over (
            partition by repairs.reconciliation_keys
            order by (repairs.slip_kind = 'other'), repairs.closing_count desc, repairs.figure_key
        ) as suspect_number,
        count(*) over (partition by repairs.reconciliation_keys) as suspect_count,
        count(*) filter (where repairs.slip_kind != 'other') over (partition by repairs.reconciliation_keys) as slip_count
    from {{ ref('int_repairs') }} as repairs
    where repairs.reconciliation_keys in (select chosen.reconciliation_keys from chosen)
),

located as (
    select
        reconciliation_keys,
        figure_key,
        suspect_count,
        suspect_count = 1 or slip_count = 1 as is_located,
        slip_kind,
        proposed_step_count,
        proposed_yuan
    from suspects
    where suspect_number = 1
),

{% set rounds = 5 %}
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
groups as (
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
        groups.root_key,
        list(groups.reconciliation_key order by groups.reconciliation_key) as reconciliation_keys
    from groups
    group by groups.root_key
)

select
    -- identifiers
    causes.root_key,
    located.figure_key is not null and located.is_located as is_located,
    case when located.is_located then located.figure_key end as figure_key,
    causes.reconciliation_keys,

    -- dimensions
    located.slip_kind,

    -- facts
    coalesce(located.suspect_count, 0) as suspect_count,
    case when located.is_located then located.proposed_step_count end as proposed_step_count,
    case when located.is_located then located.proposed_yuan end as proposed_yuan
from causes
left join located on causes.root_key = md5(array_to_string(located.reconciliation_keys, '|'))
