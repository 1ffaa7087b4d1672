{#
    The rows that break what a table promises of its columns. Each names table, column, promise and value and, where the table says
    whose its rows are, document and page. The first rows show every broken promise once.
    NULL breaks not_null only, but in a key of several columns it is a value like any other.
#}
{% macro broken_promises(model, not_null, unique, accepted_values, relationships) %}
    {%- set origin = origin_of_rows(model) -%}
    {%- set breaches = [] -%}
    {%- for column in not_null -%}
        {%- do breaches.append(breach('not_null', model, origin, [column], 'where ' ~ column ~ ' is null')) -%}
    {%- endfor -%}
    {%- for key in unique -%}
        {%- set columns = [key] if key is string else key -%}
        {%- do breaches.append(breach('unique', model, origin, columns, with_repeated(model, columns))) -%}
    {%- endfor -%}
    {%- for column, values in accepted_values.items() -%}
        {%- do breaches.append(breach('accepted_values', model, origin, [column], where_not_among(column, values))) -%}
    {%- endfor -%}
    {%- for link in relationships -%}
        {%- do breaches.append(breach('relationships', model, origin, [link.column], without_parent(link))) -%}
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

{% macro breach(promise, model, origin, columns, offence) -%}
    select
            '{{ columns | join(', ') }}' as column_name,
            '{{ promise }}' as promise,
            {{ origin }},
            (offender.{{ columns | join(', offender.') }})::varchar as value_text
        from {{ model }} as offender
        {{ offence }}
{%- endmacro %}

{# Where a row comes from, as far as the described columns of its table say it. #}
{% macro origin_of_rows(model) -%}
    {%- set name = project_name ~ '.' ~ model.identifier -%}
    {%- set table = graph.nodes.get('model.' ~ name) or graph.nodes.get('seed.' ~ name) if execute -%}
    {%- set columns = table.columns | list if table else [] -%}
    {%- set pages = ['page_number', 'first_page'] | select('in', columns) | list -%}
    {{ 'offender.document_key' if 'document_key' in columns else 'null' }}::varchar as document_key,
            {{ 'offender.' ~ pages[0] if pages else 'null' }}::integer as page_number
{%- endmacro %}

{# A single column that is NULL is no key, as in dbt's own test. #}
{% macro with_repeated(model, columns) -%}
    {%- set same = [] -%}
    {%- for column in columns -%}
        {%- do same.append('offender.' ~ column ~ ' is not distinct from twice.' ~ column) -%}
    {%- endfor -%}
    semi join (
            select {{ columns | join(', ') }}
            from {{ model }}
            where {{ columns[0] ~ ' is not null' if columns | length == 1 else 'true' }}
            group by all
            having count(*) > 1
        ) as twice on {{ same | join(' and ') }}
{%- endmacro %}

{% macro where_not_among(column, values) -%}
    {%- set literals = [] -%}
    {%- for value in values -%}
        {%- do literals.append(dbt.string_literal(dbt.escape_single_quotes(value))) -%}
    {%- endfor -%}
    where {{ column }} not in ({{ literals | join(', ') }})
{%- endmacro %}

{% macro without_parent(link) -%}
    anti join {{ link.to }} as parent on offender.{{ link.column }} = parent.{{ link.field }}
        where offender.{{ link.column }} is not null
{%- endmacro %}
