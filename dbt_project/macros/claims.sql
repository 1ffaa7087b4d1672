{# The subject of a claim without quotation marks and 、, as claims are compared: “三公”经费 and 三公经费 are one. #}
{% macro plain_subject(subject) -%}
    regexp_replace(coalesce({{ subject }}, ''), '[“”"‘’《》、]', '', 'g')
{%- endmacro %}

{# “三公”经费 beside “三公”经费预算: what follows the name only says which of its figures is meant. #}
{% macro subject_stem(plain_subject) -%}
    regexp_replace({{ plain_subject }}, {{ word('figure_behind_name') }}, '\1')
{%- endmacro %}

{# The budget that a heading of the prose is about; NULL where it names none or several. #}
{% macro told_fund(section) -%}
    case
        when
            (contains({{ section }}, {{ word('general_public') }})::integer + contains({{ section }}, {{ word('government_fund') }})::integer
            + contains({{ section }}, {{ word('state_capital') }})::integer) > 1 then null
        when contains({{ section }}, {{ word('general_public') }}) then 'general_public'
        when contains({{ section }}, {{ word('government_fund') }}) then 'government_fund'
        when contains({{ section }}, {{ word('state_capital') }}) then 'state_capital'
        when contains({{ section }}, {{ word('fiscal') }}) then 'fiscal'
    end
{%- endmacro %}

{# What a figure is the figure of, in a sentence or in a table alike: 当年一般公共预算拨款基本支出预算数 and 基本支出合计 are 基本. #}
{% macro figure_name(label) -%}
    regexp_replace(
        {{ without_particles(normalised_label(label)) }},
        {{ word('kind_behind_name') }},
        ''
    )
{%- endmacro %}

{# The subject without whose it is, when, and of which fund: 省检察院2017年度财政拨款基本支出预算 is 基本支出预算. #}
{% macro bare_subject(plain_subject) -%}
    regexp_replace(
        {{ plain_subject }},
        {{ word('whose_and_when') }},
        ''
    )
{%- endmacro %}

{# (一), (1), 1. and 一、 before an item of a list that prose prints. #}
{% macro list_mark_parts(quote) -%}
    regexp_extract(
        {{ quote }},
        {{ word('list_mark') }},
        ['bracketed', 'plain']
    )
{%- endmacro %}

{# Marks of one list look alike: brackets or none, digits or numerals. NULL where nothing is marked. #}
{% macro list_mark_style(mark) -%}
    nullif(
        case when {{ mark }}.bracketed != '' then 'bracketed' when {{ mark }}.plain != '' then 'plain' else '' end
        || case when regexp_matches({{ mark }}.bracketed || {{ mark }}.plain, '[0-9]') then ' digits' else '' end,
        ''
    )
{%- endmacro %}

{# 1 to 20, of digits and of Chinese numerals; NULL where nothing is marked. #}
{% macro list_mark_number(mark) -%}
    coalesce(
        {# cast-ok: a mark of numerals is no number, and is looked up #}
        try_cast({{ mark }}.bracketed || {{ mark }}.plain as integer),
        nullif(
            list_position(
                {{ word_list('list_numerals') }},
                {{ mark }}.bracketed || {{ mark }}.plain
            ),
            0
        )
    )
{%- endmacro %}

{# A figure that may stand in a sum: an amount, or a change with its direction; not one that only gives a reason. #}
{% macro is_summand(claims, directions=('increase', 'decrease')) -%}
    {{ claims }}.amount_yuan is not null and not {{ claims }}.is_in_reason
        and (
            ({{ claims }}.measure_kind = 'amount' and {{ claims }}.comparison_base is null)
            or ({{ claims }}.measure_kind = 'change_amount' and {{ claims }}.direction in ('{{ directions | join("', '") }}'))
        )
{%- endmacro %}

{# With which sign it stands there. #}
{% macro summand_factor(claims) -%}
    case when {{ claims }}.direction = 'decrease' then -1.0 else 1.0 end
{%- endmacro %}

{# What a part carries of its whole (int_claim_parts and what it is made from). #}
{% macro of_whole(wholes) -%}
    {{ wholes }}.claim_key as whole_key,
        {{ wholes }}.subject as whole_subject,
        {{ wholes }}.page_number as whole_page,
        {{ wholes }}.factor as whole_factor,
        {{ wholes }}.amount_yuan as whole_yuan,
        {{ wholes }}.half_unit_yuan as whole_half_unit_yuan
{%- endmacro %}
