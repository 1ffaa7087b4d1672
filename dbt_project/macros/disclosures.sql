{# The disclosure that a row's file is of: what every fact carries beside its file. #}
{% macro disclosure_of(rows) -%}
    (
        select parts.disclosure_key from {{ ref('int_disclosure_parts') }} as parts
        where parts.document_key = {{ rows }}.document_key
    )
{%- endmacro %}

{# The first or last page, of the claim's file, of a claim and what it is compared with. #}
{% macro page_in_file(which, claim, cell) -%}
    case
        when {{ cell }}.document_key = {{ claim }}.document_key then {{ which }}({{ claim }}.page_number, {{ cell }}.page_number)
        else {{ claim }}.page_number
    end
{%- endmacro %}

{# Whether a row of a mart that is summed counts: another file of the disclosure may give what this one gives too. #}
{% macro is_counted_part(rows, mart, year='null', phase='null') -%}
    not exists (
        select 1 from {{ ref('int_passed_over_parts') }} as passed_over
        where
            passed_over.document_key = {{ rows }}.document_key and passed_over.mart = {{ mart }}
            and passed_over.value_year is not distinct from {{ year }} and passed_over.phase is not distinct from {{ phase }}
    )
{%- endmacro %}
