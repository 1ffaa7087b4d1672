{#
    An amount that stands one column or one row beside its place: taken out of its sums and put into those of the blank place
    beside it, every broken identity that it touches closes and none that closes breaks. The blank place has no cell, so its
    coordinates are put together from the row (class, unit) and the column (source, type, year ...) that cross there.
#}
{% set dimensions = tree_dimensions() %}
{% set row_parts = ['class_path', 'unit_path', 'row_path'] %}
{% set column_parts = [
    'source_path', 'type_path', 'item_path', 'flow_path', 'procurement_path', 'economic_path', 'cell_year', 'cell_phase', 'side'
] %}

with suspects as (
    select distinct terms.figure_key
    from {{ ref('int_terms') }} as terms
    inner join {{ ref('int_evaluations') }} as evaluations on terms.reconciliation_key = evaluations.reconciliation_key
    where evaluations.status = 'broken'
),

suspect_statements as (
    select distinct figures.statement_key
    from {{ ref('int_figures') }} as figures
    semi join suspects on figures.figure_key = suspects.figure_key
    where figures.statement_key is not null
),

cells as (
    select
        cells.* exclude (class_path, tree_class_path),
        cells.tree_class_path as class_path,
        lines.column_number,
        dense_rank() over (partition by cells.statement_key, cells.block_number order by lines.column_number) as column_rank,
        dense_rank() over (partition by cells.statement_key, cells.block_number order by cells.row_number) as row_rank
    from {{ ref('int_cells') }} as cells
    semi join suspect_statements on cells.statement_key = suspect_statements.statement_key
    inner join {{ ref('stg_statement_lines') }} as lines on cells.statement_line_key = lines.statement_line_key
),

moving as (
    select cells.*
    from cells
    semi join suspects on cells.statement_line_key = suspects.figure_key
    where cells.is_component and cells.placement in ('class', 'root', 'row') and cells.amount_yuan != 0
),

{% for axis, across, parts in (('column', 'row', column_parts), ('row', 'column', row_parts)) %}
    {{ axis }}s as (
        select
            statement_key,
            block_number,
            {{ axis }}_rank,
            first({{ axis }}_number) as {{ axis }}_number,
        {% for part in parts %}
            first({{ part }} order by {{ across }}_number) as {{ part }}{{ ',' if not loop.last }}
        {% endfor %}
        from cells
        where is_component and placement in ('class', 'root', 'row')
        group by statement_key, block_number, {{ axis }}_rank
    ),

{% endfor %}
ghosts as (
    {% for axis in ('column', 'row') %}
        {% set beside = axis ~ 's' %}
        {% set row_of = beside if axis == 'row' else 'moving' %}
        {% set column_of = beside if axis == 'column' else 'moving' %}
        select
            moving.statement_line_key,
            moving.statement_key,
            'shifted_{{ axis }}' as move_kind,
            moving.amount_yuan,
            moving.half_unit_yuan,
            moving.block_number,
            {{ row_of }}.row_number,
            {{ column_of }}.column_number,
            {% for part in row_parts %}
                {{ row_of }}.{{ part }},
            {% endfor %}
        {% for part in column_parts %}
            {{ column_of }}.{{ part }}{{ ',' if not loop.last }}
        {% endfor %}
        from moving
        inner join {{ beside }}
            on
                moving.statement_key = {{ beside }}.statement_key and moving.block_number = {{ beside }}.block_number
                and abs(moving.{{ axis }}_rank - {{ beside }}.{{ axis }}_rank) = 1
        anti join cells
            on
                moving.statement_key = cells.statement_key and moving.block_number = cells.block_number
                and {{ row_of }}.row_number = cells.row_number and {{ column_of }}.column_number = cells.column_number
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

nodes as (
    select nodes.*
    from {{ ref('int_tree_nodes') }} as nodes
    semi join suspect_statements on nodes.statement_key = suspect_statements.statement_key
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

ghost_nodes as (
    {% for dimension in dimensions %}
        select
            statement_line_key,
            statement_key,
            row_number,
            column_number,
            '{{ dimension }}' as tree_dimension,
            -- nodes of columns have the hash of their row where the class is printed on several
            unnest([
                {% if dimension in column_dimensions() %}
                    {{ tree_group_hash_of_row(dimension, 'row_number') }},
                {% endif %}
                {{ tree_group_hash(dimension) }}
            ]) as group_hash,
            {{ tree_path(dimension) }} as path,
            amount_yuan,
            half_unit_yuan
        from ghosts
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- a place of the tree that other rows print as well (one class on several rows): it only grows by the amount
grown as (
    select
        ghost_nodes.statement_line_key,
        ghost_nodes.row_number,
        ghost_nodes.column_number,
        ghost_nodes.tree_dimension,
        ghost_nodes.statement_key,
        ghost_nodes.amount_yuan,
        any_value(nodes.statement_line_keys) as node_keys
    from ghost_nodes
    inner join nodes
        on
            ghost_nodes.statement_key = nodes.statement_key and ghost_nodes.tree_dimension = nodes.tree_dimension
            and ghost_nodes.group_hash = nodes.group_hash and ghost_nodes.path = nodes.path
            and nodes.statement_line_keys != [ghost_nodes.statement_line_key]
    group by
        ghost_nodes.statement_line_key, ghost_nodes.row_number, ghost_nodes.column_number, ghost_nodes.tree_dimension,
        ghost_nodes.statement_key, ghost_nodes.amount_yuan
),

-- the sum that the amount would enter: the nearest ancestor printed in the group of the blank place
ancestors as (
    select
        ghost_nodes.*,
        parents.path as parent_path,
        parents.amount_yuan as parent_yuan,
        parents.half_unit_yuan as parent_half_yuan,
        parents.statement_line_keys as parent_keys
    from ghost_nodes
    inner join nodes as parents
        on
            ghost_nodes.statement_key = parents.statement_key and ghost_nodes.tree_dimension = parents.tree_dimension
            and ghost_nodes.group_hash = parents.group_hash
            and starts_with(ghost_nodes.path, parents.path) and ghost_nodes.path != parents.path
            and parents.statement_line_keys != [ghost_nodes.statement_line_key]
    qualify
        row_number() over (
            partition by
                ghost_nodes.statement_line_key, ghost_nodes.row_number, ghost_nodes.column_number, ghost_nodes.tree_dimension
            order by len(parents.path) desc
        ) = 1
),

-- what is printed below the blank place leaves the ancestor's sum and becomes the parts of the moved amount
gathered as (
    select
        ghost_nodes.statement_line_key,
        ghost_nodes.row_number,
        ghost_nodes.column_number,
        ghost_nodes.tree_dimension,
        sum(children.amount_yuan) as below_yuan,
        abs(any_value(ghost_nodes.amount_yuan) - sum(children.amount_yuan))
        <= any_value(ghost_nodes.half_unit_yuan) + sum(children.half_unit_yuan) as fits_below
    from ghost_nodes
    anti join grown
        on
            ghost_nodes.statement_line_key = grown.statement_line_key and ghost_nodes.row_number = grown.row_number
            and ghost_nodes.column_number = grown.column_number and ghost_nodes.tree_dimension = grown.tree_dimension
    inner join children
        on
            ghost_nodes.statement_key = children.statement_key and ghost_nodes.tree_dimension = children.tree_dimension
            and ghost_nodes.group_hash = children.group_hash
            and starts_with(children.path, ghost_nodes.path) and ghost_nodes.path != children.path
            and (children.parent_path is null or not starts_with(children.parent_path, ghost_nodes.path))
            -- the amount itself is on its way out
            and not list_contains(children.statement_line_keys, ghost_nodes.statement_line_key)
    group by ghost_nodes.statement_line_key, ghost_nodes.row_number, ghost_nodes.column_number, ghost_nodes.tree_dimension
),

tree_sums as (
    select
        evaluations.*,
        rules.tree_dimension
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('identity_rules') }} as rules on evaluations.rule_id = rules.rule_id
    where rules.family = 'tree' and evaluations.status != 'not_checkable'
),

entered as (
    select
        ancestors.statement_line_key,
        ancestors.row_number,
        ancestors.column_number,
        tree_sums.reconciliation_key,
        -- an ancestor without parts so far: the amount is its only part and must be all of it
        tree_sums.reconciliation_key is null
        and abs(ancestors.parent_yuan - ancestors.amount_yuan) > ancestors.parent_half_yuan + ancestors.half_unit_yuan as is_refuted,
        -(ancestors.amount_yuan - coalesce(gathered.below_yuan, 0)) as effect_yuan
    from ancestors
    left join gathered
        on
            ancestors.statement_line_key = gathered.statement_line_key and ancestors.row_number = gathered.row_number
            and ancestors.column_number = gathered.column_number and ancestors.tree_dimension = gathered.tree_dimension
    left join tree_sums
        on
            ancestors.statement_key = tree_sums.statement_key and ancestors.tree_dimension = tree_sums.tree_dimension
            and ancestors.parent_keys[1] = tree_sums.left_line_keys[1]

    union all

    select
        grown.statement_line_key,
        grown.row_number,
        grown.column_number,
        tree_sums.reconciliation_key,
        false as is_refuted,
        grown.amount_yuan as effect_yuan
    from grown
    inner join tree_sums
        on
            grown.statement_key = tree_sums.statement_key and grown.tree_dimension = tree_sums.tree_dimension
            and grown.node_keys[1] = tree_sums.left_line_keys[1]
),

-- the sums that the amount would leave; a sum of which it is the whole disappears, its parts go to the sum above;
-- where it is one of several cells of a place, the place only shrinks
below_old as (
    select
        left_line_keys[1] as statement_line_key,
        tree_dimension,
        sum(right_yuan) as below_yuan
    from tree_sums
    group by left_line_keys[1], tree_dimension
),

shared_places as (
    select distinct
        tree_dimension,
        unnest(statement_line_keys) as statement_line_key
    from nodes
    where len(statement_line_keys) > 1
),

left_sums as (
    select
        ghosts.statement_line_key,
        ghosts.row_number,
        ghosts.column_number,
        terms.reconciliation_key,
        case
            when shared_places.tree_dimension is not null then -terms.factor * ghosts.amount_yuan
            when tree_sums.reconciliation_key is not null and terms.factor < 0
                then ghosts.amount_yuan - coalesce(below_old.below_yuan, 0)
        end as effect_yuan
    from ghosts
    inner join {{ ref('int_terms') }} as terms on ghosts.statement_line_key = terms.figure_key
    left join tree_sums on terms.reconciliation_key = tree_sums.reconciliation_key
    left join below_old
        on ghosts.statement_line_key = below_old.statement_line_key and tree_sums.tree_dimension = below_old.tree_dimension
    left join shared_places
        on
            ghosts.statement_line_key = shared_places.statement_line_key
            and tree_sums.tree_dimension = shared_places.tree_dimension
),

touched as (
    select
        statement_line_key,
        row_number,
        column_number,
        reconciliation_key,
        effect_yuan,
        effect_yuan is null as disappears
    from left_sums
    union all
    select
        statement_line_key,
        row_number,
        column_number,
        reconciliation_key,
        effect_yuan,
        false as disappears
    from entered
    where reconciliation_key is not null
),

effects as (
    select
        touched.statement_line_key,
        touched.row_number,
        touched.column_number,
        touched.reconciliation_key,
        any_value(evaluations.status) = 'broken' as is_broken,
        bool_or(touched.disappears) as disappears,
        any_value(rules.family) = 'tree' as is_tree,
        abs(any_value(evaluations.difference_yuan) + sum(coalesce(touched.effect_yuan, 0))) <= any_value(evaluations.allowed_yuan) + 0.01
            as closes_then
    from touched
    inner join {{ ref('int_evaluations') }} as evaluations on touched.reconciliation_key = evaluations.reconciliation_key
    inner join {{ ref('identity_rules') }} as rules on evaluations.rule_id = rules.rule_id
    group by touched.statement_line_key, touched.row_number, touched.column_number, touched.reconciliation_key
),

verdicts as (
    select
        statement_line_key,
        row_number,
        column_number,
        list(reconciliation_key order by reconciliation_key) filter (where is_broken) as reconciliation_keys,
        count(*) filter (where is_broken) as broken_count,
        count(*) filter (where not is_broken) as closing_count,
        -- a closing comparison with another statement or the prose holds the amount where it is
        bool_and(case when disappears then is_broken or is_tree else closes_then end) as is_possible
    from effects
    group by statement_line_key, row_number, column_number
),

-- the new place must speak for the amount, not only the old one against it
supported as (
    select
        statement_line_key,
        row_number,
        column_number,
        bool_or(is_refuted) as is_refuted,
        count(*) as place_count
    from entered
    group by statement_line_key, row_number, column_number
)

select
    -- identifiers
    ghosts.statement_line_key as figure_key,
    ghosts.statement_key || ':r' || ghosts.row_number || ':b' || ghosts.block_number || ':c' || ghosts.column_number as proposed_place,
    verdicts.reconciliation_keys,

    -- dimensions
    ghosts.move_kind,

    -- facts
    cast(verdicts.broken_count as integer) as broken_count,
    cast(verdicts.closing_count as integer) as closing_count
from ghosts
inner join verdicts
    on
        ghosts.statement_line_key = verdicts.statement_line_key and ghosts.row_number = verdicts.row_number
        and ghosts.column_number = verdicts.column_number
inner join supported
    on
        ghosts.statement_line_key = supported.statement_line_key and ghosts.row_number = supported.row_number
        and ghosts.column_number = supported.column_number
where
    verdicts.is_possible and verdicts.broken_count > 0 and not supported.is_refuted
    and not exists (
        select 1 from gathered
        where
            gathered.statement_line_key = ghosts.statement_line_key and gathered.row_number = ghosts.row_number
            and gathered.column_number = ghosts.column_number and not gathered.fits_below
    )
