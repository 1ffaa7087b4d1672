{#
    What a filing has to spend: 收入总计 with what it begins and ends with, as the summary prints them; without a summary from
    fact_revenue.
#}
with summary as (
    select cells.*
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
    where
        choices.is_chosen
        and cells.statement_code = 'income_expenditure_summary'
        and cells.is_component
        and cells.is_current
        and cells.placement in ('root', 'label')
        and cells.type_path = ''
        and cells.class_path = ''
),

-- the first row is the whole, rows below it and blocks beside it divide it or repeat it
balances as (
    select
        document_key,
        arg_min(amount_yuan, (block_number, row_number)) filter (side = 'income' and source_path = 'prior_carryover/')
            as prior_carryover_yuan,
        -- 上年实户资金余额 stands beside 上年结转, 未安排支出的实户资金 beside 结转下年, not in it
        arg_min(amount_yuan, (block_number, row_number)) filter (side = 'income' and source_path = 'own_account_balance/')
            as own_account_yuan,
        arg_min(amount_yuan, (block_number, row_number)) filter (side = 'expenditure' and flow_path = 'closing_balance/')
            as carried_out_yuan,
        arg_min(amount_yuan, (block_number, row_number)) filter (side = 'expenditure' and flow_path = 'unallocated/')
            as unallocated_yuan
    from summary
    group by document_key
),

totals as (
    select
        document_key,
        max(amount_yuan) filter (total_name = 'total') as income_yuan,
        max(amount_yuan) filter (total_name = 'year_total') as current_income_yuan
    from {{ ref('int_statement_totals') }}
    where is_chosen and statement_code = 'income_expenditure_summary' and side = 'income'
    group by document_key
),

revenue as (
    select
        document_key,
        sum(amount_yuan) as income_yuan,
        sum(amount_yuan) filter (revenue_timing = 'carried_over') as opening_balance_yuan
    from {{ ref('fact_revenue') }}
    group by document_key
)

select
    -- identifiers
    documents.document_key,

    -- facts
    coalesce(totals.income_yuan, revenue.income_yuan) as income_yuan,
    totals.current_income_yuan,
    coalesce(
        balances.prior_carryover_yuan + coalesce(balances.own_account_yuan, 0),
        revenue.opening_balance_yuan,
        balances.own_account_yuan
    ) as opening_balance_yuan,
    case
        when coalesce(balances.carried_out_yuan, balances.unallocated_yuan) is not null
            then coalesce(balances.carried_out_yuan, 0) + coalesce(balances.unallocated_yuan, 0)
    end as closing_balance_yuan
from {{ ref('stg_documents') }} as documents
left join totals on documents.document_key = totals.document_key
left join balances on documents.document_key = balances.document_key
left join revenue on documents.document_key = revenue.document_key
where coalesce(totals.income_yuan, revenue.income_yuan) is not null
