with rules as (
    select distinct
        rule_id,
        family,
        tree_dimension,
        severity,
        -- what was wrong more often than right is an error only where the form shows that it keeps this sum
        family = 'tree' or coalesce(judged_right >= judged_wrong, true) as is_trusted,
        case severity when 'critical' then 1 when 'error' then 2 when 'warning' then 3 else 4 end as severity_rank
    from {{ ref('identity_rules') }}
),

broken as (
    select
        findings.root_key,
        evaluations.*,
        rules.family,
        rules.tree_dimension,
        rules.severity,
        rules.severity_rank,
        rules.is_trusted,
        withheld.reconciliation_key is not null as is_withheld,
        {{ told_identity("'broken_sum'", 'evaluations', 'units.unit') }} as arithmetic
    from {{ ref('int_findings') }} as findings, unnest(findings.reconciliation_keys) as keys (reconciliation_key)
    inner join {{ ref('int_evaluations') }} as evaluations on keys.reconciliation_key = evaluations.reconciliation_key
    inner join rules on evaluations.rule_id = rules.rule_id
    inner join {{ ref('int_identity_units') }} as units on evaluations.reconciliation_key = units.reconciliation_key
    left join {{ ref('int_withheld_lines') }} as withheld on evaluations.reconciliation_key = withheld.reconciliation_key
),

-- A table without a title of its own may go on with the statement before it: what the one lacks may stand in the other.
unjoined as (
    select distinct unnest([statement_key, previous_statement_key]) as statement_key
    from (
        select
            statement_key,
            page_number,
            title_text is null and not is_continuation as is_untitled,
            lag(statement_key) over tables as previous_statement_key,
            lag(page_number) over tables as previous_page_number
        from {{ ref('stg_tables') }}
        window tables as (partition by document_key order by table_number)
    ) as tables
    where is_untitled and page_number <= previous_page_number + 1 and previous_statement_key is not null
),

-- what the two readings of the page say about every figure of the broken sums
readings as (
    select
        broken.root_key,
        coalesce(bool_or(second_readings.agreement = 'differs'), false) as has_differing_reading,
        -- a code whose parents are read off the indentation of a name may put a row under the wrong class
        bool_or(coalesce(broken.tree_dimension = 'class' and figures.code_basis = 'indented', false)) as has_inferred_codes,
        bool_or(broken.is_form_proved) as is_form_proved,
        bool_and(broken.is_withheld) as is_withheld,
        -- a cell that was left over, or a table beside the statement that was not read with it, may be the part that is missing
        bool_or(coalesce(leftovers.statement_number is not null, false)) as has_leftover_cells,
        bool_or(coalesce(unjoined.statement_key is not null, false)) as has_unjoined_table
    from broken
    inner join {{ ref('int_terms') }} as terms on broken.reconciliation_key = terms.reconciliation_key
    inner join {{ ref('int_figures') }} as figures on terms.figure_key = figures.figure_key
    left join {{ ref('int_second_readings') }} as second_readings on figures.figure_key = second_readings.statement_line_key
    left join (
        select distinct
            document_key,
            statement_number
        from {{ ref('stg_leftover_cells') }}
    ) as leftovers on broken.document_key = leftovers.document_key and broken.statement_number = leftovers.statement_number
    left join unjoined on figures.statement_key = unjoined.statement_key
    group by broken.root_key
),

causes as (
    select
        root_key,
        any_value(document_key) as document_key,
        min(severity_rank) as severity_rank,
        arg_min(severity, severity_rank) as severity,
        bool_or(is_trusted) as is_trusted,
        first(family order by severity_rank asc, family asc) as family,
        bool_or(family = 'tree' and tree_dimension in ('class', 'unit') and left_yuan > right_yuan) as is_short_of_parts,
        min(first_page) as first_page,
        count(*) as broken_count,
        list(reconciliation_key order by reconciliation_key) as reconciliation_keys,
        list(distinct rule_id order by rule_id) as rule_ids,
        list_slice(
            flatten(list(left_line_keys order by abs(difference_yuan) desc, first_page asc, reconciliation_key asc)), 1, 1
        )[1] as first_line_key,
        list(arithmetic order by severity_rank asc, abs(difference_yuan) desc, reconciliation_key asc) as arithmetic,
        first(arithmetic order by abs(difference_yuan) desc, reconciliation_key asc) as largest
    from broken
    group by root_key
),

-- a declared discrepancy holds as long as the figure it was declared for is printed as it was
acceptances as (
    select
        broken.root_key,
        string_agg(distinct accepted.reason, '; ' order by accepted.reason) as reason
    from broken
    inner join {{ ref('accepted_discrepancies') }} as accepted
        on
            accepted.status = 'accepted'
            and broken.rule_id = accepted.rule_id and list_contains(broken.left_line_keys, accepted.left_line_key)
    inner join {{ ref('int_figures') }} as figures
        on accepted.left_line_key = figures.figure_key and accepted.printed_left_text = figures.printed_text
    group by broken.root_key
),

-- what the pictures of the pages show, and what the structure of the sums rests on
witnesses as (
    select * from {{ ref('int_finding_witnesses') }}
),

-- where the first figure of the largest difference stands; of performance tables the project, or its funds
first_places as (
    select
        figure_key,
        document_key,
        page_number,
        printed_text,
        x0,
        y0,
        x1,
        y1,
        cell_address
    from {{ ref('int_figures') }}

    union all

    select
        project_key as figure_key,
        document_key,
        page_number,
        project_name as printed_text,
        x0,
        y0,
        x1,
        y1,
        cell_address
    from {{ ref('stg_projects') }}

    union all

    select
        project_fund_key as figure_key,
        document_key,
        page_number,
        fund_source as printed_text,
        x0,
        y0,
        x1,
        y1,
        cell_address
    from {{ ref('stg_project_funds') }}
),

placed as (
    select
        -- an identity of two files stands under one of them, its figure in either
        causes.* replace (coalesce(figures.document_key, firsts.document_key, causes.document_key) as document_key),
        findings.slip_kind,
        findings.suspect_count,
        findings.suspect_keys,
        findings.proposed_yuan,
        findings.proposed_step_count,
        findings.proposed_place,
        findings.statement_key as unit_statement_key,
        readings.has_differing_reading,
        not readings.has_leftover_cells as is_whole,
        readings.is_withheld,
        readings.is_form_proved and not readings.has_inferred_codes and not readings.has_unjoined_table
        and not (causes.family = 'tree' and readings.has_leftover_cells) as is_structure_sure,
        findings.is_located,
        figures.figure_key,
        figures.figure_kind,
        figures.figure_label,
        figures.page_number,
        figures.printed_text,
        figures.amount_yuan,
        figures.usual_decimals,
        coalesce(witnesses.is_witnessed, false) as is_witnessed,
        coalesce(witnesses.witness_status, 'not_asked') as witness_status,
        witnesses.witness_reason,
        witnesses.recognised_text,
        firsts.page_number as first_figure_page,
        firsts.printed_text as first_printed_text,
        coalesce(figures.x0, firsts.x0) as x0,
        coalesce(figures.y0, firsts.y0) as y0,
        coalesce(figures.x1, firsts.x1) as x1,
        coalesce(figures.y1, firsts.y1) as y1,
        case when figures.x0 is null then firsts.cell_address else figures.cell_address end as cell_address
    from causes
    inner join {{ ref('int_findings') }} as findings on causes.root_key = findings.root_key
    left join readings on causes.root_key = readings.root_key
    left join witnesses on causes.root_key = witnesses.cause_key
    left join {{ ref('int_figures') }} as figures on findings.figure_key = figures.figure_key
    left join first_places as firsts on causes.first_line_key = firsts.figure_key
),

judged as (
    select
        placed.*,
        coalesce(page_number, first_figure_page, first_page) as shown_page,
        coalesce(printed_text, first_printed_text) as shown_text,
        case
            when proposed_step_count is not null and slip_kind != 'other' then {{ printed_figure('proposed_step_count', 'usual_decimals') }}
        end
            as proposed_text,
        case
            -- known traps of reading explain the difference better than a printer's error
            when slip_kind in ('shifted_column', 'shifted_row', 'unit_of_statement') then 'reading_error'
            when is_withheld then 'lines_withheld'
            when not is_structure_sure then 'unknown'
            when has_differing_reading then 'reading_error'
            when (is_located or is_whole) and is_witnessed then 'source_error'
            else 'unknown'
        end as verdict,
        case
            when figure_kind in ('claim', 'percentage') then 'claim_contradiction'
            when slip_kind in ('unit', 'unit_of_statement') then 'unit'
            when slip_kind in ('swapped', 'shifted_column', 'shifted_row') then slip_kind
            when is_withheld then 'missing_row'
            when is_located then 'misprint'
            when family in ('claim', 'claim_total', 'concept', 'concept_shares') then 'claim_contradiction'
            when family = 'document' then 'document_mismatch'
            when family in ('equality', 'same_figure') then 'statement_mismatch'
            when is_short_of_parts then 'missing_row'
            else 'unlocated'
        end as finding_kind
    from placed
),

told as (
    select
        *,
        case
            when slip_kind = 'unit_of_statement' then {{ phrase('slip_of_unit') }}
            when slip_kind in ('shifted_column', 'shifted_row')
                then json_object('say', slip_kind || '_told', 'figure', figure_label, 'printed', printed_text)
            when slip_kind = 'swapped'
                then {{ phrase('swapped_told', figure='figure_label', printed='printed_text', proposed='proposed_text') }}
            when is_located and proposed_text is not null
                then {{ phrase('should_be', figure='figure_label', printed='printed_text', proposed='proposed_text') }}
            when is_located then {{ phrase('does_not_fit', figure='figure_label', printed='printed_text') }}
        end as told_slip
    from judged
)

select
    -- identifiers
    substr(judged.document_key, 1, 16) || ':f' || substr(judged.root_key, 1, 8) as finding_key,
    judged.document_key,
    {{ disclosure_of('judged') }} as disclosure_key,
    case when judged.figure_kind = 'line' then judged.figure_key end as statement_line_key,
    case when judged.figure_kind in ('claim', 'percentage') then judged.figure_key end as claim_key,
    judged.proposed_place,
    judged.unit_statement_key as statement_key,
    judged.reconciliation_keys,
    coalesce(judged.suspect_keys, []) as suspect_keys,

    -- dimensions
    -- what may be our reading is no error of the department's
    case
        when judged.severity_rank < 3 and not (judged.verdict = 'source_error' and judged.is_trusted) then 'warning'
        else judged.severity
    end as severity,
    judged.verdict,
    judged.finding_kind,
    case when judged.is_located then judged.slip_kind end as slip_kind,
    case when acceptances.root_key is not null then 'accepted' else 'open' end as acceptance_status,
    acceptances.reason as acceptance_reason,
    judged.witness_status,
    cast(null as varchar) as witness_reason,
    cast(null as varchar) as witness_reason_zh,

    -- facts
    judged.shown_page as page_number,
    judged.shown_text as printed_text,
    judged.recognised_text,
    case when judged.is_located and judged.figure_kind != 'percentage' then cast(judged.amount_yuan as decimal(18, 2)) end as printed_yuan,
    judged.proposed_text,
    case
        when judged.proposed_text is not null and judged.figure_kind != 'percentage' then cast(judged.proposed_yuan as decimal(18, 2))
    end as proposed_yuan,
    cast(judged.broken_count as integer) as broken_count,
    cast(judged.suspect_count as integer) as suspect_count,

    -- metadata
    cast(null as varchar) as arithmetic,
    cast(null as varchar) as arithmetic_zh,
    cast(null as varchar) as message,
    cast(null as varchar) as message_zh,
    json_object(
        'say', 'finding_told', 'file', documents.file_name, 'page', coalesce(cast(judged.shown_page as varchar), '?'),
        'what', json_array(
            judged.told_slip,
            judged.largest,
            case when judged.broken_count > 1 then {{ phrase('and_more_sums', count='judged.broken_count - 1') }} end
        ),
        'arithmetic', {{ worded('each', 'judged.arithmetic') }},
        'witness_reason', coalesce(judged.witness_reason, {{ phrase('no_place_on_a_page') }})
    ) as details,
    judged.x0,
    judged.y0,
    judged.x1,
    judged.y1,
    judged.cell_address
from told as judged
inner join {{ ref('stg_documents') }} as documents on judged.document_key = documents.document_key
left join acceptances on judged.root_key = acceptances.root_key

union all

-- names of classes break no sum: they stand beside the findings of the identities
select
    -- identifiers
    substr(names.document_key, 1, 16) || ':n' || substr(md5(names.place_key), 1, 8) as finding_key,
    names.document_key,
    {{ disclosure_of('names') }} as disclosure_key,
    names.statement_line_key,
    names.claim_key,
    null as proposed_place,
    null as statement_key,
    [] as reconciliation_keys,
    [] as suspect_keys,

    -- dimensions
    'warning' as severity,
    case when witnesses.is_witnessed then 'source_error' else 'unknown' end as verdict,
    'class_name' as finding_kind,
    null as slip_kind,
    'open' as acceptance_status,
    null as acceptance_reason,
    coalesce(witnesses.witness_status, 'not_asked') as witness_status,
    cast(null as varchar) as witness_reason,
    cast(null as varchar) as witness_reason_zh,

    -- facts
    names.page_number,
    names.printed_name as printed_text,
    witnesses.recognised_text,
    null as printed_yuan,
    null as proposed_text,
    null as proposed_yuan,
    0 as broken_count,
    0 as suspect_count,

    -- metadata
    cast(null as varchar) as arithmetic,
    cast(null as varchar) as arithmetic_zh,
    cast(null as varchar) as message,
    cast(null as varchar) as message_zh,
    json_object(
        'say', 'finding_told', 'file', documents.file_name, 'page', names.page_number,
        'what', {{ phrase('class_names', names='names.message') }}, 'arithmetic', names.message, 'witness_reason', witnesses.witness_reason
    ) as details,
    names.box.x0,
    names.box.y0,
    names.box.x1,
    names.box.y1,
    names.box.cell_address
from {{ ref('int_class_name_findings') }} as names
inner join {{ ref('stg_documents') }} as documents on names.document_key = documents.document_key
left join witnesses on names.document_key || names.place_key = witnesses.cause_key
