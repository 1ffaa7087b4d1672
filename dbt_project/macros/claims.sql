{# The subject of a claim without quotation marks and 、, as claims are compared: “三公”经费 and 三公经费 are one. #}
{% macro plain_subject(subject) -%}
    regexp_replace(coalesce({{ subject }}, ''), '[“”"‘’《》、]', '', 'g')
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
