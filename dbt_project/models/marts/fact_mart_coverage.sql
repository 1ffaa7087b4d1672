with judged as (
    select
        *,
        case coverage_status
            when 'differs' then 'not_reconciled'
            when 'no_printed_total' then 'nothing_printed'
            when 'no_items' then case when printed_yuan is null then 'no_items' else 'missing' end
            else coverage_status
        end as status
    from {{ ref('int_mart_sums') }}
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
    case
        when status = 'reconciled' then 'the rows sum to what is printed'
        when status = 'not_reconciled' and summed_yuan = printed_yuan
            then 'counted is the printed ' || {{ shown_yuan('printed_yuan') }} || ' yuan, which the filing contradicts'
                || coalesce(': the prose states ' || {{ shown_yuan('stated_yuan') }}, '')
        when status = 'not_reconciled'
            then 'the rows sum to ' || {{ shown_yuan('summed_yuan') }} || ' yuan, printed is ' || {{ shown_yuan('printed_yuan') }}
                || coalesce(', the prose states ' || {{ shown_yuan('stated_yuan') }}, '')
                || '; rounding explains ' || {{ shown_yuan('allowed_yuan') }}
        when status = 'nothing_printed' then 'the filing prints no total: the rows cannot be checked'
        when status = 'missing' then 'printed is ' || {{ shown_yuan('printed_yuan') }} || ' yuan, and no row of it was read'
        else 'nothing of it was read'
    end || coalesce('; ' || note, '') as message
from judged
where {{ is_counted_part('judged', 'judged.mart', 'judged.value_year', 'judged.phase') }}
