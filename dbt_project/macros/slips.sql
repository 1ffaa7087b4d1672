{#
    How one whole number of last places became another: what people and readers do to figures. Both sides are bigint.
    'other' is no known slip.
#}
{% macro slip_kind(printed, proposed) -%}
    {%- set a = "abs(" ~ printed ~ ")::varchar" -%}
    {%- set b = "abs(" ~ proposed ~ ")::varchar" -%}
    case
        when {{ printed }} = -{{ proposed }} and {{ printed }} != 0 then 'sign_lost'
        when sign({{ printed }}) * sign({{ proposed }}) < 0 then 'other'
        when {{ printed }} = 0 or {{ proposed }} = 0 then 'other'
        when {{ printed }} = {{ proposed }}::hugeint * 10000 or {{ proposed }} = {{ printed }}::hugeint * 10000 then 'unit'
        when rtrim({{ a }}, '0') = rtrim({{ b }}, '0') then 'decimal_shifted'
        when len({{ a }}) = len({{ b }}) and hamming({{ a }}, {{ b }}) = 1 then 'digit_changed'
        when len({{ a }}) = len({{ b }}) and damerau_levenshtein({{ a }}, {{ b }}) = 1 then 'digits_swapped'
        when abs(len({{ a }}) - len({{ b }})) = 1 and levenshtein({{ a }}, {{ b }}) = 1 then 'digit_dropped'
        else 'other'
    end
{%- endmacro %}

{# A whole number of last places as it would be printed: 46835 with 2 decimals is 468.35. #}
{% macro printed_figure(step_count, decimals) -%}
    case when {{ step_count }} < 0 then '-' else '' end
    || case
        when {{ decimals }} = 0 then abs({{ step_count }})::varchar
        else regexp_replace(
            lpad(abs({{ step_count }})::varchar, greatest(len(abs({{ step_count }})::varchar), {{ decimals }} + 1)::integer, '0'),
            '^(.*)(.{' || {{ decimals }} || '})$', '\1.\2'
        )
    end
{%- endmacro %}

{# Half a unit in the last decimal of a printed text; a whole number is exact. #}
{% macro half_place(text) -%}
    case when contains({{ text }}, '.') then 0.5 * pow(10, -len(regexp_extract({{ text }}, '\.([0-9]+)', 1))) else 0 end
{%- endmacro %}
