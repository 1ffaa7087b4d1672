{#
    Paths place a printed figure in a tree: each level ends with a slash and the root (合计) is the empty string, so that
    "is below" is starts_with() and the nearest printed ancestor is the longest printed prefix.
#}
{% macro class_path(branch, class_code) -%}
    case
        when {{ class_code }} is null then ''
        else {{ branch }} || '/' || array_to_string(
            list_transform(
                list_filter([3, 5, 7, 9, 11], lambda digits: digits < len({{ class_code }}) + 2),
                lambda digits: substr({{ class_code }}, 1, digits)
            ),
            '/'
        ) || '/'
    end
{%- endmacro %}

{# All proper prefixes of a path, the root first. #}
{% macro path_prefixes(path) -%}
    list_transform(
        range(0, len(string_split({{ path }}, '/')) - 1),
        lambda depth: array_to_string(list_slice(string_split({{ path }}, '/'), 1, depth), '/')
            || case when depth > 0 then '/' else '' end
    )
{%- endmacro %}

{# The last level of a path: its own name. #}
{% macro path_leaf(path) -%}
    coalesce(nullif(string_split({{ path }}, '/')[-2], ''), '')
{%- endmacro %}

{# The trees along which printed parts sum to a printed whole; a cell has one <dimension>_path in each. #}
{% macro tree_dimensions() -%}
    {{ return(['class', 'unit', 'source', 'type', 'item', 'flow', 'procurement', 'economic', 'row']) }}
{%- endmacro %}

{# Where a cell stands along one tree. Rows without a class are the parts of their unit, and through it of the total. #}
{% macro tree_path(dimension) -%}
    {{ 'unit_path || row_path' if dimension == 'row' else dimension ~ '_path' }}
{%- endmacro %}

{# The cells that can be parts and whole along one tree: equal in all other coordinates. #}
{% macro tree_group_hash(dimension, beside='beside_path') -%}
    {%- set along = ['row', 'unit'] if dimension == 'row' else [dimension] -%}
    hash({% for other in tree_dimensions() if other not in along %}{{ other }}_path, {% endfor %}side, cell_year, cell_phase, {{ beside }})
{%- endmacro %}

{# The same within one row: a class on several rows keeps the sums of its columns in each. #}
{% macro tree_group_hash_of_row(dimension, row, beside='beside_path') -%}
    hash({{ tree_group_hash(dimension, beside) }}, {{ row }})
{%- endmacro %}

{# The trees that columns spell out, whose sums each printed row keeps by itself. #}
{% macro column_dimensions() -%}
    {{ return(['source', 'type', 'item', 'procurement', 'economic']) }}
{%- endmacro %}

{# One sum of a tree, by whole and branch. #}
{% macro tree_sum_key(sums) -%}
    concat_ws(
        '|', {{ sums }}.statement_key, {{ sums }}.tree_dimension, {{ sums }}.group_hash, {{ sums }}.parent_path, {{ sums }}.branch
    )
{%- endmacro %}
