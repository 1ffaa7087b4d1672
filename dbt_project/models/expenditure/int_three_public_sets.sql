{#
    The lists of “三公” items that could be the filing's: its total row, the first unit row (which may be the department's own), all unit rows
    together. One amount per item.
#}
with cells as (
    select
        *,
        -- 小计 of one fund below that of all: what stands above another fund holds it already
        count(*) filter (where source_path = '') over (partition by statement_key, list_number, cell_year, cell_phase, item_path) > 0
            as has_whole
    from {{ ref('int_three_public_cells') }}
    -- of two rows that both may be the item the first is meant, 三公经费 before 合计
    qualify
        row_number() over (
            partition by statement_key, list_number, cell_year, cell_phase, item_path, source_path
            order by is_named_total desc, row_number asc, statement_line_key asc
        ) = 1
),

all_funds as (
    select wholes.*
    from cells as wholes
    anti join cells as above
        on
            wholes.statement_key = above.statement_key
            and wholes.list_number = above.list_number
            and wholes.cell_year = above.cell_year
            and wholes.cell_phase = above.cell_phase
            and wholes.item_path = above.item_path
            and wholes.source_path != above.source_path
            and starts_with(wholes.source_path, above.source_path)
),

lists as (
    select
        document_key,
        statement_key,
        list_number,
        row_scope,
        cell_year,
        cell_phase,
        item_path,
        bool_or(is_subtotal_row) as is_subtotal_row,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        min(page_number) as page_number,
        list(statement_line_key order by row_number, statement_line_key) as statement_line_keys
    from all_funds
    group by document_key, statement_key, list_number, row_scope, cell_year, cell_phase, item_path
),

ranked as (
    select
        *,
        dense_rank() over (partition by statement_key, row_scope, cell_year, cell_phase order by list_number) as list_rank
    from lists
)

select
    document_key,
    case row_scope when 'whole' then 'total_row' else 'first_unit' end as set_kind,
    case when row_scope = 'whole' and is_subtotal_row then 100 else 0 end + list_rank as set_number,
    cell_year,
    cell_phase,
    item_path,
    amount_yuan,
    half_unit_yuan,
    page_number,
    statement_line_keys
from ranked
where row_scope = 'whole' or list_rank = 1

union all

select
    document_key,
    'all_units' as set_kind,
    1 as set_number,
    cell_year,
    cell_phase,
    item_path,
    sum(amount_yuan) as amount_yuan,
    sum(half_unit_yuan) as half_unit_yuan,
    min(page_number) as page_number,
    flatten(list(statement_line_keys order by list_number)) as statement_line_keys
from ranked
where row_scope = 'unit'
group by document_key, statement_key, cell_year, cell_phase, item_path
having max(list_rank) > 1

union all

-- where no table gives the year, what a sentence states
select
    document_key,
    'prose' as set_kind,
    1 as set_number,
    value_year as cell_year,
    phase as cell_phase,
    'three_public/' as item_path,
    first(amount_yuan order by claim_number) as amount_yuan,
    first(allowed_yuan order by claim_number) as half_unit_yuan,
    first(page_number order by claim_number) as page_number,
    [first(claim_key order by claim_number)] as statement_line_keys
from {{ ref('int_three_public_prose') }}
group by document_key, value_year, phase
having min(amount_yuan) = max(amount_yuan)
