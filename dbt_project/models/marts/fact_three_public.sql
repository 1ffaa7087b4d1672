with cells as (
    select
        cells.*,
        case when cells.placement in ('root', 'label') then 1 else 2 end as placement_order,
        case cells.source_path when '' then 1 when 'current_year/fiscal/general_public/' then 2 else 3 end as source_order
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('int_statement_choices') }} as choices on cells.statement_key = choices.statement_key
    where
        choices.is_chosen
        and cells.statement_code = 'three_public'
        and cells.item_path != ''
        and cells.type_path = ''
        and cells.cell_phase != 'change'
        and cells.placement != 'class'
),

-- the department's total row and the all-funds column before single units and funds
best as (
    select * from cells
    qualify
        rank() over (
            partition by document_key, item_path, cell_year, cell_phase
            order by placement_order, source_order
        ) = 1
)

select
    -- identifiers
    substr(best.document_key, 1, 16) || ':t:' || {{ path_leaf('best.item_path') }} || ':' || best.cell_year || ':' || best.cell_phase
        as three_public_key,
    best.document_key,
    documents.department_key,

    -- dimensions
    documents.fiscal_year,
    best.cell_year as value_year,
    best.cell_phase as phase,
    {{ path_leaf('best.item_path') }} as item,
    best.cell_year = documents.fiscal_year as is_fiscal_year,
    -- adding these to the others would count their parts twice
    best.item_path in ('three_public/', 'three_public/vehicles/') as is_subtotal,

    -- facts
    cast(
        case
            when min(best.amount_yuan) = max(best.amount_yuan) and min(best.placement_order) = 1 then min(best.amount_yuan)
            else sum(best.amount_yuan)
        end as decimal(18, 2)
    ) as amount_yuan,

    -- metadata
    min(best.page_number) as page_number,
    list(best.statement_line_key order by best.row_number, best.block_number, best.statement_line_key) as evidence_keys
from best
inner join {{ ref('stg_documents') }} as documents on best.document_key = documents.document_key
group by best.document_key, documents.department_key, documents.fiscal_year, best.cell_year, best.cell_phase, best.item_path
