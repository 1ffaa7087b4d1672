{#
    The rows that break what a table promises of its columns. Each names table, column, promise and value and, where the table says
    whose its rows are, document and page. The first rows show every broken promise once.
    NULL breaks not_null only, but in a key of several columns it is a value like any other.
#}
{% macro broken_promises(model, not_null, unique, accepted_values, relationships) %}
    {%- set origin = origin_of_rows(model) -%}
    {%- set breaches = [] -%}
    {%- for column in not_null -%}
        {%- do breaches.append(breach('not_null', model, [column], origin, column ~ ' is null')) -%}
    {%- endfor -%}
    {%- for key in unique -%}
        {%- set columns = [key] if key is string else key -%}
        {%- do breaches.append(breach('unique', model, columns, origin, is_repeated(model, columns))) -%}
    {%- endfor -%}
    {%- for column, values in accepted_values.items() -%}
        {%- do breaches.append(breach('accepted_values', model, [column], origin, is_not_among(column, values))) -%}
    {%- endfor -%}
    {%- for link in relationships -%}
        {%- do breaches.append(breach('relationships', model, [link.column], origin, is_unknown(link))) -%}
    {%- endfor -%}
    select
        '{{ model.identifier }}' as table_name,
        column_name,
        promise,
        document_key,
        page_number,
        value_text
    from (
        {{ breaches | join('\n        union all\n        ') }}
    )
    order by row_number() over (partition by promise, column_name order by document_key, page_number, value_text)
{% endmacro %}

{% macro breach(promise, model, columns, origin, condition) -%}
    select
            '{{ columns | join(', ') }}' as column_name,
            '{{ promise }}' as promise,
            {{ origin }},
            ({{ columns | join(', ') }})::varchar as value_text
        from {{ model }} as offender
        where {{ condition }}
{%- endmacro %}

{# Where a row comes from, as far as the described columns of its table say it. #}
{% macro origin_of_rows(model) -%}
    {%- set tables = graph.nodes.values() | selectattr('resource_type', 'in', ['model', 'seed']) if execute else [] -%}
    {%- set table = tables | selectattr('name', 'equalto', model.identifier) | first -%}
    {%- set columns = table.columns | list if table else [] -%}
    {%- set pages = ['page_number', 'first_page'] | select('in', columns) | list -%}
    {{ 'document_key' if 'document_key' in columns else 'null' }}::varchar as document_key, {{ pages[0] if pages else 'null' }}::integer as page_number
{%- endmacro %}

{# Hashed once for all rows; a single column that is NULL is no key, as in dbt's own test. #}
{% macro is_repeated(model, columns) -%}
    {%- set key = columns | join(', ') -%}
    {{ columns[0] ~ ' is not null and ' if columns | length == 1 -}}
    exists (
            select 1 from (select {{ key }} from {{ model }} group by all having count(*) > 1) as twice
            where {% for column in columns %}twice.{{ column }} is not distinct from offender.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
        )
{%- endmacro %}

{% macro is_not_among(column, values) -%}
    {{ column }} not in ({% for value in values %}{{ dbt.string_literal(dbt.escape_single_quotes(value)) }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{% macro is_unknown(link) -%}
    {{ link.column }} is not null
        and not exists (select 1 from {{ link.to }} as parent where parent.{{ link.field }} = offender.{{ link.column }})
{%- endmacro %}
