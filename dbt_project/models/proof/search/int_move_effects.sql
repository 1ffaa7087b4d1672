{#
    What a move does to each sum: those that the amount leaves and those that it enters. A sum of which it is the whole disappears, its
    parts go to the sum above; where it is one of several cells of a place, the place only shrinks.
#}
with places as (
    select * from {{ ref('int_move_places') }}
),

entries as (
    select * from {{ ref('int_move_entries') }}
),

tree_sums as (
    select
        evaluations.*,
        rules.tree_dimension
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('identity_rules') }} as rules on evaluations.rule_id = rules.rule_id
    where rules.family = 'tree' and evaluations.status != 'not_checkable'
),

below_old as (
    select
        left_line_keys[1] as figure_key,
        tree_dimension,
        sum(right_yuan) as below_yuan
    from tree_sums
    group by left_line_keys[1], tree_dimension
),

shared_places as (
    select distinct
        nodes.tree_dimension,
        unnest(nodes.statement_line_keys) as figure_key
    from {{ ref('int_tree_nodes') }} as nodes
    semi join places on nodes.statement_key = places.statement_key
    where len(nodes.statement_line_keys) > 1
)

select
    places.figure_key,
    places.proposed_place,
    terms.reconciliation_key,
    'leaves' as effect_kind,
    case
        when shared_places.tree_dimension is not null then -terms.factor * places.amount_yuan
        when tree_sums.reconciliation_key is not null and terms.factor < 0
            then places.amount_yuan - coalesce(below_old.below_yuan, 0)
    end as effect_yuan,
    false as is_refuted
from places
inner join {{ ref('int_terms') }} as terms on places.figure_key = terms.figure_key
left join tree_sums on terms.reconciliation_key = tree_sums.reconciliation_key
left join below_old on places.figure_key = below_old.figure_key and tree_sums.tree_dimension = below_old.tree_dimension
left join shared_places
    on places.figure_key = shared_places.figure_key and tree_sums.tree_dimension = shared_places.tree_dimension

union all

select
    entries.figure_key,
    entries.proposed_place,
    tree_sums.reconciliation_key,
    'enters' as effect_kind,
    entries.effect_yuan,
    -- an ancestor without parts so far: the amount is its only part and must be all of it
    tree_sums.reconciliation_key is null and entries.is_refuted_as_only_part as is_refuted
from entries
left join tree_sums
    on
        entries.statement_key = tree_sums.statement_key and entries.tree_dimension = tree_sums.tree_dimension
        and entries.sum_line_key = tree_sums.left_line_keys[1]
where entries.entry_kind = 'enters' or (entries.entry_kind = 'grows' and tree_sums.reconciliation_key is not null)
