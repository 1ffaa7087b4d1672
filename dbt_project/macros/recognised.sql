{#
    A number as the page shows it, without what recognition cannot be held to: blanks, units, brackets for the minus, and which of point
    and comma stands between thousands. Separators before three digits and another separator, and a comma before the last three digits,
    stand between thousands; what is left is the decimal point. 15,000000 and 15.000000 are one number, 13.000 and 13,000 are not.
#}
{% macro plain_number(text) -%}
    {%- set signed = "regexp_replace(translate(" ~ text ~ ", '−－—，', '---,'), '^\\((.*)\\)$', '-\\1')" -%}
    {%- set ns = namespace(sql="regexp_replace(regexp_replace(" ~ signed ~ ", '[^0-9.,-]', '', 'g'), '[-.,]+$', '')") -%}
    {%- for _ in range(4) -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", '[.,]([0-9]{3})([.,])', '\\1\\2')" -%}
    {%- endfor -%}
    replace(regexp_replace({{ ns.sql }}, ',([0-9]{3})$', '\1'), ',', '.')
{%- endmacro %}

{# The middle of what was recognised lies in the box that was asked about; a cell without rules ends where its neighbour begins. #}
{% macro lies_in(reading, box) -%}
    (({{ reading }}.x0 + {{ reading }}.x1) / 2 between {{ box }}.x0 - 1 and {{ box }}.x1 + 1
    and ({{ reading }}.y0 + {{ reading }}.y1) / 2 between {{ box }}.y0 - 1 and {{ box }}.y1 + 1)
{%- endmacro %}
