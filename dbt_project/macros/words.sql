{#
    Chinese words that models compare: they stand in dbt_project.yml under vars, each with the reason why it exists. The reader's own words are
    in ingest/lexicon; what is matched against a whole list (labels, concepts, classes, names) is a seed.
#}
{% macro word(name) -%}
    '{{ var("words")[name] }}'
{%- endmacro %}

{% macro word_list(name) -%}
    ['{{ var("words")[name] | join("', '") }}']
{%- endmacro %}
