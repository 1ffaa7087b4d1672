{#
    What the prose, or a note under a form, says there is none of (本单位无政府性基金预算支出, 空表), against the total of that form, and the kinds of
    三公 against their cells. What was carried over from last year (无结转的政府性基金预算支出) is another thing than the form.
#}
with absences as (
    select
        claims.claim_key,
        claims.document_key,
        {{ disclosure_of('claims') }} as disclosure_key,
        claims.page_number,
        claims.subject,
        claims.value_year,
        claims.phase,
        {{ told_fund('claims.subject') }} as fund,
        concepts.concept_code
    from {{ ref('stg_claims') }} as claims
    inner join {{ ref('stg_documents') }} as documents on claims.document_key = documents.document_key
    left join {{ ref('int_claim_concepts') }} as concepts on claims.claim_key = concepts.claim_key
    where
        claims.measure_kind = 'absence' and not claims.is_in_reason and not regexp_matches(claims.subject, {{ word('not_of_the_year') }})
        and claims.value_year is not distinct from documents.fiscal_year
        and claims.phase is not distinct from documents.disclosure_kind
),

cells as (
    select
        *,
        {{ disclosure_of('int_cells') }} as disclosure_key
    from {{ ref('int_cells') }}
),

totals as (
    select
        absences.claim_key,
        cells.statement_line_key
    from absences
    inner join cells
        on
            absences.disclosure_key = cells.disclosure_key and absences.fund = cells.statement_code
            and absences.value_year = cells.cell_year and absences.phase = cells.cell_phase
    where
        absences.fund in ('government_fund', 'state_capital') and regexp_matches(absences.subject, {{ word('ends_in_expenditure') }})
        and cells.placement = 'root' and cells.unit_path = '' and cells.source_path = '' and cells.type_path = ''
        and cells.flow_path in ('', 'current_expenditure/')
),

items as (
    select
        absences.claim_key,
        cells.statement_line_key
    from absences
    inner join cells
        on
            absences.disclosure_key = cells.disclosure_key and cells.statement_code = 'three_public'
            and absences.value_year = cells.cell_year and absences.phase = cells.cell_phase
            and cells.item_path = case absences.concept_code
                when 'three_public.abroad' then 'three_public/abroad/'
                when 'three_public.vehicle_purchase' then 'three_public/vehicles/vehicle_purchase/'
                when 'three_public.reception' then 'three_public/reception/'
            end
    where cells.unit_path = '' and cells.type_path = '' and cells.placement in ('class', 'root', 'label', 'row')
    qualify count(*) over (partition by absences.claim_key) = 1
),

pairs as (
    select * from totals
    union
    select * from items
)

select
    'claim_absence' as rule_id,
    absences.document_key,
    case when cells.document_key = absences.document_key then cells.statement_key end as statement_key,
    case when cells.document_key = absences.document_key then cells.statement_number end as statement_number,
    {{ told_claim('absences.page_number', "json_array(absences.subject, '0')") }} as left_label,
    {{ worded('at', 'json_array(' ~ told_table('absences', 'cells') ~ ', ' ~ told_row('cells') ~ ')') }} as right_label,
    {{ page_in_file('least', 'absences', 'cells') }} as first_page,
    {{ page_in_file('greatest', 'absences', 'cells') }} as last_page,
    0 as left_yuan,
    cells.amount_yuan as right_yuan,
    cells.half_unit_yuan as allowed_yuan,
    [absences.claim_key] as left_line_keys,
    [cells.statement_line_key] as right_line_keys,
    -- that nothing stands against a printed zero proves neither
    cells.amount_yuan != 0 as is_refutable,
    false as is_form_proved
from pairs
inner join absences on pairs.claim_key = absences.claim_key
inner join cells on pairs.statement_line_key = cells.statement_line_key
