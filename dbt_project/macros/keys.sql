{# A readable key within one document: the first 16 digits of its sha256, then the numbers that the reader gave. #}
{% macro document_part_key(letter, number) -%}
    case when {{ number }} is not null then substr(document_key, 1, 16) || '{{ ":" ~ letter }}' || {{ number }} end
{%- endmacro %}

{# Departments have no official code in the filings: the key is made of the two names that identify one. #}
{% macro department_key(region_name, department_name) -%}
    case
        when {{ department_name }} is not null
            then md5(coalesce({{ region_name }}, '') || '|' || {{ department_name }})
    end
{%- endmacro %}
