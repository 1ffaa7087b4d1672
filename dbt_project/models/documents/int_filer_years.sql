{#
    A department's or a unit's year in one row, whoever it belongs to. The documents of one filing (its parts, or one issued again that
    nobody declared) are joined group by group: the figures of a group are of one document, first of the one that reconciles and has
    the most rows.
#}
with proofs as (
    select
        document_key,
        -- a zero is never more than consistent
        cast(
            round(100 * count(*) filter (proof_status = 'proved') / nullif(count(*) filter (amount_yuan != 0), 0), 2) as decimal(5, 2)
        ) as proved_share_pct
    from {{ ref('fact_statement_line') }}
    group by document_key
),

documents as (
    select
        *,
        disclosure_kind as phase
    from {{ ref('dim_document') }}
    where is_current and department_key is not null and fiscal_year is not null and disclosure_kind is not null
),

ranked as (
    select
        documents.document_key,
        documents.disclosure_key,
        documents.department_key,
        documents.fiscal_year,
        documents.phase,
        row_number() over (
            partition by documents.department_key, documents.fiscal_year, documents.phase
            order by coalesce(spending.is_reconciled, false) desc, documents.statement_line_count desc, documents.document_key asc
        ) as document_rank,
        case when spending.document_key is not null then spending end as spending,
        case when balances.document_key is not null then balances end as balances,
        case when disclosures.three_public_yuan is not null then disclosures end as three_public,
        disclosures.procurement_yuan,
        disclosures.staff_count,
        disclosures.staff_authorised_count,
        proofs.proved_share_pct
    from documents
    left join {{ ref('int_document_spending') }} as spending on documents.document_key = spending.document_key
    left join {{ ref('int_document_balances') }} as balances on documents.document_key = balances.document_key
    left join {{ ref('int_document_disclosures') }} as disclosures on documents.document_key = disclosures.document_key
    left join proofs on documents.document_key = proofs.document_key
),

-- arg_min passes over documents that have nothing of a group
joined as (
    select
        department_key,
        fiscal_year,
        phase,
        list(document_key order by document_rank) as document_keys,
        arg_min(disclosure_key, document_rank) as disclosure_key,
        arg_min(spending, document_rank) as spending,
        arg_min(balances, document_rank) as balances,
        arg_min(three_public, document_rank) as three_public,
        arg_min(procurement_yuan, document_rank) as procurement_yuan,
        arg_min(staff_count, document_rank) as staff_count,
        arg_min(staff_authorised_count, document_rank) as staff_authorised_count,
        arg_min(proved_share_pct, document_rank) as proved_share_pct
    from ranked
    group by department_key, fiscal_year, phase
)

select
    -- identifiers
    joined.department_key || ':' || joined.fiscal_year || ':' || joined.phase as department_year_key,
    joined.department_key,
    joined.document_keys[1] as document_key,
    joined.disclosure_key,

    -- dimensions
    departments.department_name,
    departments.region_name,
    departments.region_code,
    departments.scope,
    joined.fiscal_year,
    joined.phase,
    coalesce(joined.spending.is_reconciled, false) as is_reconciled,

    -- facts
    cast(joined.balances.income_yuan as decimal(18, 2)) as income_yuan,
    cast(joined.balances.current_income_yuan as decimal(18, 2)) as current_income_yuan,
    cast(joined.balances.opening_balance_yuan as decimal(18, 2)) as opening_balance_yuan,
    cast(joined.balances.closing_balance_yuan as decimal(18, 2)) as closing_balance_yuan,
    cast(joined.spending.expenditure_yuan as decimal(18, 2)) as expenditure_yuan,
    cast(joined.spending.basic_yuan as decimal(18, 2)) as basic_yuan,
    cast(joined.spending.personnel_yuan as decimal(18, 2)) as personnel_yuan,
    cast(joined.spending.public_yuan as decimal(18, 2)) as public_yuan,
    cast(joined.spending.project_yuan as decimal(18, 2)) as project_yuan,
    cast(joined.spending.other_types_yuan as decimal(18, 2)) as other_types_yuan,
    cast(joined.spending.general_public_yuan as decimal(18, 2)) as general_public_yuan,
    cast(joined.spending.government_fund_yuan as decimal(18, 2)) as government_fund_yuan,
    cast(joined.spending.state_capital_yuan as decimal(18, 2)) as state_capital_yuan,
    cast(joined.spending.other_funds_yuan as decimal(18, 2)) as other_funds_yuan,
    cast(joined.three_public.three_public_yuan as decimal(18, 2)) as three_public_yuan,
    cast(joined.three_public.abroad_yuan as decimal(18, 2)) as abroad_yuan,
    cast(joined.three_public.vehicles_yuan as decimal(18, 2)) as vehicles_yuan,
    cast(joined.three_public.vehicle_purchase_yuan as decimal(18, 2)) as vehicle_purchase_yuan,
    cast(joined.three_public.vehicle_running_yuan as decimal(18, 2)) as vehicle_running_yuan,
    cast(joined.three_public.reception_yuan as decimal(18, 2)) as reception_yuan,
    cast(joined.procurement_yuan as decimal(18, 2)) as procurement_yuan,
    cast(joined.staff_count as integer) as staff_count,
    cast(joined.staff_authorised_count as integer) as staff_authorised_count,
    joined.proved_share_pct,

    -- metadata
    joined.document_keys
from joined
inner join {{ ref('dim_department') }} as departments on joined.department_key = departments.department_key
