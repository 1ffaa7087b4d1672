with nodes as (
    select * from {{ ref('int_tree_nodes') }}
),

prefixes as (
    select
        nodes.*,
        unnest({{ path_prefixes('path') }}) as prefix
    from nodes
    where path != ''
),

-- the parent is the nearest printed ancestor: a level that the form leaves out is skipped
children as (
    select
        prefixes.* exclude (prefix),
        prefixes.prefix as parent_path,
        -- function and economic classes may stand under one 合计, each list sums to it by itself
        case
            when prefixes.tree_dimension = 'class' then string_split(prefixes.path, '/')[1]
            else ''
        end as branch
    from prefixes
    inner join nodes as parents
        on
            prefixes.statement_key = parents.statement_key
            and prefixes.tree_dimension = parents.tree_dimension
            and prefixes.group_hash = parents.group_hash
            and prefixes.prefix = parents.path
    qualify
        row_number() over (
            partition by prefixes.statement_key, prefixes.tree_dimension, prefixes.group_hash, prefixes.path
            order by len(prefixes.prefix) desc
        ) = 1
),

-- each part beside its whole and the sum of all of them, with and without what stands below 其中
weighed as (
    select
        parts.statement_key,
        parts.tree_dimension,
        parts.parent_path,
        parts.branch,
        parts.path,
        parts.amount_yuan,
        parts.is_below_of_which,
        parts.beside_path,
        wholes.amount_yuan - sum(parts.amount_yuan) over whole as rest_yuan,
        coalesce(sum(parts.amount_yuan) filter (where parts.is_below_of_which) over whole, 0) as within_yuan,
        wholes.half_unit_yuan + sum(parts.half_unit_yuan) over whole as allowed_yuan
    from children as parts
    inner join nodes as wholes
        on
            parts.statement_key = wholes.statement_key
            and parts.tree_dimension = wholes.tree_dimension
            and parts.group_hash = wholes.group_hash
            and parts.parent_path = wholes.path
    window whole as (partition by parts.statement_key, parts.tree_dimension, parts.group_hash, parts.parent_path, parts.branch)
),

-- The form itself says what is no part of its sums. 其中 over columns may name the rest of the parts or what is within them: the
-- rows show which. A column, or a unit, that is in no sum that closes, and that two sums close without, is shown beside them.
shown_beside as (
    select
        statement_key,
        tree_dimension,
        parent_path,
        branch,
        path
    from weighed
    where amount_yuan != 0 and tree_dimension not in ('class', 'row') and beside_path = ''
    group by statement_key, tree_dimension, parent_path, branch, path
    having
        (
            bool_and(is_below_of_which)
            and count(*) filter (where abs(rest_yuan + within_yuan) <= allowed_yuan)
            > count(*) filter (where abs(rest_yuan) <= allowed_yuan)
        )
        or (
            count(distinct amount_yuan) filter (where abs(rest_yuan + amount_yuan) <= allowed_yuan) > 1
            and count(*) filter (where abs(rest_yuan) <= allowed_yuan) = 0
        )
),

parts as (
    select children.*
    from children
    anti join shown_beside
        on
            children.statement_key = shown_beside.statement_key
            and children.tree_dimension = shown_beside.tree_dimension
            and children.parent_path = shown_beside.parent_path
            and children.branch = shown_beside.branch
            and children.path = shown_beside.path
),

part_sums as (
    select
        statement_key,
        tree_dimension,
        group_hash,
        parent_path,
        branch,
        count(*) as part_count,
        count(*) filter (where amount_yuan != 0) as printed_part_count,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        max(page_number) as page_number,
        bool_or(is_class_named) as is_class_named,
        flatten(list(statement_line_keys order by path)) as statement_line_keys
    from parts
    group by statement_key, tree_dimension, group_hash, parent_path, branch
),

sums as (
    select
        parents.document_key,
        parents.statement_key,
        parents.statement_number,
        parents.statement_code,
        parents.side,
        parents.tree_dimension,
        parents.group_hash,
        parents.path as parent_path,
        part_sums.branch,
        parents.line_label,
        parents.class_code,
        parents.measure_code,
        parents.beside_path,
        part_sums.part_count,
        part_sums.printed_part_count,
        parents.amount_yuan as left_yuan,
        part_sums.amount_yuan as right_yuan,
        least(parents.page_number, part_sums.page_number) as first_page,
        greatest(parents.page_number, part_sums.page_number) as last_page,
        parents.is_total_row and parents.cell_count > 1 and not parents.is_repeated as has_several_totals,
        parents.statement_line_keys as left_line_keys,
        part_sums.statement_line_keys as right_line_keys,
        part_sums.is_class_named,
        -- a list without classes may print its subtotals as rows like all others: each level adds the total once more
        case
            when part_sums.tree_dimension = 'row' and parents.amount_yuan != 0
                then greatest(cast(round(part_sums.amount_yuan / parents.amount_yuan) as integer), 1)
            else 1
        end as level_count,
        parents.half_unit_yuan as left_half_unit_yuan,
        part_sums.half_unit_yuan as right_half_unit_yuan
    from nodes as parents
    inner join part_sums
        on
            parents.statement_key = part_sums.statement_key
            and parents.tree_dimension = part_sums.tree_dimension
            and parents.group_hash = part_sums.group_hash
            and parents.path = part_sums.parent_path
),

closing as (
    select
        *,
        -- the parts are an exact multiple of the whole: they stand on several levels
        left_yuan != 0 and round(right_yuan / left_yuan) between 2 and 6
        and abs(round(right_yuan / left_yuan) * left_yuan - right_yuan)
        <= round(right_yuan / left_yuan) * left_half_unit_yuan + right_half_unit_yuan as is_multiple,
        abs(level_count * left_yuan - right_yuan) <= level_count * left_half_unit_yuan + right_half_unit_yuan as closes,
        -- a list under its total promises the sum by being one; two rows are none
        tree_dimension = 'row' and {{ is_list_form('statement_code') }} and part_count > 2 and parent_path = '' as is_list_by_form
    from sums
),

-- the levels of a list are those with which most of its columns close; below units it may have more than above them
levels as (
    select
        * exclude (level_count),
        case
            when tree_dimension = 'row'
                then coalesce(
                        mode(level_count order by level_count) filter (where closes and left_yuan != 0) over list,
                        case when is_list_by_form then level_count end,
                        1
                    )
            else 1
        end as level_count,
        is_list_by_form
        or (
            2 * count(*) filter (where closes and left_yuan != 0) over list >= count(*) filter (where left_yuan != 0) over list
            and count(*) filter (where closes and left_yuan != 0) over list > 0
        ) as is_list,
        is_list_by_form
        or 2 * (count(*) filter (where closes and left_yuan != 0) over list - cast(closes and left_yuan != 0 as integer))
        >= greatest(count(*) filter (where left_yuan != 0) over list, 1) as is_list_without_it,
        -- what no column of the form sums up keeps the sums of its rows where most of the other rows do
        2 * count(*) filter (where closes and left_yuan != 0) over beside
        >= greatest(count(*) filter (where left_yuan != 0) over beside, 1) as is_summed_beside,
        2 * (count(*) filter (where closes and left_yuan != 0) over beside - cast(closes and left_yuan != 0 as integer))
        >= greatest(count(*) filter (where left_yuan != 0) over beside, 1) as is_summed_beside_without_it,
        -- codes that are printed say which row is part of which; names, units and columns do not
        is_multiple and case tree_dimension
            when 'row' then false
            -- a list prints a class beside each of its rows, those of subtotals too
            when 'class' then is_class_named or {{ is_list_form('statement_code') }}
            when 'unit' then true
            else count(distinct left_yuan) filter (where is_multiple) over header > 1
        end as is_of_several_levels
    from closing
    window
        list as (partition by statement_key, tree_dimension, side, beside_path, parent_path = ''),
        beside as (partition by statement_key, tree_dimension, side, beside_path),
        header as (partition by statement_key, tree_dimension, side, beside_path, parent_path, branch)
)

select
    -- identifiers
    document_key,
    statement_key,
    tree_dimension,
    group_hash,
    parent_path,
    branch,

    -- dimensions
    statement_number,
    statement_code,
    side,
    line_label,
    class_code,
    measure_code,
    first_page,
    last_page,

    -- facts
    part_count,
    level_count,
    level_count * left_yuan as left_yuan,
    right_yuan,
    level_count * left_half_unit_yuan + right_half_unit_yuan as allowed_yuan,
    -- one printed part may be all parts or not: the form proves it by closing in at least half of its rows
    case
        when has_several_totals or is_of_several_levels then false
        when beside_path != '' then (parent_path = '' and part_count > 1) or is_summed_beside
        when tree_dimension = 'row' then is_list
        when tree_dimension = 'class' and parent_path != '' then true
        else
            max(part_count) over header > 1
            or count(*) filter (where closes) over header * 2 >= count(*) over header
    end as has_all_parts,
    -- would it be called broken if it did not close? What else is printed must show that it is meant
    case
        when has_several_totals or is_of_several_levels then false
        when beside_path != '' then (parent_path = '' and part_count > 1) or is_summed_beside_without_it
        when tree_dimension = 'row' then is_list_without_it
        when tree_dimension = 'class' and parent_path != '' then true
        else
            max(part_count) over header > 1
            or (count(*) filter (where closes) over header - cast(closes as integer)) * 2 >= count(*) over header
    end as is_refutable,
    has_several_totals,
    is_of_several_levels,
    -- a sum that this form does not keep elsewhere may be none of its sums: it accuses nobody
    case
        when tree_dimension = 'item' or (tree_dimension = 'class' and not is_class_named) then true
        -- 收支总表 names its rows: what they sum to is the form itself
        when {{ is_summary('statement_code') }} and tree_dimension != 'class' then true
        when tree_dimension = 'class'
            then
                count(*) filter (where closes and left_yuan != 0) over (partition by statement_key, tree_dimension, beside_path)
                >= 4 * count(*) filter (where not closes) over (partition by statement_key, tree_dimension, beside_path)
        else
            count(distinct left_yuan) filter (where closes and printed_part_count > 1) over header
            >= greatest(2, 2 * count(distinct left_yuan) filter (where not closes) over header)
    end as is_form_proved,

    -- metadata
    left_line_keys,
    right_line_keys
from levels
window header as (partition by statement_key, tree_dimension, side, beside_path, parent_path, branch)
