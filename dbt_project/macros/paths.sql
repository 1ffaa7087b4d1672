{#
    Paths place a printed figure in a tree: each level ends with a slash and the root (合计) is the empty string, so that
    "is below" is starts_with() and the nearest printed ancestor is the longest printed prefix.
#}
{% macro class_path(branch, class_code) -%}
    case
        when {{ class_code }} is null then ''
        else {{ branch }} || '/' || array_to_string(
            list_transform(
                list_filter([3, 5, 7, 9, 11], lambda digits: digits < len({{ class_code }}) + 2),
                lambda digits: substr({{ class_code }}, 1, digits)
            ),
            '/'
        ) || '/'
    end
{%- endmacro %}

{# All proper prefixes of a path, the root first. #}
{% macro path_prefixes(path) -%}
    list_transform(
        range(0, len(string_split({{ path }}, '/')) - 1),
        lambda depth: array_to_string(list_slice(string_split({{ path }}, '/'), 1, depth), '/')
            || case when depth > 0 then '/' else '' end
    )
{%- endmacro %}

{# The last level of a path: its own name. #}
{% macro path_leaf(path) -%}
    coalesce(nullif(string_split({{ path }}, '/')[-2], ''), '')
{%- endmacro %}
