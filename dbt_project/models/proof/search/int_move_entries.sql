{#
    Where a moved amount would enter the trees of its statement: in a place that other rows print as well, which grows by it, or below the
    nearest printed ancestor, with what is printed below the new place as its parts.
#}
{% set dimensions = tree_dimensions() %}

with places as (
    select * from {{ ref('int_move_places') }}
),

nodes as (
    select nodes.*
    from {{ ref('int_tree_nodes') }} as nodes
    semi join places on nodes.statement_key = places.statement_key
),

-- every node with its nearest printed ancestor
prefixes as (
    select
        statement_key,
        tree_dimension,
        group_hash,
        path,
        amount_yuan,
        half_unit_yuan,
        statement_line_keys,
        unnest({{ path_prefixes('path') }}) as prefix
    from nodes
    where path != ''
),

children as (
    select
        prefixes.statement_key,
        prefixes.tree_dimension,
        prefixes.group_hash,
        prefixes.path,
        prefixes.amount_yuan,
        prefixes.half_unit_yuan,
        any_value(prefixes.statement_line_keys) as statement_line_keys,
        max(prefixes.prefix) filter (where parents.path is not null) as parent_path
    from prefixes
    left join nodes as parents
        on
            prefixes.statement_key = parents.statement_key and prefixes.tree_dimension = parents.tree_dimension
            and prefixes.group_hash = parents.group_hash and prefixes.prefix = parents.path
    group by
        prefixes.statement_key, prefixes.tree_dimension, prefixes.group_hash, prefixes.path, prefixes.amount_yuan,
        prefixes.half_unit_yuan
),

place_nodes as (
    {% for dimension in dimensions %}
        select
            figure_key,
            proposed_place,
            statement_key,
            '{{ dimension }}' as tree_dimension,
            -- nodes of columns have the hash of their row where the class is printed on several
            unnest([
                {% if dimension in column_dimensions() %}
                    {{ tree_group_hash_of_row(dimension, 'row_number', "''") }},
                {% endif %}
                {{ tree_group_hash(dimension, "''") }}
            ]) as group_hash,
            {{ tree_path(dimension) }} as path,
            amount_yuan,
            half_unit_yuan
        from places
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- a place of the tree that other rows print as well (one class on several rows): it only grows by the amount
grown as (
    select
        place_nodes.figure_key,
        place_nodes.proposed_place,
        place_nodes.tree_dimension,
        place_nodes.statement_key,
        place_nodes.amount_yuan,
        any_value(nodes.statement_line_keys) as node_keys
    from place_nodes
    inner join nodes
        on
            place_nodes.statement_key = nodes.statement_key and place_nodes.tree_dimension = nodes.tree_dimension
            and place_nodes.group_hash = nodes.group_hash and place_nodes.path = nodes.path
            and nodes.statement_line_keys != [place_nodes.figure_key]
    group by
        place_nodes.figure_key, place_nodes.proposed_place, place_nodes.tree_dimension, place_nodes.statement_key,
        place_nodes.amount_yuan
),

-- the sum that the amount would enter: the nearest ancestor printed in the group of the blank place
ancestors as (
    select
        place_nodes.*,
        parents.amount_yuan as parent_yuan,
        parents.half_unit_yuan as parent_half_yuan,
        parents.statement_line_keys as parent_keys
    from place_nodes
    inner join nodes as parents
        on
            place_nodes.statement_key = parents.statement_key and place_nodes.tree_dimension = parents.tree_dimension
            and place_nodes.group_hash = parents.group_hash
            and starts_with(place_nodes.path, parents.path) and place_nodes.path != parents.path
            and parents.statement_line_keys != [place_nodes.figure_key]
    qualify
        row_number() over (
            partition by place_nodes.figure_key, place_nodes.proposed_place, place_nodes.tree_dimension
            order by len(parents.path) desc
        ) = 1
),

-- what is printed below the blank place leaves the ancestor's sum and becomes the parts of the moved amount
gathered as (
    select
        place_nodes.figure_key,
        place_nodes.proposed_place,
        place_nodes.tree_dimension,
        sum(children.amount_yuan) as below_yuan,
        abs(any_value(place_nodes.amount_yuan) - sum(children.amount_yuan))
        <= any_value(place_nodes.half_unit_yuan) + sum(children.half_unit_yuan) as fits_below
    from place_nodes
    anti join grown
        on
            place_nodes.figure_key = grown.figure_key and place_nodes.proposed_place = grown.proposed_place
            and place_nodes.tree_dimension = grown.tree_dimension
    inner join children
        on
            place_nodes.statement_key = children.statement_key and place_nodes.tree_dimension = children.tree_dimension
            and place_nodes.group_hash = children.group_hash
            and starts_with(children.path, place_nodes.path) and place_nodes.path != children.path
            and (children.parent_path is null or not starts_with(children.parent_path, place_nodes.path))
            -- the amount itself leaves the tree here
            and not list_contains(children.statement_line_keys, place_nodes.figure_key)
    group by place_nodes.figure_key, place_nodes.proposed_place, place_nodes.tree_dimension
)

select
    figure_key,
    proposed_place,
    tree_dimension,
    statement_key,
    'grows' as entry_kind,
    node_keys[1] as sum_line_key,
    amount_yuan as effect_yuan,
    false as is_refuted_as_only_part,
    true as fits_below
from grown

union all

select
    coalesce(ancestors.figure_key, gathered.figure_key) as figure_key,
    coalesce(ancestors.proposed_place, gathered.proposed_place) as proposed_place,
    coalesce(ancestors.tree_dimension, gathered.tree_dimension) as tree_dimension,
    ancestors.statement_key,
    case when ancestors.statement_key is null then 'gathers' else 'enters' end as entry_kind,
    ancestors.parent_keys[1] as sum_line_key,
    -(ancestors.amount_yuan - coalesce(gathered.below_yuan, 0)) as effect_yuan,
    abs(ancestors.parent_yuan - ancestors.amount_yuan) > ancestors.parent_half_yuan + ancestors.half_unit_yuan
        as is_refuted_as_only_part,
    coalesce(gathered.fits_below, true) as fits_below
from ancestors
full outer join gathered
    on
        ancestors.figure_key = gathered.figure_key and ancestors.proposed_place = gathered.proposed_place
        and ancestors.tree_dimension = gathered.tree_dimension
