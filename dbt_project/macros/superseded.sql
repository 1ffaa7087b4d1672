{#
    Facts hold the newest version of a filing only. Said once for all facts, so that a new one cannot forget it; the earlier version
    stays in dim_document, and in staging with all that was read.
#}
{% macro leave_out_superseded() -%}
    {%- if model.name.startswith('fact_') -%}
        delete from {{ this }}
        where document_key in (
            select document_key from {{ ref('int_superseded_documents') }}
            where kept_because is null
        )
    {%- endif -%}
{%- endmacro %}
