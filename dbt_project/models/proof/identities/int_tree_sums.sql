{# The sums of the class, fund, type and unit trees under the rules that promise them. #}
select
    rules.rule_id,
    identities.document_key,
    identities.statement_key,
    identities.statement_number,
    case
        when identities.level_count > 1
            then {{ phrase('times_levels', cell=told_cell('identities', told_row('identities')), levels='identities.level_count') }}
        else {{ told_cell('identities', told_row('identities')) }}
    end as left_label,
    {{ phrase('parts', count='identities.part_count') }} as right_label,
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
        when identities.is_of_several_levels then {{ phrase('unchecked_several_levels') }}
        when identities.has_several_totals then {{ phrase('unchecked_several_totals') }}
        when not identities.has_all_parts and identities.tree_dimension = 'row' then {{ phrase('unchecked_rows_of_no_total') }}
        when not identities.has_all_parts then {{ phrase('unchecked_one_part') }}
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
