{#
    Which source gives what a disclosure procures: of those that sum to the printed total the most detailed, kinds before funds. The total
    is that of the form, and where there is no form, that of the prose; where both are printed they must agree.
#}
with sources as (
    select
        disclosure_key,
        source_order,
        source_kind,
        sum(amount_yuan) as source_yuan,
        sum(half_unit_yuan) as source_half_yuan,
        count(*) filter (where procurement_kind = 'not_split') as unknown_kind_count,
        arg_min(document_key, page_number) as document_key
    from {{ ref('int_procurement_candidates') }}
    group by disclosure_key, source_order, source_kind
),

printed as (
    select
        candidates.disclosure_key,
        first(candidates.document_key order by candidates.page_number) as document_key,
        sum(candidates.amount_yuan) as amount_yuan,
        sum(candidates.half_unit_yuan) as half_unit_yuan,
        min(candidates.page_number) as page_number,
        list(candidates.evidence_key order by candidates.evidence_key) as evidence_keys
    from {{ ref('int_procurement_candidates') }} as candidates
    where candidates.source_kind = 'total'
    group by candidates.disclosure_key
),

stated as (
    select * from {{ ref('int_procurement_candidates') }}
    where source_kind = 'prose_total'
),

judged as (
    select
        parts.disclosure_key,
        coalesce(sources.document_key, parts.document_key) as document_key,
        sources.source_order,
        sources.source_kind,
        sources.source_yuan,
        sources.unknown_kind_count,
        coalesce(printed.amount_yuan, stated.amount_yuan) as printed_yuan,
        stated.amount_yuan as stated_yuan,
        coalesce(sources.source_half_yuan, 0) + coalesce(printed.half_unit_yuan, stated.half_unit_yuan, 0) as allowed_yuan,
        coalesce(
            abs(printed.amount_yuan - stated.amount_yuan) <= printed.half_unit_yuan + stated.half_unit_yuan, true
        ) as is_stated_alike,
        coalesce(printed.page_number, stated.page_number) as page_number,
        list_append(coalesce(printed.evidence_keys, []), stated.evidence_key) as evidence_keys
    from {{ ref('int_disclosure_parts') }} as parts
    left join sources on parts.disclosure_key = sources.disclosure_key
    left join printed on parts.disclosure_key = printed.disclosure_key
    left join stated on parts.disclosure_key = stated.disclosure_key
    where parts.part_number = 1
),

compared as (
    select
        *,
        coalesce(abs(source_yuan - printed_yuan) <= allowed_yuan, false) as sums_to_printed
    from judged
)

select
    -- identifiers
    disclosure_key,
    document_key,

    -- dimensions
    source_order,
    source_kind,
    case
        when source_order is null then 'no_items'
        when printed_yuan is null then 'no_printed_total'
        when sums_to_printed and is_stated_alike then 'reconciled'
        else 'differs'
    end as coverage_status,

    -- facts
    printed_yuan,
    source_yuan,
    stated_yuan,
    allowed_yuan,

    -- metadata
    page_number,
    evidence_keys
from compared
qualify
    row_number() over (
        partition by disclosure_key
        order by sums_to_printed desc, coalesce(unknown_kind_count, 0) > 0 asc, source_order asc
    ) = 1
