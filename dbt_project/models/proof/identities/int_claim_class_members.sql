{#
    The function classes, or the economic ones, that a section goes through one by one, as parts of the expenditure that it states
    before them, and their changes as parts of its change. Of classes within each other the lowest counts, of one said twice the first. An item
    whose name fits several codes is known by its names.
#}
{# so many claims behind its whole the first class may stand #}
{% set reach = 15 %}

with claims as (
    select
        claims.claim_key,
        claims.document_key,
        claims.claim_number,
        claims.page_number,
        claims.subject,
        claims.measure_kind,
        claims.value_year,
        claims.phase,
        -- headings below the section divide the list, not what it is a list of
        coalesce(claims.part, '') || '/' || split_part(coalesce(claims.section, ''), ' / ', 1) as place,
        coalesce(
            classes.class_code,
            case when claims.item_name is not null then '2' || concat_ws('/', claims.class_name, claims.section_name, claims.item_name) end
        ) as class_name,
        {{ summand_factor('claims') }} as factor,
        claims.amount_yuan,
        2 * claims.half_unit_yuan as half_unit_yuan
    from {{ ref('stg_claims') }} as claims
    left join {{ ref('int_claim_classes') }} as classes on claims.claim_key = classes.claim_key
    where claims.half_unit_yuan > 0 and {{ is_summand('claims') }}
),

named as (
    select
        *,
        -- the list of classes: 2 by function, 3 and 5 the economic ones
        left(class_name, 1) as list_kind
    from claims
    where class_name is not null
    qualify
        row_number() over (
            partition by document_key, place, measure_kind, value_year, phase, class_name order by claim_number
        ) = 1
),

leaves as (
    select * from named
    where
        not exists (
            select 1 from named as within
            where
                named.document_key = within.document_key and named.place = within.place and named.measure_kind = within.measure_kind
                and named.value_year is not distinct from within.value_year and named.phase is not distinct from within.phase
                and named.class_name != within.class_name and starts_with(within.class_name, named.class_name)
        )
),

lists as (
    select
        *,
        min(claim_number) over (
            partition by document_key, place, measure_kind, value_year, phase, list_kind
        ) as first_number
    from leaves
),

wholes as (
    select * from claims
    where class_name is null
        and amount_yuan > 0
        and contains(subject, {{ word('expenditure') }})
        and not regexp_matches(subject, {{ word('basic_or_project') }})
)

select
    -- identifiers
    lists.claim_key,
    lists.document_key,

    -- dimensions
    'class ' || lists.list_kind as dimension,
    lists.claim_number,
    lists.page_number,
    wholes.subject as whole_subject,
    wholes.page_number as whole_page,

    -- facts
    lists.factor,
    lists.amount_yuan,
    lists.half_unit_yuan,
    wholes.factor as whole_factor,
    wholes.amount_yuan as whole_yuan,
    wholes.half_unit_yuan as whole_half_unit_yuan,

    -- metadata
    wholes.claim_key as whole_key
from lists
asof inner join wholes
    on
        lists.document_key = wholes.document_key and lists.place = wholes.place and lists.measure_kind = wholes.measure_kind
        and lists.value_year is not distinct from wholes.value_year and lists.phase is not distinct from wholes.phase
        and lists.first_number > wholes.claim_number
where lists.first_number - wholes.claim_number <= {{ reach }}
