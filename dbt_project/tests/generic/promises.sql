{# All that a table promises of its columns, in one query (macros/promises.sql); arguments as of dbt's tests of these names. #}
{% test promises(model, not_null=[], unique=[], accepted_values={}, relationships=[]) %}
    {{ broken_promises(model, not_null, unique, accepted_values, relationships) }}
{% endtest %}
