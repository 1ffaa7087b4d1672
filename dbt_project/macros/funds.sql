{# The fund type of a source path: the three budgets by name, carried-over money without a named fund, everything else other. #}
{% macro fund_type_of(source_path) -%}
    case
        when contains({{ source_path }}, 'general_public') then 'general_public'
        when contains({{ source_path }}, 'government_fund') then 'government_fund'
        when contains({{ source_path }}, 'state_capital') then 'state_capital'
        when {{ source_path }} = 'current_year/fiscal/' then 'not_split'
        when starts_with({{ source_path }}, 'prior_carryover/') or {{ source_path }} = 'own_account_balance/' then 'prior_carryover'
        else 'other_funds'
    end
{%- endmacro %}

{% macro fund_of_statement(statement_code) -%}
    case {{ statement_code }}
        when 'general_public_expenditure' then 'general_public'
        else {{ statement_code }}
    end
{%- endmacro %}
