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
        when {{ printed }} = 0 and {{ proposed }} = 0 then 'other'
        -- one digit of a printed zero misread; which zero of a list lost its only digit, nobody can say
        when {{ proposed }} = 0 and len(rtrim({{ a }}, '0')) = 1 then 'digit_changed'
        when {{ printed }} = 0 or {{ proposed }} = 0 then 'other'
        when {{ printed }} = {{ proposed }}::hugeint * 10000 or {{ proposed }} = {{ printed }}::hugeint * 10000 then 'unit'
        when rtrim({{ a }}, '0') = rtrim({{ b }}, '0') then 'decimal_shifted'
        when len({{ a }}) = len({{ b }}) and hamming({{ a }}, {{ b }}) = 1 then 'digit_changed'
        when len({{ a }}) = len({{ b }}) and damerau_levenshtein({{ a }}, {{ b }}) = 1 then 'digits_swapped'
        when {{ is_without_one_digit(a, b) }} or {{ is_without_one_digit(b, a) }} then 'digit_dropped'
        -- a first digit changed to 0 is printed all the same, the number does not know it
        when len({{ a }}) < len({{ b }}) and hamming(lpad({{ a }}, len({{ b }})::integer, '0'), {{ b }}) = 1 then 'digit_changed'
        when len({{ b }}) < len({{ a }}) and hamming(lpad({{ b }}, len({{ a }})::integer, '0'), {{ a }}) = 1 then 'digit_changed'
        else 'other'
    end
{%- endmacro %}

{# Is the first number the second one without one of its digits? 10.82 without the 1 is 0.82: two digits shorter. #}
{% macro is_without_one_digit(shorter, longer) -%}
    len({{ longer }}) > len({{ shorter }}) and list_contains(
        list_transform(
            range(1, len({{ longer }}) + 1),
            lambda place: ltrim(substr({{ longer }}, 1, place - 1) || substr({{ longer }}, place + 1), '0')
        ),
        {{ shorter }}
    )
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

{#
    A slip that can be told from a coincidence: both figures have at least three digits that say something (500.00 has one, and is a
    single slip away from many a round sum), and in one of them a single digit or the point has gone wrong.
#}
{% macro is_single_slip(printed, proposed) -%}
    (
        least(len(rtrim(abs({{ printed }})::varchar, '0')), len(rtrim(abs({{ proposed }})::varchar, '0'))) >= 3
        and ({{ slip_kind(printed, proposed) }}) in ('digit_changed', 'digits_swapped', 'digit_dropped', 'decimal_shifted')
    )
{%- endmacro %}

{#
    A figure whose point has moved to the right prints a place less: 4863.9 was 486.39, and in units of its own last place it is no slip
    of 486.4. So both are counted in tenths of it as well, where only the point is looked at.
#}
{% macro is_slip_of_amount(printed_yuan, proposed_yuan, step_yuan) -%}
    {%- set printed = "cast(round(cast(" ~ printed_yuan ~ " as double) / cast(" ~ step_yuan ~ " as double)) as bigint)" -%}
    {%- set proposed = "cast(round(cast(" ~ proposed_yuan ~ " as double) / cast(" ~ step_yuan ~ " as double)) as bigint)" -%}
    {%- set tenths = "cast(round(10 * cast(" ~ proposed_yuan ~ " as double) / cast(" ~ step_yuan ~ " as double)) as bigint)" -%}
    (
        {{ is_single_slip(printed, proposed) }}
        or (
            len(rtrim(abs({{ printed }})::varchar, '0')) >= 3
            and {{ tenths }} != 0 and {{ tenths }} != 10 * {{ proposed }}
            and ({{ slip_kind("10 * " ~ printed, tenths) }}) = 'decimal_shifted'
        )
    )
{%- endmacro %}
