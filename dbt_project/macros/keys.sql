{# A readable key within one document: the first 16 digits of its sha256, then the numbers that the reader gave. #}
{% macro document_part_key(letter, number) -%}
    case when {{ number }} is not null then substr(document_key, 1, 16) || '{{ ":" ~ letter }}' || {{ number }} end
{%- endmacro %}

{#
    The name by which a department is known whatever the filing prints: rule after rule of department_name_variants is applied
    (中国共产党北京市委员会宣传部 → 北京市委宣传部), then the region is taken off, which leaves out its province as often as not.
#}
{% macro department_key_name(region_name, department_name) -%}
    list_reduce(
        [
            list_reduce(
                list_prepend(
                    {{ department_name }},
                    (
                        select list(pattern || chr(9) || coalesce(replacement, '') order by rule_number)
                        from {{ ref('department_name_variants') }}
                    )
                ),
                lambda name, rule: regexp_replace(name, split_part(rule, chr(9), 1), split_part(rule, chr(9), 2), 'g')
            ),
            coalesce({{ region_name }}, '')
        ],
        lambda name, region: substr(
            name,
            1 + coalesce(
                list_max(list_filter(range(2, length(region) + 1), lambda size: starts_with(name, right(region, size)))), 0
            )
        )
    )
{%- endmacro %}

{# 某局(本级), 某局(机关): the organ itself, without the units below it. #}
{% macro is_named_own_organ(name) -%}
    regexp_matches({{ name }}, {{ word('own_organ') }})
{%- endmacro %}

{% macro without_own_organ(name) -%}
    regexp_replace({{ name }}, {{ word('own_organ') }}, '')
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
                    coalesce({{ region_name }}, '') || '|' || {{ department_key_name(region_name, without_own_organ(department_name)) }} || '|'
                    || case when {{ is_named_own_organ(department_name) }} then 'unit' else coalesce({{ scope }}, 'department') end
                )
    end
{%- endmacro %}
