{#
    What prose states of wholes and parts, as identities: sums that close, and those that a single slip would close; the kinds of 三公
    and what 基本支出 consists of are parts by definition, and always looked at.
#}
with chosen_lists as (
    select lists.*
    from {{ ref('int_claim_lists') }} as lists
    left join {{ ref('int_slipped_sums') }} as slipped on lists.sum_key = slipped.sum_key
    where lists.closes or slipped.sum_key is not null
    qualify row_number() over (partition by lists.list_key order by lists.closes desc, lists.distance asc, lists.sum_key asc) = 1
)

select
    'claim_list_sum' as rule_id,
    document_key,
    {{ told_claim('whole_page', 'whole_subject') }} as left_label,
    {{ phrase('items', count='item_count') }} as right_label,
    whole_page as first_page,
    last_page,
    whole_yuan as left_yuan,
    items_yuan as right_yuan,
    allowed_yuan,
    [whole_key] as left_line_keys,
    item_keys as right_line_keys,
    [1.0] as left_factors,
    list_transform(item_keys, lambda item_key: -1.0::double) as right_factors,
    not closes as is_refutable,
    false as is_form_proved
from chosen_lists

union all

select
    parts.rule_id,
    parts.document_key,
    {{ told_claim('parts.whole_page', 'parts.whole_subject') }} as left_label,
    {{ phrase('parts', count='parts.part_count') }} as right_label,
    parts.whole_page as first_page,
    parts.last_page,
    parts.whole_yuan as left_yuan,
    parts.parts_yuan as right_yuan,
    parts.allowed_yuan,
    [parts.whole_key] as left_line_keys,
    parts.part_keys as right_line_keys,
    [parts.whole_factor] as left_factors,
    parts.part_factors as right_factors,
    parts.is_defined or not parts.closes as is_refutable,
    parts.is_defined as is_form_proved
from (
    select
        *,
        rule_id in ('claim_three_public_sum', 'claim_basic_sum') as is_defined,
        abs(whole_yuan - parts_yuan) <= allowed_yuan as closes
    from {{ ref('int_claim_parts') }}
) as parts
left join {{ ref('int_slipped_sums') }} as slipped on parts.sum_key = slipped.sum_key
where parts.closes or parts.is_defined or slipped.sum_key is not null
