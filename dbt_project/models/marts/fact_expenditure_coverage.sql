{% set unit = 'documents.main_printed_unit' %}
with unnamed as (
    select
        candidates.document_key,
        candidates.source_order,
        sum(candidates.amount_yuan) as amount_yuan
    from {{ ref('int_expenditure_candidates') }} as candidates
    where candidates.class_code = 'unknown'
    group by candidates.document_key, candidates.source_order
)

select
    -- identifiers
    choices.document_key,
    {{ disclosure_of('choices') }} as disclosure_key,
    choices.printed_total_line_key,

    -- dimensions
    choices.source_statement,
    choices.coverage_status,

    -- facts
    cast(choices.printed_total_yuan as decimal(18, 2)) as printed_total_yuan,
    cast(choices.source_yuan as decimal(18, 2)) as leaf_sum_yuan,
    cast(choices.difference_yuan as decimal(18, 2)) as difference_yuan,
    cast(choices.allowed_yuan as decimal(18, 6)) as allowed_yuan,
    cast(coalesce(unnamed.amount_yuan, 0) as decimal(18, 2)) as unnamed_yuan,

    -- metadata
    choices.printed_total_page,
    cast(null as varchar) as message,
    cast(null as varchar) as message_zh,
    case
        when choices.coverage_status = 'reconciled' and coalesce(unnamed.amount_yuan, 0) = 0
            then {{ phrase('items_sum_to_total', unit=unit) }}
        when choices.coverage_status = 'reconciled'
            then {{ phrase('items_and_unnamed_sum_to_total', unit=unit, unnamed=told_amount('unnamed.amount_yuan')) }}
        when choices.coverage_status = 'differs'
            then
                json_object(
                    'say', 'items_differ_from_total', 'unit', {{ unit }}, 'summed', {{ told_amount('choices.source_yuan') }},
                    'page', choices.printed_total_page, 'printed', {{ told_amount('choices.printed_total_yuan') }}
                )
        when choices.coverage_status = 'no_printed_total' then {{ phrase('no_total_expenditure') }}
        else {{ phrase('no_expenditure_by_class') }}
    end as details
from {{ ref('int_expenditure_choices') }} as choices
inner join {{ ref('stg_documents') }} as documents on choices.document_key = documents.document_key
left join unnamed on choices.document_key = unnamed.document_key and choices.source_order = unnamed.source_order
where {{ is_counted_part('choices', "'fact_expenditure'") }}
