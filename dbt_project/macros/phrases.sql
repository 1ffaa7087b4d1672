{#
    What a sentence needs, as JSON: the key of a sentence of mingzhang/messages/catalogue.yml and its values. The models say nothing themselves;
    mingzhang/warehouse/sentences.py says it in both languages when they are done. A value is a text as it is printed, a number, an
    amount, a code to be put in words, another phrase, or a list of these.
#}
{% macro phrase(key) -%}
    json_object('say', '{{ key }}'{% for name, value in kwargs.items() %}, '{{ name }}', {{ value }}{% endfor %})
{%- endmacro %}

{# A code to be put in words: a term of the catalogue, or the name that a seed has for a measure, statement or rule. #}
{% macro worded(kind, code) -%}
    json_object('{{ kind }}', {{ code }})
{%- endmacro %}

{# Yuan, to be said in the unit of the phrase around it; DECIMAL becomes text, because a number of JSON is a float. #}
{% macro told_amount(yuan) -%}
    json_object('amount', cast(cast({{ yuan }} as decimal(18, 2)) as varchar))
{%- endmacro %}

{# A row by its code and label; a total is often printed without one. #}
{% macro told_row(cell) -%}
    json_array({{ cell }}.class_code, coalesce(to_json({{ cell }}.line_label), {{ worded('term', "'total_row'") }}))
{%- endmacro %}

{# A printed cell by its row without the code, and its column where that is not the total. #}
{% macro told_cell(cell, row=none) -%}
    {%- set row = row or "coalesce(to_json(" ~ cell ~ ".line_label), json_object('term', 'total_row'))" -%}
    case
        when coalesce({{ cell }}.measure_code, 'total') = 'total' then {{ row }}
        else {{ worded('within', "json_array(" ~ row ~ ", json_object('measure', " ~ cell ~ ".measure_code))") }}
    end
{%- endmacro %}

{# A figure of prose by its page and subject. #}
{% macro told_claim(page_number, subject) -%}
    {{ phrase('in_prose', page=page_number, subject=subject) }}
{%- endmacro %}

{# Where a cell stands that is compared with a claim: tables of another file of the disclosure are told by its name. #}
{% macro told_table(claim, cell) -%}
    case
        when {{ cell }}.document_key = {{ claim }}.document_key then {{ phrase('in_table', page=cell ~ '.page_number') }}
        else json_object(
            'say', 'in_table_of', 'page', {{ cell }}.page_number, 'file', (
                select documents.file_name from {{ ref('stg_documents') }} as documents
                where documents.document_key = {{ cell }}.document_key
            )
        )
    end
{%- endmacro %}

{# A rate as printed, without its sign. #}
{% macro told_rate(claim='') -%}
    coalesce({{ claim }}value_text, cast({{ claim }}value as varchar))
{%- endmacro %}

{# An evaluated identity with its figures; all amounts in it are told in one unit. #}
{% macro told_identity(key, identity, unit, pages='null') -%}
    json_object(
        'say', {{ key }}, 'rule', {{ worded('rule', identity ~ '.rule_id') }}, 'pages', {{ pages }}, 'unit', {{ unit }},
        'left', {{ identity }}.left_label, 'right', {{ identity }}.right_label,
        'left_amount', {{ told_amount(identity ~ '.left_yuan') }}, 'right_amount', {{ told_amount(identity ~ '.right_yuan') }},
        'difference', {{ told_amount(identity ~ '.difference_yuan') }}, 'allowed', {{ told_amount(identity ~ '.allowed_yuan') }}
    )
{%- endmacro %}
