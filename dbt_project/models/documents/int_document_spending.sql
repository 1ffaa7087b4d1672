{#
    What a filing spends, by type and by fund, in one row: from fact_expenditure, so that the wide table cannot say otherwise. Where
    its rows are not divided, the printed totals are taken if they close; else the columns stay empty. A part of a divided whole that
    is not printed is 0, a part of an undivided one is unknown.
#}
with spent as (
    select
        document_key,
        bool_and(is_reconciled) as is_reconciled,
        sum(amount_yuan) as expenditure_yuan,
        coalesce(sum(amount_yuan) filter (expenditure_group = 'basic'), 0) as basic_yuan,
        coalesce(sum(amount_yuan) filter (expenditure_group = 'project'), 0) as project_yuan,
        coalesce(sum(amount_yuan) filter (expenditure_group = 'other'), 0) as other_types_yuan,
        coalesce(sum(amount_yuan) filter (expenditure_type = 'basic_personnel'), 0) as personnel_yuan,
        coalesce(sum(amount_yuan) filter (expenditure_type = 'basic_public'), 0) as public_yuan,
        coalesce(sum(amount_yuan) filter (fund_type = 'general_public'), 0) as general_public_yuan,
        coalesce(sum(amount_yuan) filter (fund_type = 'government_fund'), 0) as government_fund_yuan,
        coalesce(sum(amount_yuan) filter (fund_type = 'state_capital'), 0) as state_capital_yuan,
        coalesce(sum(amount_yuan) filter (fund_type = 'other_funds'), 0) as other_funds_yuan,
        count(*) filter (expenditure_group = 'not_split') = 0 as is_divided_by_type,
        count(*) filter (expenditure_type = 'basic') = 0 as is_basic_divided,
        count(*) filter (fund_type in ('not_split', 'prior_carryover')) = 0 as is_divided_by_fund
    from {{ ref('fact_expenditure') }}
    group by document_key
),

-- totals that a statement prints for the department, one row for each statement
printed as (
    select
        document_key,
        statement_code,
        max(amount_yuan) filter (total_name = 'total') as total_yuan,
        max(amount_yuan) filter (total_name = 'basic') as basic_yuan,
        max(amount_yuan) filter (total_name = 'project') as project_yuan,
        coalesce(
            sum(amount_yuan) filter (
                total_name in ('remit_to_superior', 'operating', 'subsidy_to_affiliates', 'reserved_fund', 'carried_to_next_year')
            ), 0
        ) as other_types_yuan,
        max(amount_yuan) filter (total_name = 'basic_personnel') as personnel_yuan,
        max(amount_yuan) filter (total_name = 'basic_public') as public_yuan,
        sum(half_unit_yuan) as half_unit_yuan
    from {{ ref('int_statement_totals') }}
    where is_chosen and side = 'expenditure'
    group by document_key, statement_code
),

types as (
    select printed.*
    from printed
    inner join spent on printed.document_key = spent.document_key
    inner join {{ ref('fact_expenditure_coverage') }} as coverage on printed.document_key = coverage.document_key
    where
        printed.statement_code in ('expenditure', 'income_expenditure_summary')
        and abs(printed.basic_yuan + printed.project_yuan + printed.other_types_yuan - spent.expenditure_yuan)
        <= printed.half_unit_yuan + coalesce(coverage.allowed_yuan, 0)
    qualify row_number() over (partition by printed.document_key order by printed.statement_code) = 1
),

by_type as (
    select
        spent.*,
        case when spent.is_divided_by_type then spent.basic_yuan else types.basic_yuan end as whole_basic_yuan,
        case when spent.is_divided_by_type then spent.project_yuan else types.project_yuan end as whole_project_yuan,
        case when spent.is_divided_by_type then spent.other_types_yuan else types.other_types_yuan end as whole_other_types_yuan
    from spent
    left join types on spent.document_key = types.document_key
),

-- 人员 and 公用 of a form that covers the same basic expenditure; that of one fund beside others does not
divided_basic as (
    select printed.*
    from printed
    inner join by_type on printed.document_key = by_type.document_key
    where abs(printed.personnel_yuan + printed.public_yuan - by_type.whole_basic_yuan) <= printed.half_unit_yuan
    qualify row_number() over (partition by printed.document_key order by printed.statement_code) = 1
),

-- the same by economic class, where the form prints 基本支出 as a whole only
economic as (
    select
        facts.document_key,
        coalesce(sum(facts.amount_yuan) filter (facts.expenditure_type = 'basic_personnel'), 0) as personnel_yuan,
        coalesce(sum(facts.amount_yuan) filter (facts.expenditure_type = 'basic_public'), 0) as public_yuan
    from {{ ref('fact_economic_expenditure') }} as facts
    inner join by_type on facts.document_key = by_type.document_key
    inner join printed on facts.document_key = printed.document_key and printed.statement_code = 'basic_expenditure'
    inner join {{ ref('fact_expenditure_coverage') }} as coverage on facts.document_key = coverage.document_key
    group by facts.document_key
    having
        bool_and(facts.is_reconciled and facts.expenditure_type != 'not_split')
        and bool_and(
            abs(coalesce(printed.total_yuan, printed.basic_yuan) - by_type.whole_basic_yuan)
            <= printed.half_unit_yuan + coalesce(coverage.allowed_yuan, 0)
        )
),

funds as (
    select
        document_key,
        max(total_yuan) filter (statement_code = 'general_public_expenditure') as general_public_yuan,
        max(total_yuan) filter (statement_code = 'government_fund') as government_fund_yuan,
        max(total_yuan) filter (statement_code = 'state_capital') as state_capital_yuan
    from printed
    group by document_key
)

select
    -- identifiers
    by_type.document_key,

    -- dimensions
    by_type.is_reconciled,

    -- facts
    by_type.expenditure_yuan,
    by_type.whole_basic_yuan as basic_yuan,
    case
        when by_type.is_divided_by_type and by_type.is_basic_divided then by_type.personnel_yuan
        else coalesce(divided_basic.personnel_yuan, economic.personnel_yuan)
    end as personnel_yuan,
    case
        when by_type.is_divided_by_type and by_type.is_basic_divided then by_type.public_yuan
        else coalesce(divided_basic.public_yuan, economic.public_yuan)
    end as public_yuan,
    by_type.whole_project_yuan as project_yuan,
    by_type.whole_other_types_yuan as other_types_yuan,
    case when by_type.is_divided_by_fund then by_type.general_public_yuan else funds.general_public_yuan end as general_public_yuan,
    case when by_type.is_divided_by_fund then by_type.government_fund_yuan else funds.government_fund_yuan end as government_fund_yuan,
    case when by_type.is_divided_by_fund then by_type.state_capital_yuan else funds.state_capital_yuan end as state_capital_yuan,
    case when by_type.is_divided_by_fund then by_type.other_funds_yuan end as other_funds_yuan
from by_type
left join divided_basic on by_type.document_key = divided_basic.document_key
left join economic on by_type.document_key = economic.document_key
left join funds on by_type.document_key = funds.document_key
