with locators as (
    select
        rule_id,
        document_key,
        'left' as hand,
        string_split(left_locator, ':') as parts
    from {{ ref('int_rule_documents') }}
    where family = 'equality'

    union all

    select
        rule_id,
        document_key,
        'right' as hand,
        string_split(right_locator, ':') as parts
    from {{ ref('int_rule_documents') }}
    where family = 'equality'
),

named as (
    select
        rule_id,
        document_key,
        hand,
        parts[1] as statement_code,
        case when len(parts) = 3 then parts[2] end as side,
        string_split(parts[-1], '|') as total_names
    from locators
),

found as (
    select
        named.rule_id,
        named.document_key,
        named.hand,
        json_object('within', json_array(
            {{ worded('statement', 'named.statement_code') }},
            {{ worded('any_of', "list_transform(named.total_names, lambda total_name: json_object('term', total_name))") }}
        )) as term_label,
        totals.* exclude (document_key, statement_code, side, is_chosen)
    from named
    left join {{ ref('int_statement_totals') }} as totals
        on
            named.document_key = totals.document_key
            and named.statement_code = totals.statement_code
            and coalesce(named.side, totals.side) = totals.side
            and totals.is_chosen
            -- a form without 总计 or without 本年合计 prints the one that is both
            and (
                list_contains(named.total_names, totals.total_name)
                or (list_has_any(named.total_names, ['total', 'year_total']) and totals.total_name in ('total', 'year_total'))
            )
    qualify
        row_number() over (
            partition by named.rule_id, named.document_key, named.hand
            order by coalesce(nullif(list_position(named.total_names, totals.total_name), 0), 9), totals.statement_line_key
        ) = 1
)

select
    -- identifiers
    lefts.rule_id,
    lefts.document_key,
    lefts.statement_key,

    -- dimensions
    lefts.statement_number,
    lefts.term_label as left_label,
    rights.term_label as right_label,
    least(lefts.page_number, rights.page_number) as first_page,
    greatest(lefts.page_number, rights.page_number) as last_page,

    -- facts
    lefts.amount_yuan as left_yuan,
    rights.amount_yuan as right_yuan,
    lefts.half_unit_yuan + rights.half_unit_yuan as allowed_yuan,

    -- metadata
    case when lefts.statement_line_key is null then [] else [lefts.statement_line_key] end as left_line_keys,
    case when rights.statement_line_key is null then [] else [rights.statement_line_key] end as right_line_keys,
    case
        when lefts.amount_yuan is null and rights.amount_yuan is null
            then {{ phrase('unchecked_both_not_printed', first='lefts.term_label', second='rights.term_label') }}
        when lefts.amount_yuan is null then {{ phrase('unchecked_not_printed', what='lefts.term_label') }}
        when rights.amount_yuan is null then {{ phrase('unchecked_not_printed', what='rights.term_label') }}
    end as unchecked_reason
from found as lefts
inner join found as rights on lefts.rule_id = rights.rule_id and lefts.document_key = rights.document_key
where lefts.hand = 'left' and rights.hand = 'right'
