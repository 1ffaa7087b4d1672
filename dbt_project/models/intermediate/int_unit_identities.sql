{#
    A total that no other statement of the filing prints, while another one prints 10,000 times as much or as little: the same
    money in another unit. What is in order yields no row.
#}
with totals as (
    select
        document_key,
        statement_key,
        statement_number,
        first(statement_line_key order by row_number, block_number) as statement_line_key,
        first(amount_yuan order by row_number, block_number) as amount_yuan,
        first(half_unit_yuan order by row_number, block_number) as half_unit_yuan,
        first(page_number order by row_number, block_number) as page_number,
        first(agreement order by row_number, block_number) as agreement
    from {{ ref('int_cells') }}
    where
        is_component and is_current and placement in ('root', 'label')
        and class_path = '' and source_path = '' and type_path = '' and unit_path = '' and flow_path = '' and item_path = ''
        and procurement_path = '' and economic_path = '' and amount_yuan > 0
    group by document_key, statement_key, statement_number
),

lonely as (
    select totals.*
    from totals
    anti join totals as others
        on
            totals.document_key = others.document_key and totals.statement_key != others.statement_key
            and totals.amount_yuan = others.amount_yuan
)

select
    -- identifiers
    lonely.document_key,
    lonely.statement_key,
    lonely.statement_line_key as left_line_key,
    others.statement_line_key as right_line_key,

    -- dimensions
    lonely.statement_number,
    'total of the statement' as left_label,
    'total on page ' || others.page_number as right_label,
    least(lonely.page_number, others.page_number) as first_page,
    greatest(lonely.page_number, others.page_number) as last_page,
    coalesce(lonely.agreement = 'differs' or others.agreement = 'differs', false) as has_differing_reading,

    -- facts
    lonely.amount_yuan as left_yuan,
    others.amount_yuan as right_yuan,
    lonely.half_unit_yuan + others.half_unit_yuan as allowed_yuan
from lonely
inner join totals as others
    on
        lonely.document_key = others.document_key
        and lonely.statement_key != others.statement_key
        and (
            abs(lonely.amount_yuan * 10000 - others.amount_yuan) <= lonely.half_unit_yuan * 10000 + others.half_unit_yuan
            or abs(others.amount_yuan * 10000 - lonely.amount_yuan) <= others.half_unit_yuan * 10000 + lonely.half_unit_yuan
        )
        -- a few digits may be alike by chance
        and least(lonely.amount_yuan, others.amount_yuan) >= 100 * greatest(lonely.half_unit_yuan, others.half_unit_yuan) / 10000
qualify row_number() over (partition by lonely.statement_key order by others.statement_number) = 1
