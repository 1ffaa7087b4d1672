{#
    The document of each year in department_year that gives its rows of a fact: the first in the order of int_filer_years that has any,
    of the phase of the year where the fact holds several.
#}
{% macro filings_of_years(facts, by_phase=false) -%}
    select
        candidates.department_year_key,
        candidates.department_name,
        candidates.region_name,
        candidates.phase,
        arg_min(candidates.document_key, candidates.document_rank) as document_key
    from (
        select
            department_year_key,
            department_name,
            region_name,
            phase,
            unnest(document_keys) as document_key,
            generate_subscripts(document_keys, 1) as document_rank
        from {{ ref('department_year') }}
    ) as candidates
    semi join {{ facts }} as facts
        on candidates.document_key = facts.document_key {%- if by_phase %} and candidates.phase = facts.phase {%- endif %}
    group by all
{%- endmacro %}
