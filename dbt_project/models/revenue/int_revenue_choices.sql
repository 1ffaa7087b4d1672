with totals as (
    -- 收入总计: all that there is to spend, with what is carried over; of several rows the last
    select
        cells.document_key,
        1 as total_order,
        arg_max(cells.amount_yuan, cells.row_number) as amount_yuan,
        arg_max(cells.half_unit_yuan, cells.row_number) as half_unit_yuan,
        arg_max(cells.statement_line_key, cells.row_number) as statement_line_key,
        arg_max(cells.page_number, cells.row_number) as page_number
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
    where
        choices.is_chosen
        and cells.statement_code = 'income_expenditure_summary'
        and cells.side = 'income'
        and cells.placement in ('root', 'label')
        and cells.is_component
        and cells.is_current
        and cells.source_path = ''
        and cells.type_path = ''
        and cells.flow_path = ''
        and cells.unit_path = ''
        and cells.class_path = ''
    group by cells.document_key

    union all

    select
        document_key,
        case when total_name = 'year_total' then 3 else 2 end as total_order,
        amount_yuan,
        half_unit_yuan,
        statement_line_key,
        page_number
    from {{ ref('int_statement_totals') }}
    where
        is_chosen
        and total_name in ('total', 'year_total')
        and (
            statement_code = 'revenue'
            or (statement_code = 'income_expenditure_summary' and side = 'income' and total_name = 'year_total')
        )
),

-- the rows are held to the widest total that the filing prints
printed as (
    select * from totals
    qualify row_number() over (partition by document_key order by total_order, statement_line_key) = 1
),

sources as (
    select distinct
        document_key,
        source_order,
        case source_order when 40 then 'income_expenditure_summary' else 'revenue' end as source_statement,
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
        partition by document_key order by coverage_status = 'reconciled' desc, source_order asc
    ) = 1
