with repeated as (
    select distinct
        document_key,
        statement_key,
        statement_number,
        is_repeat_refutable,
        repeated_line_keys[1] as left_line_key,
        unnest(repeated_line_keys[2:]) as right_line_key
    from {{ ref('int_tree_nodes') }}
    where is_repeated
)

select
    -- identifiers
    'repeated_total' as rule_id,
    repeated.document_key,
    repeated.statement_key,

    -- dimensions
    repeated.statement_number,
    {{ told_cell('lefts') }} as left_label,
    {{ phrase('same_total_in_row', row='rights.row_number') }} as right_label,
    least(lefts.page_number, rights.page_number) as first_page,
    greatest(lefts.page_number, rights.page_number) as last_page,

    -- facts
    lefts.amount_yuan as left_yuan,
    rights.amount_yuan as right_yuan,
    lefts.half_unit_yuan + rights.half_unit_yuan as allowed_yuan,
    repeated.is_repeat_refutable as is_refutable,

    -- metadata
    [repeated.left_line_key] as left_line_keys,
    [repeated.right_line_key] as right_line_keys
from repeated
inner join {{ ref('stg_statement_lines') }} as lefts on repeated.left_line_key = lefts.statement_line_key
inner join {{ ref('stg_statement_lines') }} as rights on repeated.right_line_key = rights.statement_line_key
