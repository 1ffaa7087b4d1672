{% set pages = "case when first_page != last_page then first_page || '–' || last_page else cast(first_page as varchar) end" %}
with findings as (
    select
        keys.reconciliation_key,
        findings.finding_key,
        findings.verdict
    from {{ ref('fact_finding') }} as findings, unnest(findings.reconciliation_keys) as keys (reconciliation_key)
),

evaluated as (
    select
        evaluations.* exclude (verdict),
        rules.severity,
        rules.name_zh,
        units.unit,
        findings.finding_key,
        findings.verdict
    from {{ ref('int_evaluations') }} as evaluations
    inner join {{ ref('int_identity_units') }} as units on evaluations.reconciliation_key = units.reconciliation_key
    left join findings on evaluations.reconciliation_key = findings.reconciliation_key
    inner join {{ ref('int_rule_documents') }} as rules
        on evaluations.rule_id = rules.rule_id and evaluations.document_key = rules.document_key
),

read_statements as (
    select
        document_key,
        list(distinct statement_code) as statement_codes
    from {{ ref('stg_statements') }}
    group by document_key
),

-- a rule that matched nothing in a filing has not passed: it says what was missing
unmatched as (
    select
        rules.rule_id,
        rules.document_key,
        rules.severity,
        rules.name_zh,
        case
            when read_statements.document_key is null then {{ phrase('unchecked_no_statement') }}
            when
                rules.statement_codes is not null
                and not list_has_any(rules.statement_codes, read_statements.statement_codes)
                then
                    json_object(
                        'say', 'unchecked_not_read',
                        'statements',
                        json_object('every', list_transform(rules.statement_codes, lambda code: json_object('statement', code)))
                    )
            else {{ phrase('unchecked_no_parts') }}
        end as unchecked_reason
    from {{ ref('int_rule_documents') }} as rules
    left join read_statements on rules.document_key = read_statements.document_key
    anti join {{ ref('int_evaluations') }} as evaluations
        on rules.rule_id = evaluations.rule_id and rules.document_key = evaluations.document_key
)

select
    -- identifiers
    reconciliation_key,
    rule_id,
    document_key,
    {{ disclosure_of('evaluated') }} as disclosure_key,
    statement_key,
    finding_key,

    -- dimensions
    statement_number,
    name_zh as rule_name,
    cast(null as varchar) as left_label,
    cast(null as varchar) as left_label_zh,
    cast(null as varchar) as right_label,
    cast(null as varchar) as right_label_zh,
    first_page,
    last_page,
    status,
    verdict,
    severity,

    -- facts
    cast(left_yuan as decimal(18, 2)) as left_yuan,
    cast(right_yuan as decimal(18, 2)) as right_yuan,
    cast(difference_yuan as decimal(18, 2)) as difference_yuan,
    cast(allowed_yuan as decimal(18, 6)) as allowed_yuan,
    cast(term_count as integer) as term_count,

    -- metadata
    left_line_keys,
    right_line_keys,
    cast(null as varchar) as unchecked_reason,
    cast(null as varchar) as unchecked_reason_zh,
    cast(null as varchar) as message,
    cast(null as varchar) as message_zh,
    case status
        when 'not_checkable'
            then
                json_object(
                    'say', 'not_checked', 'rule', {{ worded('rule', 'rule_id') }}, 'reason', unchecked_reason, 'unit', unit,
                    'left', left_label, 'right', right_label
                )
        else {{ told_identity("'identity_' || status", 'evaluated', 'unit', pages) }}
    end as details
from evaluated

union all

select
    -- identifiers
    rule_id || '@' || substr(document_key, 1, 16) as reconciliation_key,
    rule_id,
    document_key,
    {{ disclosure_of('unmatched') }} as disclosure_key,
    null as statement_key,
    null as finding_key,

    -- dimensions
    null as statement_number,
    name_zh as rule_name,
    null as left_label,
    null as left_label_zh,
    null as right_label,
    null as right_label_zh,
    null as first_page,
    null as last_page,
    'not_checkable' as status,
    null as verdict,
    severity,

    -- facts
    null as left_yuan,
    null as right_yuan,
    null as difference_yuan,
    null as allowed_yuan,
    0 as term_count,

    -- metadata
    cast([] as varchar[]) as left_line_keys,
    cast([] as varchar[]) as right_line_keys,
    null as unchecked_reason,
    null as unchecked_reason_zh,
    null as message,
    null as message_zh,
    {{ phrase('not_checked', rule=worded('rule', 'rule_id'), reason='unchecked_reason') }} as details
from unmatched
