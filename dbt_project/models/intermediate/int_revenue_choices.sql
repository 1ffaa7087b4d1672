with printed as (
    select
        document_key,
        case when statement_code = 'revenue' then 1 else 2 end * 10 + case total_name when 'total' then 1 else 2 end as total_order,
        amount_yuan,
        half_unit_yuan,
        statement_line_key,
        page_number
    from {{ ref('int_statement_totals') }}
    where
        is_chosen
        and total_name in ('total', 'year_total')
        and (statement_code = 'revenue' or (statement_code = 'income_expenditure_summary' and side = 'income'))
),

sources as (
    select distinct
        document_key,
        source_order,
        source_statement,
        source_yuan,
        source_half_yuan
    from {{ ref('int_revenue_candidates') }}
),

judged as (
    select
        documents.document_key,
        sources.source_order,
        sources.source_statement,
        sources.source_yuan,
        printed.amount_yuan as printed_total_yuan,
        printed.total_order,
        sources.source_yuan - printed.amount_yuan as difference_yuan,
        sources.source_half_yuan + printed.half_unit_yuan as allowed_yuan,
        printed.statement_line_key as printed_total_line_key,
        printed.page_number as printed_total_page,
        case
            when sources.source_order is null then 'no_items'
            when printed.amount_yuan is null then 'no_printed_total'
            when abs(sources.source_yuan - printed.amount_yuan) <= sources.source_half_yuan + printed.half_unit_yuan then 'reconciled'
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
qualify
    row_number() over (
        partition by document_key order by coverage_status = 'reconciled' desc, source_order, total_order asc
    ) = 1
