{#
    Where else a filing may print what a sentence says, beyond the same name in the same section (int_claim_restatements, which takes of
    these what is equal or a single slip away): the class in any table, the same name in another section, the change of a figure that is
    stated twice under two names (收入预算 5,417.80, 比上年增加 3.10 and 财政拨款支出 5,417.80, 比上年增加 3.10), the money of the projects that
    are weighed by their results among the totals of the tables.
#}
{# so many claims before its change a figure may stand #}
{% set reach = 3 %}
{# fewer digits may be those of another figure #}
{% set told_digits = 5 %}

with claims as (
    select
        *,
        {{ subject_stem(plain_subject('subject')) }} as plain_subject,
        len(rtrim(regexp_replace(value_text, '[^0-9]', '', 'g'), '0')) as digit_count,
        case
            when regexp_matches(comparison_base, '[0-9]{4}') then cast(regexp_extract(comparison_base, '[0-9]{4}') as integer)
            when regexp_matches(comparison_base, {{ word('prior_year_bases') }}) then value_year - 1
        end as base_year,
        regexp_extract(coalesce(comparison_base, ''), {{ word('phases') }}) as base_phase
    from {{ ref('int_own_claims') }}
),

amounts as (
    select * from claims
    where measure_kind = 'amount'
),

open_amounts as (
    select * from amounts
    where not is_placed
),

cells as (
    select
        *,
        {{ disclosure_of('int_cells') }} as disclosure_key,
        {{ told_row('int_cells') }} as told_label
    from {{ ref('int_cells') }}
    where unit_path = '' and amount_yuan > 0
),

-- the cells that a claim may repeat: of its class, or a total where the sentence is about the money of all projects
told_cells as (
    select
        open_amounts.claim_key,
        cells.statement_line_key
    from open_amounts
    inner join {{ ref('int_claim_classes') }} as classes on open_amounts.claim_key = classes.claim_key
    inner join cells
        on
            open_amounts.disclosure_key = cells.disclosure_key and classes.class_code = cells.class_code
            and cells.class_kind = 'function'
            and open_amounts.value_year = cells.cell_year and open_amounts.phase = cells.cell_phase

    union

    select
        open_amounts.claim_key,
        totals.statement_line_key
    from open_amounts
    inner join {{ ref('int_statement_totals') }} as totals
        on open_amounts.document_key = totals.document_key and totals.is_chosen
    where
        open_amounts.digit_count >= {{ told_digits }}
        and regexp_matches(open_amounts.subject, {{ word('under_evaluation') }})
        and regexp_matches(open_amounts.subject, {{ word('money') }})
        -- all but one printed class: that one is not weighed
        and not exists (
            select 1 from cells
            where
                open_amounts.disclosure_key = cells.disclosure_key
                and abs(totals.amount_yuan - open_amounts.amount_yuan - cells.amount_yuan)
                <= open_amounts.half_unit_yuan + totals.half_unit_yuan + cells.half_unit_yuan
        )
),

in_tables as (
    select
        'claim_named_cell' as rule_id,
        claims.claim_key,
        cells.statement_line_key as other_key,
        case when cells.document_key = claims.document_key then cells.statement_key end as statement_key,
        case when cells.document_key = claims.document_key then cells.statement_number end as statement_number,
        {{ worded('at', 'json_array(' ~ told_table('claims', 'cells') ~ ', cells.told_label)') }} as other_label,
        case when cells.document_key = claims.document_key then cells.page_number end as other_page,
        cells.amount_yuan as other_yuan,
        cells.half_unit_yuan as other_half_unit_yuan
    from told_cells
    inner join claims on told_cells.claim_key = claims.claim_key
    inner join cells on told_cells.statement_line_key = cells.statement_line_key
),

-- a name that has one other figure, however often that is printed
same_names as (
    select
        open_amounts.claim_key,
        others.claim_key as other_key
    from open_amounts
    inner join amounts as others
        on
            open_amounts.document_key = others.document_key and open_amounts.full_name = others.full_name
            and open_amounts.place != others.place
    where len(open_amounts.full_name) >= 2
    qualify count(distinct others.amount_yuan) over (partition by open_amounts.claim_key) = 1
),

-- the figure that a change is said of stands before it under the same subject
changed as (
    select
        changes.*,
        amounts.amount_yuan as now_yuan,
        amounts.half_unit_yuan as now_half_unit_yuan
    from claims as changes
    asof inner join amounts
        on
            changes.document_key = amounts.document_key and changes.plain_subject = amounts.plain_subject
            and changes.claim_number > amounts.claim_number
    where
        changes.measure_kind = 'change_amount' and changes.direction in ('increase', 'decrease')
        and changes.claim_number - amounts.claim_number <= {{ reach }}
        -- 20.00 may be any figure
        and amounts.digit_count >= 3
),

same_changes as (
    select
        changes.claim_key,
        others.claim_key as other_key
    from changed as changes
    inner join changed as others
        on
            changes.document_key = others.document_key and changes.claim_key != others.claim_key
            and changes.direction = others.direction and changes.base_year = others.base_year
            and (changes.base_phase = others.base_phase or '' in (changes.base_phase, others.base_phase))
            and abs(changes.now_yuan - others.now_yuan) <= changes.now_half_unit_yuan + others.now_half_unit_yuan
),

in_prose as (
    select
        'claim_restated' as rule_id,
        pairs.claim_key,
        pairs.other_key,
        cast(null as varchar) as statement_key,
        cast(null as integer) as statement_number,
        {{ told_claim('others.page_number', 'others.subject') }} as other_label,
        others.page_number as other_page,
        others.amount_yuan as other_yuan,
        others.half_unit_yuan as other_half_unit_yuan
    from (
        select * from same_names
        union
        select * from same_changes
    ) as pairs
    inner join claims as others on pairs.other_key = others.claim_key
)

select
    -- identifiers
    claim_key,
    rule_id,
    other_key,
    statement_key,

    -- dimensions
    statement_number,
    other_label,
    other_page,

    -- facts
    other_yuan,
    other_half_unit_yuan
from (
    select * from in_tables
    union all by name
    select * from in_prose
) as echoes
