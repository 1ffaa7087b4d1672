with printed as (
    select
        document_key,
        arg_min(amount_yuan, total_order) as printed_total_yuan,
        arg_min(half_unit_yuan, total_order) as half_unit_yuan,
        arg_min(statement_line_key, total_order) as printed_total_line_key,
        arg_min(page_number, total_order) as printed_total_page
    from (
        select
            *,
            case
                when statement_code = 'expenditure' and total_name in ('total', 'year_total') then 1
                when statement_code = 'income_expenditure_summary' and side = 'expenditure' and total_name = 'year_total' then 2
                when statement_code = 'income_expenditure_summary' and side = 'expenditure' and total_name = 'total' then 3
            end as total_order
        from {{ ref('int_statement_totals') }}
        where is_chosen
    ) as totals
    where total_order is not null
    group by document_key
),

sources as (
    select distinct
        document_key,
        source_order,
        source_statement,
        source_yuan,
        source_half_yuan
    from {{ ref('int_expenditure_candidates') }}
),

judged as (
    select
        documents.document_key,
        sources.source_order,
        sources.source_statement,
        sources.source_yuan,
        printed.printed_total_yuan,
        printed.printed_total_line_key,
        printed.printed_total_page,
        sources.source_yuan - printed.printed_total_yuan as difference_yuan,
        sources.source_half_yuan + printed.half_unit_yuan as allowed_yuan,
        case
            when sources.source_order is null then 'no_items'
            when printed.printed_total_yuan is null then 'no_printed_total'
            when
                abs(sources.source_yuan - printed.printed_total_yuan) <= sources.source_half_yuan + printed.half_unit_yuan
                then 'reconciled'
            else 'differs'
        end as coverage_status
    from {{ ref('stg_documents') }} as documents
    left join sources on documents.document_key = sources.document_key
    left join printed on documents.document_key = printed.document_key
)

select
    -- identifiers
    document_key,

    -- dimensions
    source_order,
    source_statement,
    coverage_status,

    -- facts
    printed_total_yuan,
    source_yuan,
    difference_yuan,
    allowed_yuan,

    -- metadata
    printed_total_line_key,
    printed_total_page
from judged
-- the source that sums to the printed total goes first, and of several the most detailed one
qualify row_number() over (partition by document_key order by coverage_status = 'reconciled' desc, source_order) = 1
