{#
    Fold a printed row label: no blanks, half-width brackets, no list mark (一、 1. （一）), no leading code, no trailing colon.
    RE2 has no lookahead, so the marks are listed.
#}
{% macro normalised_label(label) -%}
    regexp_replace(
        regexp_replace(
            translate(regexp_replace(coalesce({{ label }}, ''), '[\s　※*]', '', 'g'), '（）：，０１２３４５６７８９．', '():,0123456789.'),
            '^(\(?[一二三四五六七八九十百]+\)?[、.,]?|\(?[0-9]{1,2}\)?[、.]|\([0-9一二三四五六七八九十]+\)|\[?[0-9]{3,7}\]?[-_]?)+',
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
