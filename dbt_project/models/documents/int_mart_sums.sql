{# What each mart is held to, in one shape: the value that one sums from it, and the value that the filing prints for it. #}
{# Marts that give one value for a filing: where it is chosen, the column that is summed, what the printed total stands in. #}
{% set marts = [
    ('fact_expenditure', 'int_expenditure_choices', 'source_yuan', '[printed_total_line_key]'),
    ('fact_revenue', 'int_revenue_choices', 'source_yuan', '[printed_total_line_key]'),
    ('fact_economic_expenditure', 'int_economic_choices', 'leaf_yuan', 'printed_total_line_keys'),
] %}
{% for mart, choices, summed_yuan, evidence_keys in marts %}
    select
        document_key,
        '{{ mart }}' as mart,
        null::integer as value_year,
        null as phase,
        coverage_status,
        printed_total_yuan as printed_yuan,
        {{ summed_yuan }} as summed_yuan,
        null::decimal(18, 2) as stated_yuan,
        allowed_yuan,
        printed_total_page as page_number,
        {{ evidence_keys }} as evidence_keys,
        null::json as note
    from {{ ref(choices) }}

    union all

{% endfor %}
select
    documents.document_key,
    'fact_three_public' as mart,
    nullif(choices.cell_year, 0) as value_year,
    choices.cell_phase as phase,
    coalesce(choices.coverage_status, 'no_items') as coverage_status,
    coalesce(choices.printed_yuan, choices.stated_yuan) as printed_yuan,
    choices.summed_yuan,
    choices.stated_yuan,
    choices.part_half_yuan + choices.printed_half_yuan + choices.stated_allowed_yuan as allowed_yuan,
    choices.page_number,
    list_append(choices.printed_keys, choices.stated_key) as evidence_keys,
    case
        when choices.set_kind = 'prose' then {{ phrase('only_prose_states_it') }}
        when choices.part_yuan is null then {{ phrase('no_parts_printed') }}
        when abs(choices.part_yuan - choices.printed_yuan) > choices.part_half_yuan + choices.printed_half_yuan
            then {{ phrase('printed_parts_sum_to', summed=told_amount('choices.part_yuan')) }}
    end as note
from {{ ref('stg_documents') }} as documents
left join {{ ref('int_three_public_choices') }} as choices on documents.document_key = choices.document_key

union all

select
    documents.document_key,
    'project_expenditure' as mart,
    null as value_year,
    null as phase,
    coalesce(sums.coverage_status, 'no_items') as coverage_status,
    sums.printed_total_yuan as printed_yuan,
    sums.row_yuan as summed_yuan,
    null as stated_yuan,
    sums.allowed_yuan,
    sums.printed_total_page as page_number,
    [sums.printed_total_line_key] as evidence_keys,
    case
        when sums.level_count > 1
            then {{ phrase('subtotals_among_rows', count='sums.level_count') }}
    end as note
from {{ ref('stg_documents') }} as documents
left join {{ ref('int_project_sums') }} as sums on documents.document_key = sums.document_key

union all

select
    document_key,
    'fact_procurement' as mart,
    null as value_year,
    null as phase,
    coverage_status,
    printed_yuan,
    source_yuan as summed_yuan,
    stated_yuan,
    allowed_yuan,
    page_number,
    evidence_keys,
    case when source_kind in ('prose', 'prose_total') then {{ phrase('prose_states_kinds') }} end as note
from {{ ref('int_procurement_choices') }}
