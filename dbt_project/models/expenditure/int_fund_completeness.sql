with leaves as (
    select
        statement_key,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan
    from {{ ref('int_fund_leaves') }}
    group by statement_key
),

totals as (
    select
        statement_key,
        document_key,
        statement_code,
        amount_yuan,
        half_unit_yuan
    from {{ ref('int_statement_totals') }}
    where
        is_chosen
        and total_name = 'total'
        and statement_code in ('general_public_expenditure', 'government_fund', 'state_capital')
)

select
    -- identifiers
    totals.document_key,

    -- dimensions
    -- only what a complete list leaves over is known to be other money
    bool_and(
        abs(coalesce(leaves.amount_yuan, 0) - totals.amount_yuan) <= coalesce(leaves.half_unit_yuan, 0) + totals.half_unit_yuan
    ) as has_complete_funds
from totals
left join leaves on totals.statement_key = leaves.statement_key
group by totals.document_key
