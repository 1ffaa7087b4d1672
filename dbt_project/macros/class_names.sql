{# 教育支出 and 教育, 其他支出 and 其他: prose leaves 支出 out or adds it. #}
{% macro class_name_stem(name) -%}
    regexp_replace({{ name }}, {{ word('class_without_expenditure') }}, '\1')
{%- endmacro %}
