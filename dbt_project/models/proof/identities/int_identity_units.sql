{#
    The unit that a sentence tells an identity in: that of its first figure that is printed in a unit of money, on the left before the right.
    What is counted in something else is told in that.
#}
with units as (
    select
        statement_line_key as figure_key,
        printed_unit
    from {{ ref('stg_statement_lines') }}

    union all

    select
        claim_key as figure_key,
        unit as printed_unit
    from {{ ref('stg_claims') }}
    where amount_yuan is not null

    union all

    select
        project_fund_key as figure_key,
        printed_unit
    from {{ ref('stg_project_funds') }}
)

select
    -- identifiers
    evaluations.reconciliation_key,

    -- dimensions
    case
        when rules.counted_in = 'yuan' then coalesce(lefts.printed_unit, rights.printed_unit, rules.counted_in)
        else rules.counted_in
    end as unit
from {{ ref('int_evaluations') }} as evaluations
inner join {{ ref('identity_rules') }} as rules on evaluations.rule_id = rules.rule_id
left join units as lefts on evaluations.left_line_keys[1] = lefts.figure_key
left join units as rights on evaluations.right_line_keys[1] = rights.figure_key
