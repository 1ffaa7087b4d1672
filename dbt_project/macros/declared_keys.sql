{# What the yml files of the marts test as keys: one row per key, as values of a query. #}
{% macro declared_keys() -%}
    {%- set nodes = graph.nodes.values() | list if execute else [] -%}
    {%- set models = nodes | selectattr('resource_type', 'equalto', 'model') -%}
    {%- set marts = models | selectattr('schema', 'equalto', 'marts') | map(attribute='name') | list -%}
    {%- set rows = [] -%}
    {%- for node in nodes if node.test_metadata and node.attached_node -%}
        {%- set table = graph.nodes[node.attached_node].name -%}
        {%- set arguments = node.test_metadata.kwargs -%}
        {%- if table in marts and node.test_metadata.name == 'unique' -%}
            {%- do rows.append("('" ~ table ~ "', '" ~ arguments.column_name ~ "', 'primary', null, null)") -%}
        {%- elif table in marts and node.test_metadata.name == 'relationships' and arguments.to.split("'")[1] in marts -%}
            {%- set parts = [table, arguments.column_name, 'foreign', arguments.to.split("'")[1], arguments.field] -%}
            {%- do rows.append("('" ~ parts | join("', '") ~ "')") -%}
        {%- endif -%}
    {%- endfor -%}
    {{ rows | sort | join(',\n        ') if rows else "('', '', '', null, null)" }}
{%- endmacro %}
