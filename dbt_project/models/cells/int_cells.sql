with paths as (
    select
        placed.*,
        case
            when placement != 'class' then ''
            else {{ class_path("path_class_kind", "path_class_code") }}
        end as own_class_path,
        case
            when statement_code in ('three_public', 'other_three_public') and max_source_count = 1 then ''
            when placement = 'label' and label_dimension = 'source'
                then
                    case
                        when side_part = 'carried_in' and starts_with(label_path, 'current_year/')
                            then 'prior_carryover/' || substr(label_path, len('current_year/') + 1)
                        -- 上级补助收入 below 本年收入合计 is added to it
                        when side_part = 'year_ended' and starts_with(label_path, 'current_year/') and label_path != 'current_year/'
                            then 'added/' || substr(label_path, len('current_year/') + 1)
                        else label_path
                    end
            when placement = 'unknown_label' and side = 'income' then 'current_year/' || replace(line_label, '/', '·') || '/'
            -- 本年收入 as a column of a revenue statement is the source tree's first level
            when side = 'income' or statement_code = 'revenue'
                then
                    case flow_path
                        when 'current_revenue/' then 'current_year/'
                        when 'opening_balance/' then 'prior_carryover/'
                        else coalesce(source_path, '')
                    end
            else coalesce(source_path, '')
        end as own_source_path,
        case
            when label_dimension = 'type' and (placement = 'label' or statement_code = 'basic_expenditure') then label_path
            else coalesce(type_path, '')
        end as own_type_path,
        case when placement = 'label' and label_dimension = 'item' then label_path else coalesce(item_path, '') end as own_item_path,
        case
            when placement = 'label' and label_dimension = 'flow' then label_path
            when is_summary and side = 'expenditure' and placement in ('class', 'label', 'unknown_label') and side_part = 'carried_out'
                then 'closing_balance/'
            when is_summary and side = 'expenditure' and placement in ('class', 'label', 'unknown_label') and has_expenditure_total
                then 'current_expenditure/'
            when side = 'income' or statement_code = 'revenue' then ''
            else coalesce(flow_path, '')
        end as own_flow_path,
        -- 其中 rows are shown beside the sum, they are no part of it; 其中:(一) only begins a list
        (row_kind is distinct from 'part' or regexp_matches(line_label, {{ word('numbered_of_which') }}))
        and placement != 'within_class'
        and not coalesce(is_unclassified, false) as is_in_rows,
        -- a column of 其中, of changes, or one that means what another one means
        (coalesce(is_part, false) and (type_path is distinct from 'basic/' or is_repeated_column))
        or coalesce(is_change, false)
        or cell_phase = 'change' as is_beside_columns
    from {{ ref('int_placed_lines') }} as placed
)

select
    -- identifiers
    statement_line_key,
    statement_key,
    document_key,

    -- dimensions
    statement_number,
    statement_code,
    side,
    block_number,
    row_number,
    page_number,
    row_kind,
    placement,
    path_class_kind as class_kind,
    case when placement in ('class', 'row') then path_class_code end as class_code,
    line_label,
    own_unit_name as unit_name,
    cell_year,
    cell_phase,
    cell_year = coalesce(fiscal_year, 0) and cell_phase = coalesce(disclosure_kind, 'unknown') as is_current,
    measure_code,
    -- rows without a class are told apart by where they stand
    case when placement = 'row' then row_number || ':' || block_number || '/' else '' end as row_path,
    case when unit_path = '' then '' else replace(unit_path, '/', '·') || '/' end as unit_path,
    own_class_path as class_path,
    case
        when
            placement = 'unknown_label' and side = 'expenditure' and side_part = 'own'
            then 'function/' || replace(line_label, '/', '·') || '/'
        else own_class_path
    end as tree_class_path,
    own_source_path as source_path,
    own_type_path as type_path,
    own_item_path as item_path,
    own_flow_path as flow_path,
    coalesce(procurement_path, '') as procurement_path,
    coalesce(economic_path, '') as economic_path,
    -- what no column of the form sums up: its rows add up all the same, column by column
    case when is_in_rows and is_beside_columns then coalesce(measure_code, '') || '/' else '' end as beside_path,
    is_in_rows and not is_beside_columns as is_component,

    -- facts
    amount_yuan,
    -- 0.00 says that there is no money, it is not 40 yuan rounded: a long list of zeros must not hide a difference
    case when amount_yuan = 0 then 0 else half_unit_yuan end as half_unit_yuan,

    -- metadata
    is_class_named,
    is_below_of_which
from paths
