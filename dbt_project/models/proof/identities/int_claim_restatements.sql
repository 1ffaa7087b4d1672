{#
    A figure of the prose that is printed again under the same name: in a statement, or in another sentence of its section. Names are
    no codes: what is equal is the same figure, what differs may be another one of that name. Only where one slip of a digit or of the point
    makes the one of the other is it said to differ. Claims that int_claim_cells places are not looked at again. What revenue grows by,
    expenditure grows by: the two sides of a budget balance. Other places where a figure may stand again: int_claim_echoes.
#}
with stated as (
    select
        * replace (coalesce(phase, 'unknown') as phase),
        {{ figure_name(bare_subject(plain_subject('subject'))) }} as bare_name,
        coalesce(value_year, 0) as year
    from {{ ref('int_own_claims') }}
),

claims as (
    select * from stated
    where measure_kind = 'amount'
),

open_claims as (
    select * from claims
    where not is_placed
),

cells as (
    select
        cells.*,
        {{ disclosure_of('cells') }} as disclosure_key,
        lines.measure_path,
        {{ told_row('cells') }} as told_label
    from {{ ref('int_cells') }} as cells
    inner join {{ ref('stg_statement_lines') }} as lines on cells.statement_line_key = lines.statement_line_key
    where cells.unit_path = '' and cells.amount_yuan > 0
),

-- a row is called by its label, a total by its column
named_cells as (
    select distinct
        statement_line_key,
        disclosure_key,
        cell_year,
        cell_phase,
        {{ figure_name('name') }} as name
    from (
        select
            *,
            unnest(string_split(line_label, '/')) as name
        from cells
        where line_label is not null

        union all

        select
            *,
            unnest(string_split(measure_path, '/')) as name
        from cells
        where placement in ('root', 'label') and measure_path is not null
    ) as names
    where len({{ figure_name('name') }}) >= 2
),

named_claims as (
    select distinct
        claim_key,
        document_key,
        disclosure_key,
        year,
        phase,
        unnest([full_name, bare_name]) as name
    from open_claims
),

in_tables as (
    select distinct
        named_claims.claim_key,
        cells.statement_line_key as other_key,
        -- pages and statement are those of the claim's own file
        case when cells.document_key = named_claims.document_key then cells.statement_key end as statement_key,
        case when cells.document_key = named_claims.document_key then cells.statement_number end as statement_number,
        {{ worded('at', 'json_array(' ~ told_table('named_claims', 'cells') ~ ', ' ~ 'cells.told_label' ~ ')') }} as other_label,
        case when cells.document_key = named_claims.document_key then cells.page_number end as other_page,
        cells.amount_yuan as other_yuan,
        cells.half_unit_yuan as other_half_unit_yuan
    from named_claims
    inner join named_cells
        on
            named_claims.disclosure_key = named_cells.disclosure_key and named_claims.name = named_cells.name
            and named_claims.year = named_cells.cell_year and named_claims.phase = named_cells.cell_phase
    inner join cells on named_cells.statement_line_key = cells.statement_line_key
),

-- (一)公用经费 ... said in the sentence before and listed again; where one name has several figures nobody knows which is meant
in_prose as (
    select
        open_claims.claim_key,
        others.claim_key as other_key,
        cast(null as varchar) as statement_key,
        cast(null as integer) as statement_number,
        {{ told_claim('others.page_number', 'others.subject') }} as other_label,
        others.page_number as other_page,
        others.amount_yuan as other_yuan,
        others.half_unit_yuan as other_half_unit_yuan
    from open_claims
    inner join claims as others
        on
            open_claims.document_key = others.document_key and open_claims.place = others.place
            and open_claims.full_name = others.full_name and open_claims.claim_number > others.claim_number
    where len(open_claims.full_name) >= 2
    qualify count(distinct others.amount_yuan) over (partition by open_claims.claim_key) = 1
),

changes as (
    select
        *,
        {{ told_fund('subject') }} as fund,
        contains(subject, {{ word('revenue_sign') }}) as is_of_revenue,
        contains(subject, {{ word('expenditure_sign') }}) as is_of_expenditure
    from stated
    where measure_kind = 'change_amount' and direction in ('increase', 'decrease')
        and regexp_full_match({{ bare_subject(plain_subject('subject')) }}, {{ word('nothing_but_totals') }})
),

both_sides as (
    select
        changes.claim_key,
        others.claim_key as other_key,
        cast(null as varchar) as statement_key,
        cast(null as integer) as statement_number,
        {{ told_claim('others.page_number', 'others.subject') }} as other_label,
        others.page_number as other_page,
        others.amount_yuan as other_yuan,
        others.half_unit_yuan as other_half_unit_yuan
    from changes
    inner join changes as others
        on
            changes.document_key = others.document_key and changes.fund is not distinct from others.fund
            and changes.direction = others.direction and changes.comparison_base is not distinct from others.comparison_base
            and changes.claim_key != others.claim_key
            and ((changes.is_of_revenue and others.is_of_expenditure) or (changes.is_of_expenditure and others.is_of_revenue))
),

pairs as (
    select
        claims.document_key,
        claims.claim_number,
        claims.page_number,
        claims.subject,
        claims.amount_yuan,
        others.*,
        claims.half_unit_yuan + others.other_half_unit_yuan as allowed_yuan,
        abs(claims.amount_yuan - others.other_yuan) <= claims.half_unit_yuan + others.other_half_unit_yuan as is_equal,
        claims.half_unit_yuan as step_yuan
    from (
        select
            *,
            'claim_named_cell' as rule_id
        from in_tables
        union all
        select
            *,
            'claim_restated' as rule_id
        from in_prose
        union all
        select
            *,
            'claim_both_sides' as rule_id
        from both_sides
        union all
        select
            claim_key,
            other_key,
            statement_key,
            statement_number,
            other_label,
            other_page,
            other_yuan,
            other_half_unit_yuan,
            rule_id
        from {{ ref('int_claim_echoes') }}
    ) as others
    inner join stated as claims on others.claim_key = claims.claim_key
),

-- one equal figure is enough, whatever else has the name; of those that a slip explains the nearest is meant
chosen as (
    select * from pairs
    where
        is_equal
        or (
            abs(amount_yuan - other_yuan) > 2 * allowed_yuan
            and {{ is_slip_of_amount('amount_yuan', 'other_yuan', 'step_yuan') }}
        )
    qualify
        row_number() over (
            partition by claim_key
            order by is_equal desc, rule_id asc, abs(amount_yuan - other_yuan) asc, other_key asc
        ) = 1
),

-- two sides that agree say so once
once as (
    select * from chosen
    qualify
        row_number() over (
            partition by rule_id, is_equal, least(claim_key, other_key), greatest(claim_key, other_key) order by claim_key
        ) = 1
)

select
    rule_id,
    document_key,
    statement_key,
    statement_number,
    {{ told_claim('page_number', 'subject') }} as left_label,
    other_label as right_label,
    least(page_number, other_page) as first_page,
    greatest(page_number, other_page) as last_page,
    amount_yuan as left_yuan,
    other_yuan as right_yuan,
    allowed_yuan,
    [claim_key] as left_line_keys,
    [other_key] as right_line_keys,
    not is_equal as is_refutable,
    false as is_form_proved
from once
