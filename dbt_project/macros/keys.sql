{# A readable key within one document: the first 16 digits of its sha256, then the numbers that the reader gave. #}
{% macro document_part_key(letter, number) -%}
    case when {{ number }} is not null then substr(document_key, 1, 16) || '{{ ":" ~ letter }}' || {{ number }} end
{%- endmacro %}

{# 某局(本级), 某局(机关): the organ itself, without the units below it. #}
{% macro is_named_own_organ(name) -%}
    regexp_matches({{ name }}, '\((本级|机关|本部)\)$')
{%- endmacro %}

{% macro without_own_organ(name) -%}
    regexp_replace({{ name }}, '\((本级|机关|本部)\)$', '')
{%- endmacro %}

{#
    Departments have no official code in the filings: the key is made of region, name and scope. 某局 as a department (with all its
    units) and 某局 as one of these units, printed 某局 or 某局(本级), are two: a sum over one key never adds a part to its whole.
#}
{% macro department_key(region_name, department_name, scope='scope') -%}
    case
        when {{ department_name }} is not null
            then
                md5(
                    coalesce({{ region_name }}, '') || '|' || {{ without_own_organ(department_name) }} || '|'
                    || case when {{ is_named_own_organ(department_name) }} then 'unit' else coalesce({{ scope }}, 'department') end
                )
    end
{%- endmacro %}
