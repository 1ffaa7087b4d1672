{#
    The printed 基本支出 that the economic classes of a filing sum to: 合计 of the form, its 人员经费合计 and 公用经费合计, else 基本支出 of the
    list by function.
#}
with totals as (
    select
        document_key,
        total_name,
        amount_yuan,
        half_unit_yuan,
        page_number,
        statement_line_key,
        case
            when statement_code = 'general_public_expenditure' then 4
            when total_name = 'total' then 1
            when total_name = 'basic' then 2
            else 3
        end as total_order
    from {{ ref('int_statement_totals') }}
    where
        is_chosen
        and (
            (statement_code = 'basic_expenditure' and total_name in ('total', 'basic', 'basic_personnel', 'basic_public'))
            or (statement_code = 'general_public_expenditure' and total_name = 'basic')
        )
),

printed as (
    select
        document_key,
        sum(amount_yuan) as printed_total_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        min(page_number) as printed_total_page,
        list(statement_line_key order by statement_line_key) as printed_total_line_keys
    from totals
    group by document_key, total_order
    -- 人员经费合计 alone is no whole
    having total_order != 3 or count(*) = 2
    qualify row_number() over (partition by document_key order by total_order) = 1
),

leaves as (
    select
        document_key,
        sum(amount_yuan) as leaf_yuan,
        sum(half_unit_yuan) as half_unit_yuan
    from {{ ref('int_economic_leaves') }}
    group by document_key
)

select
    -- identifiers
    documents.document_key,

    -- dimensions
    case
        when leaves.document_key is null then 'no_items'
        when printed.document_key is null then 'no_printed_total'
        when abs(leaves.leaf_yuan - printed.printed_total_yuan) <= leaves.half_unit_yuan + printed.half_unit_yuan then 'reconciled'
        else 'differs'
    end as coverage_status,

    -- facts
    printed.printed_total_yuan,
    leaves.leaf_yuan,
    leaves.half_unit_yuan + printed.half_unit_yuan as allowed_yuan,

    -- metadata
    printed.printed_total_page,
    printed.printed_total_line_keys
from {{ ref('stg_documents') }} as documents
left join printed on documents.document_key = printed.document_key
left join leaves on documents.document_key = leaves.document_key
