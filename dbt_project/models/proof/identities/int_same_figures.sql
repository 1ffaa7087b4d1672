{#
    Statements print the same figures: where two of them have the same total (合计 of all funds, or of one fund), what they print
    at the same place below it is the same money. The total is the anchor; places are compared relative to it.
#}
with cells as (
    select
        *,
        case when side = 'income' or statement_code = 'revenue' then 'income' else 'expenditure' end as money_side
    from {{ ref('int_cells') }}
    where
        is_component and is_current and placement in ('class', 'root', 'label')
        and unit_path = '' and flow_path in ('', 'current_expenditure/') and procurement_path = '' and economic_path = ''
        and statement_code not in ('procurement', 'other_procurement')
),

-- one cell for one place of a statement: the first of a total that is repeated, none where a code is split over rows
places as (
    select
        document_key,
        statement_key,
        statement_number,
        money_side,
        class_path,
        source_path,
        type_path,
        item_path,
        first(statement_line_key order by row_number, block_number, statement_line_key) as statement_line_key,
        first(amount_yuan order by row_number, block_number, statement_line_key) as amount_yuan
    from cells
    group by all
    having count(*) = 1 or min(amount_yuan) = max(amount_yuan)
),

anchored as (
    select
        places.document_key,
        places.statement_key,
        places.statement_number,
        places.money_side,
        places.statement_line_key,
        anchors.amount_yuan as anchor_yuan,
        '' as anchor_path,
        places.class_path,
        places.type_path,
        places.item_path,
        case when anchors.source_path = '' then places.source_path else '' end as source_path
    from places
    inner join places as anchors
        on
            places.statement_key = anchors.statement_key
            and places.money_side = anchors.money_side
            and places.source_path = anchors.source_path
            and anchors.class_path = '' and anchors.type_path = '' and anchors.item_path = ''
    where
        anchors.amount_yuan != 0
        and (places.class_path != '' or places.type_path != '' or places.item_path != '')

    union

    -- the columns and rows of single funds below the total of all
    select
        places.document_key,
        places.statement_key,
        places.statement_number,
        places.money_side,
        places.statement_line_key,
        anchors.amount_yuan as anchor_yuan,
        '' as anchor_path,
        places.class_path,
        places.type_path,
        places.item_path,
        places.source_path
    from places
    inner join places as anchors
        on
            places.statement_key = anchors.statement_key
            and places.money_side = anchors.money_side
            and anchors.source_path = '' and anchors.class_path = '' and anchors.type_path = '' and anchors.item_path = ''
    where anchors.amount_yuan != 0 and places.source_path != ''

    union

    -- the classes of any column below its own total: 合计 of the basic expenditure is the column 基本支出 of another statement
    select
        places.document_key,
        places.statement_key,
        places.statement_number,
        places.money_side,
        places.statement_line_key,
        anchors.amount_yuan as anchor_yuan,
        '' as anchor_path,
        places.class_path,
        '' as type_path,
        '' as item_path,
        '' as source_path
    from places
    inner join places as anchors
        on
            places.statement_key = anchors.statement_key
            and places.money_side = anchors.money_side
            and places.source_path = anchors.source_path
            and places.type_path = anchors.type_path
            and places.item_path = anchors.item_path
            and anchors.class_path = ''
    where anchors.amount_yuan != 0 and places.class_path != '' and (places.type_path != '' or places.item_path != '')

    union

    -- what stands below a class: 机关运行经费 goes through 302 of the basic expenditure once more
    select
        places.document_key,
        places.statement_key,
        places.statement_number,
        places.money_side,
        places.statement_line_key,
        anchors.amount_yuan as anchor_yuan,
        anchors.class_path as anchor_path,
        places.class_path,
        '' as type_path,
        '' as item_path,
        '' as source_path
    from places
    inner join places as anchors
        on
            places.statement_key = anchors.statement_key
            and places.money_side = anchors.money_side
            and places.source_path = anchors.source_path
            and places.type_path = anchors.type_path
            and places.item_path = anchors.item_path
            and starts_with(places.class_path, anchors.class_path)
    where anchors.amount_yuan != 0 and anchors.class_path not in ('', places.class_path)
),

-- every printing of a place is compared with the first one
pairs as (
    select
        anchored.*,
        first_value(statement_line_key) over same_place as first_line_key,
        first_value(statement_key) over same_place as first_statement_key
    from anchored
    window same_place as (
        partition by document_key, money_side, anchor_yuan, anchor_path, class_path, type_path, item_path, source_path
        order by statement_number, statement_line_key
        rows between unbounded preceding and unbounded following
    )
),

compared as (
    select distinct
        pairs.document_key,
        pairs.anchor_yuan,
        pairs.anchor_path,
        pairs.first_statement_key,
        pairs.statement_key,
        pairs.statement_number,
        pairs.first_line_key,
        pairs.statement_line_key
    from pairs
    where pairs.statement_key != pairs.first_statement_key
),

valued as (
    select
        compared.*,
        lefts.amount_yuan as left_yuan,
        rights.amount_yuan as right_yuan,
        lefts.half_unit_yuan + rights.half_unit_yuan as allowed_yuan,
        lefts.page_number as left_page,
        rights.page_number as right_page,
        {{ told_cell('lefts', told_row('lefts')) }} as left_label,
        {{ phrase('same_on_page', page='rights.page_number') }} as right_label
    from compared
    inner join {{ ref('int_cells') }} as lefts on compared.first_line_key = lefts.statement_line_key
    inner join {{ ref('int_cells') }} as rights on compared.statement_line_key = rights.statement_line_key
    where lefts.amount_yuan != 0 or rights.amount_yuan != 0
)

select
    -- identifiers
    'same_figure' as rule_id,
    document_key,
    first_statement_key as statement_key,

    -- dimensions
    statement_number,
    left_label,
    right_label,
    least(left_page, right_page) as first_page,
    greatest(left_page, right_page) as last_page,

    -- facts
    left_yuan,
    right_yuan,
    allowed_yuan,

    -- metadata
    [first_line_key] as left_line_keys,
    [statement_line_key] as right_line_keys,
    -- equal totals may be a coincidence, or the rows be grouped otherwise: most of what is below must be equal too, and of what is below
    -- a single class, whose total is no anchor of a whole statement, all but one
    case
        when 2 * (1 + count(*) filter (where abs(left_yuan - right_yuan) <= allowed_yuan) over pair) < 1 + count(*) over pair
            then {{ phrase('unchecked_only_totals_equal') }}
        when
            anchor_path != ''
            and (
                count(*) over pair < 4
                or count(*) filter (where abs(left_yuan - right_yuan) <= allowed_yuan) over pair < count(*) over pair - 1
            )
            then {{ phrase('unchecked_only_class_totals_equal') }}
    end as unchecked_reason
from valued
window pair as (partition by document_key, first_statement_key, statement_key, anchor_path, anchor_yuan)
qualify
    row_number() over (
        partition by first_line_key, statement_line_key order by anchor_path = '' desc, anchor_yuan desc, anchor_path asc
    ) = 1
