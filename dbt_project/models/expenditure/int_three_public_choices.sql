{#
    Which set is the filing's, and whether what it prints as a whole, its parts and the prose agree. The set that agrees with all goes
    first: that a unit row is the department's own shows in its figures, names are not enough.
#}
with sets as (
    select
        document_key,
        set_kind,
        set_number,
        cell_year,
        cell_phase,
        max(amount_yuan) filter (where row_role = 'total') as printed_yuan,
        max(half_unit_yuan) filter (where row_role = 'total') as printed_half_yuan,
        sum(amount_yuan) filter (where is_leaf) as part_yuan,
        sum(half_unit_yuan) filter (where is_leaf) as part_half_yuan,
        min(page_number) as page_number,
        first(statement_line_keys) filter (where row_role = 'total') as printed_keys
    from {{ ref('int_three_public_items') }}
    where row_role != 'beside'
    group by document_key, set_kind, set_number, cell_year, cell_phase
),

-- a department's row among its units holds what the other rows hold: they are twice of it
compared as (
    select
        sets.*,
        abs(2 * coalesce(sets.printed_yuan, sets.part_yuan) - coalesce(alls.printed_yuan, alls.part_yuan))
        <= coalesce(alls.printed_half_yuan, alls.part_half_yuan) + coalesce(sets.printed_half_yuan, sets.part_half_yuan)
        and coalesce(sets.printed_yuan, sets.part_yuan) != 0 as is_half_of_all
    from sets
    left join sets as alls
        on
            sets.set_kind = 'first_unit'
            and alls.set_kind = 'all_units'
            and sets.document_key = alls.document_key
            and sets.cell_year = alls.cell_year
            and sets.cell_phase = alls.cell_phase
),

stated as (
    select
        compared.document_key,
        compared.set_kind,
        compared.set_number,
        compared.cell_year,
        compared.cell_phase,
        count(*) as stated_count,
        bool_or(abs(compared.printed_yuan - prose.amount_yuan) <= compared.printed_half_yuan + prose.allowed_yuan) as total_is_stated,
        bool_or(abs(compared.part_yuan - prose.amount_yuan) <= compared.part_half_yuan + prose.allowed_yuan) as parts_are_stated,
        first(prose.amount_yuan order by prose.claim_number) as stated_yuan,
        first(prose.allowed_yuan order by prose.claim_number) as stated_allowed_yuan,
        first(prose.page_number order by prose.claim_number) as stated_page,
        first(prose.claim_key order by prose.claim_number) as stated_key
    from compared
    inner join {{ ref('int_three_public_prose') }} as prose
        on
            compared.document_key = prose.document_key
            and compared.cell_year = prose.value_year
            and compared.cell_phase = prose.phase
    group by all
),

judged as (
    select
        compared.*,
        stated.stated_yuan,
        stated.stated_allowed_yuan,
        stated.stated_page,
        stated.stated_key,
        stated.total_is_stated,
        stated.parts_are_stated,
        abs(compared.printed_yuan - compared.part_yuan) <= compared.printed_half_yuan + compared.part_half_yuan as parts_close,
        -- once a first row is the department's own it is so in the years that do not agree
        coalesce(
            bool_or(compared.is_half_of_all or (compared.set_kind = 'first_unit' and stated.total_is_stated and stated.stated_yuan != 0))
                over (partition by compared.document_key),
            false
        ) as has_own_row
    from compared
    left join stated
        on
            compared.document_key = stated.document_key
            and compared.set_kind = stated.set_kind
            and compared.set_number = stated.set_number
            and compared.cell_year = stated.cell_year
            and compared.cell_phase = stated.cell_phase
),

ordered as (
    select
        *,
        case set_kind
            when 'total_row' then set_number
            when 'first_unit' then case when has_own_row then 1000 else 3000 end
            when 'all_units' then 2000
            else 4000
        end as set_order,
        -- parts that do not sum to the printed whole are no split of it, unless the prose speaks for them
        coalesce(parts_close, false)
        or (
            part_yuan is not null
            and (printed_yuan is null or (coalesce(parts_are_stated, false) and not coalesce(total_is_stated, false)))
        ) as is_split
    from judged
)

select
    -- identifiers
    document_key,

    -- dimensions
    cell_year,
    cell_phase,
    set_kind,
    set_number,
    is_split,
    case
        when coalesce(printed_yuan, part_yuan) is null then 'no_items'
        when printed_yuan is null and stated_yuan is null then 'nothing_printed'
        when coalesce(parts_close, true) and coalesce(case when is_split then parts_are_stated else total_is_stated end, true)
            then 'reconciled'
        else 'not_reconciled'
    end as coverage_status,

    -- facts
    case when is_split then part_yuan else printed_yuan end as summed_yuan,
    printed_yuan,
    part_yuan,
    stated_yuan,
    coalesce(printed_half_yuan, 0) as printed_half_yuan,
    coalesce(part_half_yuan, 0) as part_half_yuan,
    coalesce(stated_allowed_yuan, 0) as stated_allowed_yuan,

    -- metadata
    page_number,
    printed_keys,
    stated_key,
    stated_page
from ordered
qualify
    row_number() over (
        partition by document_key, cell_year, cell_phase
        order by
            set_kind != 'prose' desc,
            coalesce(total_is_stated, parts_are_stated, false) desc,
            set_order asc
    ) = 1
