with judged as (
    select
        sums.*,
        documents.main_printed_unit,
        case sums.coverage_status
            when 'differs' then 'not_reconciled'
            when 'no_printed_total' then 'nothing_printed'
            when 'no_items' then case when sums.printed_yuan is null then 'no_items' else 'missing' end
            else sums.coverage_status
        end as status
    from {{ ref('int_mart_sums') }} as sums
    inner join {{ ref('stg_documents') }} as documents on sums.document_key = documents.document_key
)

select
    -- identifiers
    substr(document_key, 1, 16) || ':m:' || mart || coalesce(':' || value_year, '') || coalesce(':' || phase, '') as mart_coverage_key,
    document_key,
    {{ disclosure_of('judged') }} as disclosure_key,

    -- dimensions
    mart,
    value_year,
    phase,
    status,
    status = 'reconciled' as is_reconciled,

    -- facts
    cast(printed_yuan as decimal(18, 2)) as printed_yuan,
    cast(summed_yuan as decimal(18, 2)) as summed_yuan,
    cast(stated_yuan as decimal(18, 2)) as stated_yuan,
    cast(allowed_yuan as decimal(18, 6)) as allowed_yuan,

    -- metadata
    page_number,
    list_filter(coalesce(evidence_keys, []), lambda evidence: evidence is not null) as evidence_keys,
    cast(null as varchar) as message,
    cast(null as varchar) as message_zh,
    json_object(
        'say',
        'mart_' || case when status = 'not_reconciled' and summed_yuan = printed_yuan then 'counts_what_is_contradicted' else status end,
        'unit', main_printed_unit,
        'summed', {{ told_amount('summed_yuan') }}, 'printed', {{ told_amount('printed_yuan') }},
        'allowed', {{ told_amount('allowed_yuan') }},
        'stated', case when stated_yuan is not null then {{ phrase('prose_states', stated=told_amount('stated_yuan')) }} end,
        'note', case when note is not null then {{ phrase('noted', note='note') }} end
    ) as details
from judged
where {{ is_counted_part('judged', 'judged.mart', 'judged.value_year', 'judged.phase') }}
