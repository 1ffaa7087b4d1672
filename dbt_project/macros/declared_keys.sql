{# What the yml files of the marts promise as keys: one row per key, as values of a query. #}
{% macro declared_keys() -%}
    {%- set nodes = graph.nodes.values() | list if execute else [] -%}
    {%- set models = nodes | selectattr('resource_type', 'equalto', 'model') -%}
    {%- set marts = models | selectattr('schema', 'equalto', 'marts') | map(attribute='name') | list -%}
    {%- set rows = [] -%}
    {%- for node in nodes if node.test_metadata and node.test_metadata.name == 'promises' and not node.config.severity == 'warn' -%}
        {%- set table = graph.nodes[node.attached_node].name -%}
        {%- set promised = node.test_metadata.kwargs -%}
        {%- for key in promised.unique or [] if table in marts and key is string -%}
            {%- do rows.append("('" ~ table ~ "', '" ~ key ~ "', 'primary', null, null)") -%}
        {%- endfor -%}
        {%- for link in promised.relationships or [] if table in marts and link.to.split("'")[1] in marts -%}
            {%- set parts = [table, link.column, 'foreign', link.to.split("'")[1], link.field] -%}
            {%- do rows.append("('" ~ parts | join("', '") ~ "')") -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ rows | sort | join(',\n        ') if rows else "('', '', '', null, null)" }}
{%- endmacro %}
