{# 人员经费合计 stands below 301 and 303, 公用经费合计 below 302 and the rest: each is the sum of its 类. #}
with personnel_public_parts as (
    select
        document_key,
        statement_key,
        statement_number,
        case when class_code in ('301', '303') then 'basic/basic_personnel/' else 'basic/basic_public/' end as staff_path,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        min(page_number) as first_page,
        max(page_number) as last_page,
        list(statement_line_key order by row_number, block_number, statement_line_key) as statement_line_keys
    from {{ ref('int_cells') }}
    where
        statement_code = 'basic_expenditure' and is_component and is_current
        and placement = 'class' and class_kind = 'department_economic' and len(class_code) = 3
        and type_path = '' and source_path = '' and unit_path = ''
        -- a form with columns of personnel and public groups by them, not by class
        and statement_key not in (
            select statement_key from {{ ref('int_cells') }}
            where placement = 'class' and starts_with(type_path, 'basic/basic_')
        )
    group by document_key, statement_key, statement_number, staff_path
)

select
    'personnel_public_total' as rule_id,
    totals.document_key,
    totals.statement_key,
    totals.statement_number,
    to_json(totals.line_label) as left_label,
    {{ phrase('parts', count='len(parts.statement_line_keys)') }} as right_label,
    least(totals.page_number, parts.first_page) as first_page,
    greatest(totals.page_number, parts.last_page) as last_page,
    totals.amount_yuan as left_yuan,
    parts.amount_yuan as right_yuan,
    totals.half_unit_yuan + parts.half_unit_yuan as allowed_yuan,
    [totals.statement_line_key] as left_line_keys,
    parts.statement_line_keys as right_line_keys
from {{ ref('int_cells') }} as totals
inner join personnel_public_parts as parts
    on totals.statement_key = parts.statement_key and totals.type_path = parts.staff_path
where totals.placement = 'root' and totals.is_component and totals.is_current and totals.source_path = '' and totals.unit_path = ''
