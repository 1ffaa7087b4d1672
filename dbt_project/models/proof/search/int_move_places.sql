{#
    A blank place one column or one row beside an amount of a broken identity, where the amount may belong. It has no cell, so its
    coordinates are put together from the row (class, unit) and the column (source, type, year ...) that cross there.
#}
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
    ){{ ',' if not loop.last }}

{% endfor %}

{% for axis in ('column', 'row') %}
    {% set beside = axis ~ 's' %}
    {% set row_of = beside if axis == 'row' else 'moving' %}
    {% set column_of = beside if axis == 'column' else 'moving' %}
    select
        -- identifiers
        moving.statement_line_key as figure_key,
        moving.statement_key || ':r' || {{ row_of }}.row_number || ':b' || moving.block_number || ':c' || {{ column_of }}.column_number
            as proposed_place,
        moving.statement_key,
        {{ row_of }}.row_number,

        -- dimensions
        'shifted_{{ axis }}' as move_kind,
        {% for part in row_parts %}
            {{ row_of }}.{{ part }},
        {% endfor %}
        {% for part in column_parts %}
            {{ column_of }}.{{ part }},
        {% endfor %}

        -- facts
        moving.amount_yuan,
        moving.half_unit_yuan
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
