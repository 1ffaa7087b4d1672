{#
    Fold a printed row label: no blanks, half-width brackets, no list mark (一、 1. （一）), no leading code, no trailing colon.
    A numeral needs its punctuation or brackets: 一般公共预算 begins with one too.
#}
{% macro normalised_label(label) -%}
    regexp_replace(
        regexp_replace(
            translate(regexp_replace(coalesce({{ label }}, ''), '[\s　※*]', '', 'g'), '（）：，０１２３４５６７８９．', '():,0123456789.'),
            '^(其中:?|[一二三四五六七八九十百]+[、.,]|[0-9]{1,2}[、.]|\([0-9一二三四五六七八九十百]+\)[、.]?|\[?[0-9]{3,7}\]?[-_]?)+',
            ''
        ),
        ':$',
        ''
    )
{%- endmacro %}

{# 一、 or 十二、: a component of the first level of a summary side. #}
{% macro has_first_level_mark(label) -%}
    regexp_matches(coalesce({{ label }}, ''), '^[\s　]*[一二三四五六七八九十]+[、.．]')
{%- endmacro %}
