with printed as (
    select
        document_key,
        amount_yuan as printed_total_yuan,
        half_unit_yuan,
        statement_line_key as printed_total_line_key,
        page_number as printed_total_page,
        -- 支出表 says 合计; a summary says 本年支出合计 and, with what is carried on, 支出总计
        case
            when statement_code = 'expenditure' then 1
            when total_name = 'year_total' then 2
            else 3
        end as total_order
    from {{ ref('int_statement_totals') }}
    where
        is_chosen
        and total_name in ('total', 'year_total')
        and (statement_code = 'expenditure' or (statement_code = 'income_expenditure_summary' and side = 'expenditure'))

    union all

    select
        document_key,
        amount_yuan as printed_total_yuan,
        half_unit_yuan,
        claim_key as printed_total_line_key,
        page_number as printed_total_page,
        4 as total_order
    from {{ ref('int_prose_totals') }}
    where total_name = 'total'
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
        printed.total_order,
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
qualify row_number() over (partition by document_key order by coverage_status = 'reconciled' desc, total_order asc, source_order asc) = 1
