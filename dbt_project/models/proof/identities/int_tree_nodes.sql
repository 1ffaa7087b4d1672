{#
    One generic engine for every "the parts sum to the whole": a cell has coordinates (class, source, type, item, ...); along
    one tree dimension at a time, cells that agree in all other coordinates form a group, and each place of the tree that is
    printed in the group is a node.
#}
{% set dimensions = tree_dimensions() %}

with cells as (
    select
        * exclude (class_path, tree_class_path),
        tree_class_path as class_path
    from {{ ref('int_cells') }}
    where is_component or beside_path != ''
),

-- A class printed on several rows (by economic class, by project) is their sum along the tree of classes; the columns add up in each
-- of its rows, where a fault is found more closely. Rows cut over two blocks have no common number.
rows_of_classes as (
    select
        *,
        placement = 'class'
        and count(distinct row_number) over class > 1 and min(block_number) over class = max(block_number) over class as is_split
    from cells
    window class as (partition by statement_key, side, class_path, unit_path, row_path, cell_year, cell_phase, beside_path)
),

grained as (
    select
        *,
        0 as row_of_class
    from rows_of_classes

    union all

    select
        *,
        row_number as row_of_class
    from rows_of_classes
    where is_split
),

places as (
    select
        document_key,
        statement_key,
        statement_number,
        statement_code,
        side,
        cell_year,
        cell_phase,
        beside_path,
        row_of_class,
        {% for dimension in dimensions %}
            {{ dimension }}_path,
        {% endfor %}
        row_of_class || '@' || min(statement_line_key) as place_key,
        bool_or(is_split) as is_split,
        sum(amount_yuan) as sum_yuan,
        first(amount_yuan order by row_number, block_number, statement_line_key) as first_yuan,
        min(amount_yuan) as least_yuan,
        max(amount_yuan) as greatest_yuan,
        sum(half_unit_yuan) as half_units_yuan,
        max(half_unit_yuan) as half_unit_yuan,
        min(page_number) as page_number,
        first(line_label order by row_number, block_number, statement_line_key) as line_label,
        first(class_code order by row_number, block_number, statement_line_key) as class_code,
        first(measure_code order by row_number, block_number, statement_line_key) as measure_code,
        bool_and(placement in ('root', 'label')) as is_total_row,
        bool_and(is_below_of_which) as is_below_of_which,
        bool_or(is_class_named) as is_class_named,
        list(statement_line_key order by row_number, block_number, statement_line_key) as statement_line_keys
    from grained
    group by
        {% for dimension in dimensions %}
            {{ dimension }}_path,
        {% endfor %}
        document_key,
        statement_key,
        statement_number,
        statement_code,
        side,
        cell_year,
        cell_phase,
        beside_path,
        row_of_class
),

-- 合计 printed first and last is one total, printed twice; a statement shows it by repeating most of its totals to the digit
totals as (
    select
        *,
        is_total_row and len(statement_line_keys) > 1 as is_printed_again,
        count(*) filter (is_total_row and len(statement_line_keys) > 1) over (partition by statement_key, beside_path) as again_count,
        count(*) filter (is_total_row and len(statement_line_keys) > 1 and greatest_yuan - least_yuan <= half_units_yuan)
            over (partition by statement_key, beside_path)
            as equal_count
    from places
),

repeats as (
    select
        *,
        is_printed_again and 2 * equal_count >= again_count as is_repeated,
        2 * (equal_count - 1) >= again_count as is_repeat_refutable
    from totals
),

-- the same place seen along each dimension
coordinates as (
    {% for dimension in dimensions %}
        select
            statement_key,
            place_key,
            '{{ dimension }}' as tree_dimension,
            case
                when row_of_class = 0 then {{ tree_group_hash(dimension) }}
                else {{ tree_group_hash_of_row(dimension, 'row_of_class') }}
            end as group_hash,
            {{ tree_path(dimension) }} as path,
            row_path != '' as is_row
        from places
        where
            {{ "beside_path = '' and (row_of_class > 0 or not is_split)" if dimension in column_dimensions() else 'row_of_class = 0' }}
            {% if dimension == 'row' %}
                and (is_total_row or row_path != '')
            {% endif %}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- a group with one single place of the tree has no parts to sum; one of totals alone is no list of rows
groups as (
    select
        statement_key,
        tree_dimension,
        group_hash
    from coordinates
    group by statement_key, tree_dimension, group_hash
    having min(path) != max(path) and (tree_dimension != 'row' or bool_or(is_row))
),

nodes as (
    select
        repeats.*,
        coordinates.tree_dimension,
        coordinates.group_hash,
        coordinates.path
    from coordinates
    semi join groups
        on
            coordinates.statement_key = groups.statement_key
            and coordinates.tree_dimension = groups.tree_dimension
            and coordinates.group_hash = groups.group_hash
    inner join repeats on coordinates.place_key = repeats.place_key
)

select
    -- identifiers
    document_key,
    statement_key,
    tree_dimension,
    group_hash,
    path,

    -- dimensions
    statement_number,
    statement_code,
    side,
    page_number,
    line_label,
    class_code,
    measure_code,
    beside_path,

    -- facts
    len(statement_line_keys) as cell_count,
    -- a code on several rows is split over them and is summed
    is_repeated,
    is_repeat_refutable,
    is_total_row,
    case when is_repeated then first_yuan else sum_yuan end as amount_yuan,
    case when is_repeated then half_unit_yuan else half_units_yuan end as half_unit_yuan,

    -- metadata
    is_below_of_which,
    is_class_named,
    case when is_repeated then statement_line_keys[1:1] else statement_line_keys end as statement_line_keys,
    case when is_repeated then statement_line_keys else [] end as repeated_line_keys
from nodes
