with items as (
    select
        items.document_key,
        items.cell_year,
        items.cell_phase,
        {{ path_leaf('items.item_path') }} as item,
        items.row_role,
        items.is_leaf and choices.is_split as is_additive,
        choices.coverage_status,
        choices.set_kind,
        items.amount_yuan,
        items.page_number,
        items.statement_line_keys
    from {{ ref('int_three_public_items') }} as items
    inner join {{ ref('int_three_public_choices') }} as choices
        on
            items.document_key = choices.document_key
            and items.cell_year = choices.cell_year
            and items.cell_phase = choices.cell_phase
            and items.set_kind = choices.set_kind
            and items.set_number = choices.set_number
),

-- a whole that its printed parts do not make is one row of the sum by itself
unsplit as (
    select * replace ('not_split' as item, 'part' as row_role, true as is_additive)
    from items
    where
        row_role = 'total'
        and (document_key, cell_year, cell_phase) in (
            select (choices.document_key, choices.cell_year, choices.cell_phase)
            from {{ ref('int_three_public_choices') }} as choices
            where not choices.is_split
        )
),

published as (
    select * from items
    union all
    select * from unsplit
)

select
    -- identifiers
    substr(published.document_key, 1, 16) || ':t:' || published.item || ':' || published.cell_year || ':' || published.cell_phase
        as three_public_key,
    published.document_key,
    {{ disclosure_of('published') }} as disclosure_key,
    documents.department_key,

    -- dimensions
    documents.fiscal_year,
    nullif(published.cell_year, 0) as value_year,
    published.cell_phase as phase,
    published.item,
    published.row_role,
    published.is_additive,
    published.cell_year = documents.fiscal_year as is_fiscal_year,
    case published.set_kind when 'prose' then 'prose' else 'statement' end as evidence_kind,
    published.coverage_status = 'reconciled' as is_reconciled,

    -- facts
    cast(published.amount_yuan as decimal(18, 2)) as amount_yuan,

    -- metadata
    published.page_number,
    published.statement_line_keys as evidence_keys
from published
inner join {{ ref('stg_documents') }} as documents on published.document_key = documents.document_key
where {{ is_counted_part('published', "'fact_three_public'", 'nullif(published.cell_year, 0)', 'published.cell_phase') }}
