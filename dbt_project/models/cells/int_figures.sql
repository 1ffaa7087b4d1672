{#
    The last place that the column prints: a figure whose point has slipped is put back with the digits of its neighbours.
    digits is the amount counted in units of that place, a whole number.
#}
with lines as (
    select
        lines.*,
        greatest(
            lines.printed_decimals,
            coalesce(
                mode(lines.printed_decimals order by lines.printed_decimals desc) over (partition by lines.statement_key),
                lines.printed_decimals
            )
        ) as usual_decimals
    from {{ ref('stg_statement_lines') }} as lines
),

claims as (
    select
        *,
        greatest(
            printed_decimals,
            coalesce(mode(printed_decimals order by printed_decimals desc) over (partition by document_key, unit), printed_decimals)
        ) as usual_decimals
    from {{ ref('stg_claims') }}
    where amount_yuan is not null
),

figures as (
    select
        statement_line_key as figure_key,
        'line' as figure_kind,
        document_key,
        statement_key,
        page_number,
        case
            when measure_path is null then {{ told_row('lines') }}
            else {{ worded('within', 'json_array(' ~ told_row('lines') ~ ', measure_path)') }}
        end as figure_label,
        amount_text as printed_text,
        amount_yuan,
        half_unit_yuan,
        printed_decimals,
        usual_decimals,
        2 * {{ half_unit_yuan('printed_unit', 'usual_decimals') }} as step_yuan,
        code_basis,
        x0,
        y0,
        x1,
        y1,
        cell_address
    from lines
    where amount_yuan is not null

    union all

    select
        claim_key as figure_key,
        'claim' as figure_kind,
        document_key,
        null as statement_key,
        page_number,
        to_json(subject) as figure_label,
        value_text as printed_text,
        amount_yuan,
        half_unit_yuan,
        printed_decimals,
        usual_decimals,
        cast(2 * half_unit_yuan / cast(pow(10, usual_decimals - printed_decimals) as integer) as decimal(18, 6)) as step_yuan,
        null as code_basis,
        x0,
        y0,
        x1,
        y1,
        cell_address
    from claims
    where amount_yuan is not null and half_unit_yuan > 0

    union all

    -- percentages, scores, counts and areas are no money: their column amount_yuan holds what they count
    select
        claim_key as figure_key,
        'percentage' as figure_kind,
        document_key,
        null as statement_key,
        page_number,
        json_array(subject, {{ worded('term', 'measure_kind') }}) as figure_label,
        value_text as printed_text,
        value as amount_yuan,
        cast(0.5 * pow(10, -coalesce(printed_decimals, 0)) as decimal(18, 6)) as half_unit_yuan,
        printed_decimals,
        coalesce(printed_decimals, 0) as usual_decimals,
        cast(pow(10, -coalesce(printed_decimals, 0)) as decimal(18, 6)) as step_yuan,
        null as code_basis,
        x0,
        y0,
        x1,
        y1,
        cell_address
    from {{ ref('stg_claims') }}
    where (measure_kind like '%pct' or measure_kind in ('score', 'count', 'area')) and value is not null and amount_yuan is null
)

select
    -- identifiers
    figure_key,
    document_key,
    statement_key,

    -- dimensions
    figure_kind,
    page_number,
    figure_label,

    -- facts
    printed_text,
    amount_yuan,
    half_unit_yuan,
    usual_decimals,
    step_yuan,
    cast(round(cast(amount_yuan as double) / nullif(cast(step_yuan as double), 0)) as bigint) as step_count,

    -- metadata
    code_basis,
    x0,
    y0,
    x1,
    y1,
    cell_address
from figures
