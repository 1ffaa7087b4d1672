{#
    What each item of a set is to the others. An item is split into its printed parts where these sum to it, and is itself a part of the
    whole where they do not.
#}
with items as (
    select
        *,
        item_path in ('meeting/', 'training/', 'organ_running/') or not starts_with(item_path, 'three_public/') as is_beside,
        item_path = 'three_public/' as is_total,
        len(string_split(item_path, '/')) - 1 as depth,
        case when len(string_split(item_path, '/')) > 3 then 'three_public/' || string_split(item_path, '/')[2] || '/' end as parent_path
    from {{ ref('int_three_public_sets') }}
),

children as (
    select
        document_key,
        set_kind,
        set_number,
        cell_year,
        cell_phase,
        parent_path,
        sum(amount_yuan) as child_yuan,
        sum(half_unit_yuan) as child_half_yuan
    from items
    where parent_path is not null
    group by all
),

-- vehicles: is it split, or does it stand for itself?
parents as (
    select
        children.document_key,
        children.set_kind,
        children.set_number,
        children.cell_year,
        children.cell_phase,
        children.parent_path,
        items.item_path is null
        or abs(items.amount_yuan - children.child_yuan) <= items.half_unit_yuan + children.child_half_yuan as is_split
    from children
    left join items
        on
            children.document_key = items.document_key
            and children.set_kind = items.set_kind
            and children.set_number = items.set_number
            and children.cell_year = items.cell_year
            and children.cell_phase = items.cell_phase
            and children.parent_path = items.item_path
)

select
    items.document_key,
    items.set_kind,
    items.set_number,
    items.cell_year,
    items.cell_phase,
    items.item_path,
    case
        when items.is_beside then 'beside'
        when items.is_total then 'total'
        when items.depth = 2 and wholes.is_split then 'subtotal'
        else 'part'
    end as row_role,
    not items.is_beside and not items.is_total
    and case when items.depth = 2 then not coalesce(wholes.is_split, false) else aboves.is_split end as is_leaf,
    items.amount_yuan,
    items.half_unit_yuan,
    items.page_number,
    items.statement_line_keys
from items
left join parents as wholes
    on
        items.document_key = wholes.document_key
        and items.set_kind = wholes.set_kind
        and items.set_number = wholes.set_number
        and items.cell_year = wholes.cell_year
        and items.cell_phase = wholes.cell_phase
        and items.item_path = wholes.parent_path
left join parents as aboves
    on
        items.document_key = aboves.document_key
        and items.set_kind = aboves.set_kind
        and items.set_number = aboves.set_number
        and items.cell_year = aboves.cell_year
        and items.cell_phase = aboves.cell_phase
        and items.parent_path = aboves.parent_path
