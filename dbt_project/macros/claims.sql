{# The subject of a claim without quotation marks and 、, as claims are compared: “三公”经费 and 三公经费 are one. #}
{% macro plain_subject(subject) -%}
    regexp_replace(coalesce({{ subject }}, ''), '[“”"‘’《》、]', '', 'g')
{%- endmacro %}

{# “三公”经费 beside “三公”经费预算: what follows the name only says which of its figures is meant. #}
{% macro subject_stem(plain_subject) -%}
    regexp_replace({{ plain_subject }}, '(..)(年初|全年|年度)?(预算|决算|执行)(数|安排)*$', '\1')
{%- endmacro %}

{# The budget that a heading of the prose is about; NULL where it names none or several. #}
{% macro told_fund(section) -%}
    case
        when
            (contains({{ section }}, '一般公共预算')::integer + contains({{ section }}, '政府性基金')::integer
            + contains({{ section }}, '国有资本')::integer) > 1 then null
        when contains({{ section }}, '一般公共预算') then 'general_public'
        when contains({{ section }}, '政府性基金') then 'government_fund'
        when contains({{ section }}, '国有资本') then 'state_capital'
        when contains({{ section }}, '财政拨款') then 'fiscal'
    end
{%- endmacro %}

{# What a figure is the figure of, in a sentence or in a table alike: 当年一般公共预算拨款基本支出预算数 and 基本支出合计 are 基本. #}
{% macro figure_name(label) -%}
    regexp_replace(
        {{ without_particles(normalised_label(label)) }},
        '(支出|经费|费用|费)?(预算|决算)?(支出|收入)?(数|金额|总额|安排)?(合计|总计|小计)?$',
        ''
    )
{%- endmacro %}

{# The subject without whose it is, when, and of which fund: 省检察院2017年度财政拨款基本支出预算 is 基本支出预算. #}
{% macro bare_subject(plain_subject) -%}
    regexp_replace(
        {{ plain_subject }},
        '^.*?(委员会|中心|厅|局|办公室|部门|单位)?(\(?本级\)?)?([0-9]{4}年(度)?)?(本部门|本单位)?(当年|本年)?(财政拨款|一般公共预算(财政)?拨款|一般公共预算)?(安排)?的?',
        ''
    )
{%- endmacro %}

{# (一), (1), 1. and 一、 before an item of a list that prose prints. #}
{% macro list_mark_parts(quote) -%}
    regexp_extract(
        {{ quote }},
        '^[;；,，。:：\s　]*(?:[(（]([0-9]{1,2}|[一二三四五六七八九十]{1,2})[)）]|([0-9]{1,2}|[一二三四五六七八九十]{1,2})[.．、](?:[^0-9]|$))',
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
                [
                    '一', '二', '三', '四', '五', '六', '七', '八', '九', '十',
                    '十一', '十二', '十三', '十四', '十五', '十六', '十七', '十八', '十九', '二十'
                ],
                {{ mark }}.bracketed || {{ mark }}.plain
            ),
            0
        )
    )
{%- endmacro %}
