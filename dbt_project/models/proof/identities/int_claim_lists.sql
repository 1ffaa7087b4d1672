{#
    What the prose lists under printed marks, (一)(二)(三) or 1. 2. 3., beside the amount stated before the list that is its sum. No sentence
    says which amount that is: the nearest one that the items sum to, else one that is a single slip away
    (int_slipped_sums); else the list is of examples, and nothing is said of it.
#}
{# so many amounts before its first item the whole of a list may stand #}
{% set reach = 12 %}

with amounts as (
    select
        claim_key,
        document_key,
        claim_number,
        page_number,
        subject,
        coalesce(part, '') || '/' || coalesce(section, '') as place,
        value_year,
        phase,
        amount_yuan,
        2 * half_unit_yuan as half_unit_yuan,
        row_number() over (partition by document_key order by claim_number) as amount_number,
        {{ list_mark_style('mark') }} as mark_style,
        {{ list_mark_number('mark') }} as mark_number
    from (select *, {{ list_mark_parts('quote') }} as mark from {{ ref('stg_claims') }}) as claims
    where
        measure_kind = 'amount' and amount_yuan is not null and half_unit_yuan > 0 and comparison_base is null and not is_in_reason
),

-- a list begins with its first mark; one with a mark out of turn, or an amount of another year, is left alone
marked as (
    select
        *,
        count(*) filter (where mark_number = 1) over (
            partition by document_key, place, mark_style order by claim_number
        ) as list_number
    from amounts
    where mark_number is not null
),

numbered as (
    select
        *,
        row_number() over (partition by document_key, place, mark_style, list_number order by claim_number) as item_number
    from marked
    where list_number > 0
),

in_turn as (
    select *
    from numbered
    window list as (partition by document_key, place, mark_style, list_number)
    qualify
        bool_and(mark_number = item_number) over list
        and count(distinct coalesce(value_year, 0)) over list = 1 and count(distinct coalesce(phase, '')) over list = 1
),

lists as (
    select
        document_key,
        place,
        mark_style,
        list_number,
        value_year,
        phase,
        count(*) as item_count,
        min(amount_number) as first_number,
        max(page_number) as last_page,
        sum(amount_yuan) as items_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        list(claim_key order by claim_number) as item_keys
    from in_turn
    group by document_key, place, mark_style, list_number, value_year, phase
    having count(*) >= 2
),

wholes as (
    select
        lists.*,
        amounts.claim_key as whole_key,
        amounts.subject as whole_subject,
        amounts.page_number as whole_page,
        amounts.amount_number,
        amounts.amount_yuan as whole_yuan,
        amounts.half_unit_yuan + lists.half_unit_yuan as allowed_yuan
    from lists
    inner join amounts
        on
            lists.document_key = amounts.document_key and lists.place = amounts.place
            and lists.value_year is not distinct from amounts.value_year and lists.phase is not distinct from amounts.phase
            and lists.first_number - amounts.amount_number between 1 and {{ reach }}
    where amounts.amount_yuan > 0 and lists.items_yuan > 0
)

select
    -- identifiers
    'list|' || whole_key || '>' || item_keys[1] as sum_key,
    item_keys[1] as list_key,
    document_key,

    -- dimensions
    whole_subject,
    whole_page,
    last_page,
    first_number - amount_number as distance,

    -- facts
    item_count,
    whole_yuan,
    items_yuan,
    allowed_yuan,
    abs(whole_yuan - items_yuan) <= allowed_yuan as closes,

    -- metadata
    whole_key,
    item_keys
from wholes
