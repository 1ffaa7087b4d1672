{# How many yuan a printed unit is. #}
{% macro unit_in_yuan(printed_unit) -%}
    case {{ printed_unit }}
            when {{ word('unit_1') }} then 1
            when {{ word('unit_100') }} then 100
            when {{ word('unit_1000') }} then 1000
            when {{ word('unit_10000') }} then 10000
            when {{ word('unit_1000000') }} then 1000000
            when {{ word('unit_100000000') }} then 100000000
        end::decimal(10, 0)
{%- endmacro %}

{# A printed amount in yuan; a text that is no amount stops the build. #}
{% macro printed_yuan(amount_text, printed_unit) -%}
    cast(cast(replace({{ amount_text }}, ',', '') as decimal(20, 8)) * {{ unit_in_yuan(printed_unit) }} as decimal(18, 2))
{%- endmacro %}

{#
    Half a unit in the last printed place, in yuan: "468.35" 万元 is ±50 yuan, "468.35" 元 is ±0.005 yuan.
    Multiplication of DECIMAL stays DECIMAL in DuckDB; a division would become DOUBLE.
#}
{% macro half_unit_yuan(printed_unit, printed_decimals) -%}
    cast(
        {{ unit_in_yuan(printed_unit) }}
        * case {{ printed_decimals }}
            when 0 then 0.50000000
            when 1 then 0.05000000
            when 2 then 0.00500000
            when 3 then 0.00050000
            when 4 then 0.00005000
            when 5 then 0.00000500
            when 6 then 0.00000050
            when 7 then 0.00000005
            else 0.00000000
        end::decimal(9, 8)
        as decimal(18, 6)
    )
{%- endmacro %}

{# A figure for a sentence, in DECIMAL: no float even in words. #}
{% macro shown_yuan(amount) -%}
    cast(cast({{ amount }} as decimal(18, 2)) as varchar)
{%- endmacro %}
