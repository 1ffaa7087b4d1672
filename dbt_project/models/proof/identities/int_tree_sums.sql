{# The sums of the class, fund, type and unit trees under the rules that promise them. #}
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
