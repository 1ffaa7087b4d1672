{# Every identity of every family in one shape: a left figure, a right sum, and what the printed precision allows between them. #}
{# Models that yield the columns of an identity: rule, document, labels, pages, both sides and their figures, what was missing. #}
{% set families = [
    'int_equality_identities', 'int_repeat_identities', 'int_same_figures', 'int_claim_cells', 'int_claim_sequences',
    'int_performance_identities', 'int_concept_identities', 'int_claim_restatements', 'int_claim_sums', 'int_document_identities', 'int_unit_identities', 'int_change_identities'
] %}

with tree as (
    select
        rules.rule_id,
        identities.document_key,
        identities.statement_key,
        identities.statement_number,
        coalesce(identities.class_code || ' ', '') || {{ told_cell('identities') }}
        || case when identities.level_count > 1 then ' × ' || identities.level_count || ' levels' else '' end as left_label,
        identities.part_count || ' parts' as right_label,
        identities.first_page,
        identities.last_page,
        identities.left_yuan,
        identities.right_yuan,
        identities.allowed_yuan,
        identities.left_line_keys,
        identities.right_line_keys,
        identities.has_all_parts or slipped.sum_key is not null
        or abs(identities.left_yuan - identities.right_yuan) <= identities.allowed_yuan as is_checkable,
        identities.is_refutable or slipped.sum_key is not null as is_refutable,
        identities.is_form_proved,
        case
            when slipped.sum_key is not null then null
            when identities.is_of_several_levels then 'the parts are an exact multiple of the whole: they stand on several levels'
            when identities.has_several_totals then 'several totals are printed and it is not clear which one the parts belong to'
            when not identities.has_all_parts and identities.tree_dimension = 'row' then 'the rows do not sum to the total in most columns'
            when not identities.has_all_parts then 'only one part is printed and it is not the whole in most rows'
        end as unchecked_reason,
        list_transform(identities.left_line_keys, lambda line_key: cast(identities.level_count as double)) as left_factors,
        list_transform(identities.right_line_keys, lambda line_key: cast(-1.0 as double)) as right_factors
    from {{ ref('int_tree_identities') }} as identities
    inner join {{ ref('int_rule_documents') }} as rules
        on
            identities.document_key = rules.document_key
            and identities.tree_dimension = rules.tree_dimension
            and (rules.branch is null or identities.branch = rules.branch)
            and (rules.statement_codes is null or list_contains(rules.statement_codes, identities.statement_code))
    left join {{ ref('int_slipped_sums') }} as slipped on {{ tree_sum_key('identities') }} = slipped.sum_key
    where rules.family = 'tree'
),

-- 人员经费合计 below 301 and 303, 公用经费合计 below 302 and the rest
personnel_public_parts as (
    select
        document_key,
        statement_key,
        statement_number,
        case when class_code in ('301', '303') then 'basic/basic_personnel/' else 'basic/basic_public/' end as staff_path,
        sum(amount_yuan) as amount_yuan,
        sum(half_unit_yuan) as half_unit_yuan,
        min(page_number) as first_page,
        max(page_number) as last_page,
        list(statement_line_key order by row_number, block_number, statement_line_key) as statement_line_keys
    from {{ ref('int_cells') }}
    where
        statement_code = 'basic_expenditure' and is_component and is_current
        and placement = 'class' and class_kind = 'department_economic' and len(class_code) = 3
        and type_path = '' and source_path = '' and unit_path = ''
        -- a form with columns of personnel and public groups by them, not by class
        and statement_key not in (
            select statement_key from {{ ref('int_cells') }}
            where placement = 'class' and starts_with(type_path, 'basic/basic_')
        )
    group by document_key, statement_key, statement_number, staff_path
),

personnel_public as (
    select
        'personnel_public_total' as rule_id,
        totals.document_key,
        totals.statement_key,
        totals.statement_number,
        totals.line_label as left_label,
        len(parts.statement_line_keys) || ' parts' as right_label,
        least(totals.page_number, parts.first_page) as first_page,
        greatest(totals.page_number, parts.last_page) as last_page,
        totals.amount_yuan as left_yuan,
        parts.amount_yuan as right_yuan,
        totals.half_unit_yuan + parts.half_unit_yuan as allowed_yuan,
        [totals.statement_line_key] as left_line_keys,
        parts.statement_line_keys as right_line_keys
    from {{ ref('int_cells') }} as totals
    inner join personnel_public_parts as parts
        on totals.statement_key = parts.statement_key and totals.type_path = parts.staff_path
    where totals.placement = 'root' and totals.is_component and totals.is_current and totals.source_path = '' and totals.unit_path = ''
),

fund_rows as (
    select
        document_key,
        statement_key,
        statement_number,
        first(coalesce(class_code || ' ', '') || coalesce(line_label, '合计') order by row_number) as left_label,
        min(page_number) as first_page,
        max(page_number) as last_page,
        sum(amount_yuan) filter (where flow_path in ('opening_balance/', 'current_revenue/')) as left_yuan,
        sum(amount_yuan) filter (where flow_path in ('', 'closing_balance/')) as right_yuan,
        sum(half_unit_yuan) as allowed_yuan,
        list(statement_line_key order by column_order) filter (where flow_path in ('opening_balance/', 'current_revenue/'))
            as left_line_keys,
        list(statement_line_key order by column_order) filter (where flow_path in ('', 'closing_balance/')) as right_line_keys
    from (
        select
            *,
            row_number() over (partition by statement_key order by row_number, block_number, statement_line_key) as column_order
        from {{ ref('int_cells') }}
        where
            statement_code in ('government_fund', 'state_capital') and is_component and is_current
            and type_path = '' and placement in ('class', 'root')
            and flow_path in ('opening_balance/', 'current_revenue/', '', 'closing_balance/')
    ) as cells
    group by document_key, statement_key, statement_number, unit_path, class_path, source_path
    having left_yuan is not null and right_yuan is not null
),

fund_balances as (
    select
        fund_rows.*,
        'fund_balance' as rule_id,
        'expenditure and closing balance' as right_label
    from fund_rows
),

-- what a family has no column for is NULL there
families as (
    select * from tree
    union all by name
    select * from personnel_public
    union all by name
    select * from fund_balances
    {% for family in families %}
        union all by name
        select
            * replace (
                -- what is no figure (a rate of 1e400 %) is NULL, which int_evaluations calls not checkable
                try_cast(left_yuan as decimal(38, 2)) as left_yuan,
                try_cast(right_yuan as decimal(38, 2)) as right_yuan,
                try_cast(allowed_yuan as decimal(38, 6)) as allowed_yuan
            )
        from {{ ref(family) }}
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
