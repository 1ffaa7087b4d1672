{# Every identity of every family in one shape: a left figure, a right sum, and what the printed precision allows between them. #}
{# Models that yield the columns of an identity: rule, document, labels, pages, both sides and their figures, what was missing. #}
{% set families = [
    'int_tree_sums', 'int_personnel_public_identities', 'int_fund_balance_identities', 'int_equality_identities', 'int_repeat_identities',
    'int_same_figures', 'int_claim_cells', 'int_claim_sequences', 'int_performance_identities', 'int_concept_identities',
    'int_claim_restatements', 'int_claim_sums', 'int_document_identities', 'int_unit_identities', 'int_change_identities',
    'int_procurement_identities', 'int_absence_identities'
] %}

-- what a family has no column for is NULL there
with families as (
    {% for family in families %}
        select
            * replace (
                -- what is no figure (a rate of 1e400 %) is NULL, which int_evaluations calls not checkable
                try_cast(left_yuan as decimal(38, 2)) as left_yuan,
                try_cast(right_yuan as decimal(38, 2)) as right_yuan,
                try_cast(allowed_yuan as decimal(38, 6)) as allowed_yuan
            )
        from {{ ref(family) }}
        {{ 'union all by name' if not loop.last }}
    {% endfor %}
)

select
    -- identifiers
    rule_id,
    document_key,
    statement_key,

    -- dimensions
    statement_number,
    left_label,
    right_label,
    first_page,
    last_page,

    -- facts
    left_yuan,
    right_yuan,
    allowed_yuan,
    coalesce(is_checkable, unchecked_reason is null) as is_checkable,
    is_refutable,
    is_form_proved,
    is_convention,

    -- metadata
    left_line_keys,
    right_line_keys,
    left_factors,
    right_factors,
    unchecked_reason
from families
