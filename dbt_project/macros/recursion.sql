{# A recursion that keeps one row for each value of a column, and replaces it: what is settled is read as recurring.<name>. #}
{% macro kept_by(column) -%}
    using key ({{ column }})
{%- endmacro %}
