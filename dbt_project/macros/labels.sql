{#
    Fold a printed row label: no blanks, half-width brackets, no list mark (一、 1. （一）), no leading code, no trailing colon.
    A numeral needs its punctuation or brackets: 一般公共预算 begins with one too.
#}
{% macro normalised_label(label) -%}
    regexp_replace(
        regexp_replace(
            translate(regexp_replace(coalesce({{ label }}, ''), '[\s　※*]', '', 'g'), '（）：，０１２３４５６７８９．', '():,0123456789.'),
            {{ word('label_marks') }},
            ''
        ),
        ':$',
        ''
    )
{%- endmacro %}

{# 一、 or 十二、: a component of the first level of a summary side. #}
{% macro has_first_level_mark(label) -%}
    regexp_matches(coalesce({{ label }}, ''), {{ word('first_level_mark') }})
{%- endmacro %}

{# 收支总表 and 财政拨款收支总表: two sides whose rows are told by their labels. #}
{% macro is_summary(statement_code) -%}
    {{ statement_code }} in ('income_expenditure_summary', 'appropriation_summary')
{%- endmacro %}

{# Lists under their total: projects, and what is bought. #}
{% macro is_list_form(statement_code) -%}
    {{ statement_code }} in ('project_expenditure', 'procurement', 'other_procurement', 'other_service_purchase')
{%- endmacro %}

{# Where a row label stands, for the statements whose rows are told by their labels; NULL elsewhere. #}
{% macro label_scope(statement_code, side) -%}
    case {{ statement_code }}
        when 'income_expenditure_summary' then {{ side }}
        when 'appropriation_summary' then {{ side }}
        when 'three_public' then 'three_public'
        when 'other_three_public' then 'three_public'
        when 'basic_expenditure' then 'basic_expenditure'
        when 'other_basic_expenditure' then 'basic_expenditure'
    end
{%- endmacro %}

{# 工资和福利支出, 对个人和家庭补助: filings add and drop particles in the names of classes. #}
{% macro without_particles(label) -%}
    regexp_replace({{ label }}, {{ word('particles') }}, '', 'g')
{%- endmacro %}

{# repeated_2 and further_3 are concepts with the number of the column among those of one meaning. #}
{% macro unnumbered_concept(concept_code) -%}
    regexp_replace({{ concept_code }}, '^(repeated|further)_[0-9]+$', '\1')
{%- endmacro %}
