{# A row of 政府性基金 or 国有资本经营: what was carried in and received is what was spent and carried out. #}
with fund_rows as (
    select
        document_key,
        statement_key,
        statement_number,
        first({{ told_row('cells') }} order by row_number) as left_label,
        min(page_number) as first_page,
        max(page_number) as last_page,
        sum(amount_yuan) filter (where flow_path in ('opening_balance/', 'current_revenue/')) as left_yuan,
        sum(amount_yuan) filter (where flow_path in ('', 'closing_balance/')) as right_yuan,
        sum(half_unit_yuan) as allowed_yuan,
        list(statement_line_key order by column_order) filter (where flow_path in ('opening_balance/', 'current_revenue/'))
            as left_line_keys,
        list(statement_line_key order by column_order) filter (where flow_path in ('', 'closing_balance/')) as right_line_keys
    from (
        select
            *,
            row_number() over (partition by statement_key order by row_number, block_number, statement_line_key) as column_order
        from {{ ref('int_cells') }}
        where
            statement_code in ('government_fund', 'state_capital') and is_component and is_current
            and type_path = '' and placement in ('class', 'root')
            and flow_path in ('opening_balance/', 'current_revenue/', '', 'closing_balance/')
    ) as cells
    group by document_key, statement_key, statement_number, unit_path, class_path, source_path
    having left_yuan is not null and right_yuan is not null
)

select
    fund_rows.*,
    'fund_balance' as rule_id,
    {{ phrase('spent_and_carried_out') }} as right_label
from fund_rows
