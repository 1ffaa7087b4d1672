{# Every yuan of expenditure is in one group: what filings print of 人员 and 公用 is basic, whether they print 基本支出 beside it or not. #}
{% macro expenditure_group(expenditure_type) -%}
    case
        when {{ expenditure_type }} in ('basic', 'basic_personnel', 'basic_public') then 'basic'
        when {{ expenditure_type }} in ('project', 'not_split') then {{ expenditure_type }}
        else 'other'
    end
{%- endmacro %}
