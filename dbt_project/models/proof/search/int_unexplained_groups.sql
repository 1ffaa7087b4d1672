{#
    Identities that nothing explains are one cause where they share a figure, directly or over others: the smallest key of a group
    spreads from neighbour to neighbour until nothing changes.
#}
with recursive unexplained as (
    select broken.*
    from {{ ref('int_evaluations') }} as broken
    where
        broken.status = 'broken'
        and broken.reconciliation_key not in (
            select keys.reconciliation_key
            from {{ ref('int_explanations') }} as explanations, unnest(explanations.accepted_keys) as keys (reconciliation_key)
        )
),

shared as (
    select
        unexplained.reconciliation_key,
        'figure ' || terms.figure_key as hub
    from unexplained
    inner join {{ ref('int_terms') }} as terms on unexplained.reconciliation_key = terms.reconciliation_key

    union all

    -- the same amount missing under the same rule in several statements
    select
        reconciliation_key,
        'difference ' || document_key || rule_id || abs(difference_yuan) as hub
    from unexplained

    union all

    -- the columns of one row
    select
        reconciliation_key,
        'row ' || rule_id || regexp_replace(left_line_keys[1], ':b.*$', '') as hub
    from unexplained
    where left_line_keys[1] is not null
),

edges as (
    select
        reconciliation_key as node,
        hub as neighbour
    from shared
    union all
    select
        hub as node,
        reconciliation_key as neighbour
    from shared
),

spread (node, root_key) {{ kept_by('node') }} as (
    select
        reconciliation_key as node,
        md5(reconciliation_key) as root_key
    from unexplained
    union
    -- a hub has no key of its own: any is smaller
    select
        edges.neighbour as node,
        min(latest.root_key) as root_key
    from spread as latest
    inner join edges on latest.node = edges.node
    left join recurring.spread as settled on edges.neighbour = settled.node
    where settled.root_key is null or latest.root_key < settled.root_key
    group by edges.neighbour
)

select
    -- identifiers
    spread.node as reconciliation_key,
    spread.root_key
from spread
where spread.node in (select unexplained.reconciliation_key from unexplained)
