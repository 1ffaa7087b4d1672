{#
    A total that no other statement of the filing prints, while another one prints 10,000 times as much or as little: the same
    money in another unit. What is in order yields no row.
#}
with printed_totals as (
    select
        * replace (cast(amount_yuan as decimal(38, 2)) as amount_yuan),
        source_path || type_path || item_path || flow_path as column_path
    from {{ ref('int_cells') }}
    where
        is_component and is_current and placement in ('root', 'label')
        and class_path = '' and unit_path = '' and procurement_path = '' and economic_path = '' and amount_yuan > 0
),

-- one total speaks for a statement: that of its widest column (合计, else 基本支出 ...)
totals as (
    select
        document_key,
        statement_key,
        statement_number,
        statement_line_key,
        amount_yuan,
        half_unit_yuan,
        page_number
    from printed_totals
    qualify
        row_number() over (
            partition by statement_key order by len(column_path) asc, row_number asc, block_number asc, statement_line_key asc
        ) = 1
),

lonely as (
    select totals.*
    from totals
    anti join printed_totals as others
        on
            totals.document_key = others.document_key and totals.statement_key != others.statement_key
            and totals.amount_yuan = others.amount_yuan
)

select
    -- identifiers
    'unit_of_statement' as rule_id,
    lonely.document_key,
    lonely.statement_key,

    -- dimensions
    lonely.statement_number,
    {{ phrase('total_of_statement') }} as left_label,
    {{ phrase('total_on_page', page='others.page_number') }} as right_label,
    least(lonely.page_number, others.page_number) as first_page,
    greatest(lonely.page_number, others.page_number) as last_page,

    -- facts
    lonely.amount_yuan as left_yuan,
    others.amount_yuan as right_yuan,
    lonely.half_unit_yuan + others.half_unit_yuan as allowed_yuan,

    -- metadata
    [lonely.statement_line_key] as left_line_keys,
    [others.statement_line_key] as right_line_keys
from lonely
inner join printed_totals as others
    on
        lonely.document_key = others.document_key
        and lonely.statement_key != others.statement_key
        and (
            abs(lonely.amount_yuan * 10000 - others.amount_yuan) <= lonely.half_unit_yuan * 10000 + others.half_unit_yuan
            or abs(others.amount_yuan * 10000 - lonely.amount_yuan) <= others.half_unit_yuan * 10000 + lonely.half_unit_yuan
        )
        -- a few digits may be alike by chance
        and least(lonely.amount_yuan, others.amount_yuan) >= 100 * greatest(lonely.half_unit_yuan, others.half_unit_yuan) / 10000
qualify row_number() over (partition by lonely.statement_key order by others.statement_number, others.statement_line_key) = 1
