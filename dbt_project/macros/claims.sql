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
