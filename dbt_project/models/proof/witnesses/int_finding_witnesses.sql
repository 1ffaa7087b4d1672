{#
    Two things beside the arithmetic bear witness: the picture of the page, and printed evidence for the structure of the sum. An amount in
    the picture of a statement where the text layer has nothing (a form field, an annotation, outlines) may be the part that is missing.
    A structure that was inferred (a statement without its title, a unit or parents of a class that are not printed, a table beside or
    right after it that was not read) may be our mistake, and so may anything be where the ledger has something on a page of the
    statement that was not read. (Cells left over are weighed in fact_finding.)
#}
with cells as (
    select * from {{ ref('int_witness_cells') }}
),

unseen as (
    select distinct
        cells.cause_key,
        cells.page_number,
        readings.recognised_text
    from cells
    inner join {{ ref('stg_tables') }} as tables on cells.statement_key = tables.statement_key and cells.page_number = tables.page_number
    inner join {{ ref('stg_witness_readings') }} as readings
        on
            cells.document_key = readings.document_key and cells.page_number = readings.page_number
            and {{ lies_in('readings', 'tables') }}
    where not readings.is_in_text_layer and regexp_full_match(readings.recognised_text, '-?[0-9,]+[.][0-9]{1,6}')
),

told as (
    select
        cause_key,
        witness_status,
        page_number,
        is_suspect,
        recognised_text,
        'page ' || page_number || ': ' || reason as reason
    from cells

    union all

    select
        cause_key,
        'differs' as witness_status,
        page_number,
        false as is_suspect,
        recognised_text,
        'page ' || page_number || ': the picture shows ' || recognised_text || ' where the text layer has nothing' as reason
    from unseen
),

ranked as (
    select
        *,
        case witness_status when 'differs' then 1 when 'not_recognised' then 2 when 'not_asked' then 3 else 4 end as status_rank
    from told
),

weighed as (
    select
        cause_key,
        arg_min(witness_status, status_rank) as witness_status,
        first(recognised_text order by (not is_suspect), status_rank, page_number, recognised_text) as recognised_text,
        first(reason order by status_rank, (not is_suspect), page_number, reason) as first_reason,
        count(*) as cell_count,
        count(*) filter (where witness_status != 'agrees') as doubtful_count
    from ranked
    group by cause_key
),

-- tables on the pages of a statement, and the first one of the page after it, that nothing was read from
unread as (
    select
        statements.statement_key,
        min(tables.page_number) as page_number
    from {{ ref('stg_statements') }} as statements
    inner join (
        select
            *,
            row_number() over (partition by document_key, page_number order by y0, table_number) = 1 as is_first
        from {{ ref('stg_tables') }}
    ) as tables
        on
            statements.document_key = tables.document_key
            and (
                tables.page_number between statements.first_page and statements.last_page
                or (tables.is_first and tables.page_number = statements.last_page + 1)
            )
    where tables.outcome = 'unrecognised'
    group by statements.statement_key
),

-- pages of a statement with text or ink that was not read; contact persons are left out on purpose
unread_pages as (
    select
        statements.statement_key,
        min(ledger.page_number) as page_number
    from {{ ref('stg_statements') }} as statements
    inner join {{ ref('stg_page_ledger') }} as ledger
        on
            statements.document_key = ledger.document_key
            and ledger.page_number between statements.first_page and statements.last_page
    where ledger.booked_as in ('declared_unread', 'unbooked') and ledger.reason != 'contact'
    group by statements.statement_key
),

kinds as (
    select
        findings.root_key,
        coalesce(any_value(findings.is_located), false) as is_located,
        bool_or(rules.family = 'tree') as has_parts,
        bool_or(coalesce(rules.tree_dimension = 'class', false)) as has_classes
    from {{ ref('int_findings') }} as findings, unnest(findings.reconciliation_keys) as keys (reconciliation_key)
    inner join {{ ref('int_evaluations') }} as evaluations on keys.reconciliation_key = evaluations.reconciliation_key
    inner join {{ ref('identity_rules') }} as rules on evaluations.rule_id = rules.rule_id
    group by findings.root_key
),

structures as (
    select
        cells.cause_key,
        min(case
            when statements.unit_basis = 'inferred' then '1 the unit of a statement is not printed, page ' || statements.first_page
            when statements.recognised_by != 'title' then '2 a statement has no title of its own, page ' || statements.first_page
            when figures.code_basis = 'indented' and kinds.has_classes
                then '3 the levels of the classes are read off their indentation, page ' || cells.page_number
            when unread.page_number is not null and kinds.has_parts and not kinds.is_located
                then '4 a table was not read, page ' || unread.page_number
            when unread_pages.page_number is not null
                then '5 something printed was not read, page ' || unread_pages.page_number
        end) as structure_reason
    from cells
    inner join {{ ref('int_figures') }} as figures on cells.figure_key = figures.figure_key
    inner join kinds on cells.cause_key = kinds.root_key
    left join {{ ref('stg_statements') }} as statements on cells.statement_key = statements.statement_key
    left join unread on cells.statement_key = unread.statement_key
    left join unread_pages on cells.statement_key = unread_pages.statement_key
    group by cells.cause_key
)

select
    -- identifiers
    weighed.cause_key,

    -- dimensions
    weighed.witness_status,
    weighed.witness_status = 'agrees' and structures.structure_reason is null as is_witnessed,

    -- facts
    weighed.recognised_text,

    -- metadata
    case
        when weighed.doubtful_count > 0
            then weighed.first_reason
                || case when weighed.doubtful_count > 1 then ' (and ' || weighed.doubtful_count - 1 || ' more)' else '' end
        when structures.structure_reason is not null then substr(structures.structure_reason, 3)
        else 'the picture shows all ' || weighed.cell_count || ' as the text says'
    end as witness_reason
from weighed
left join structures on weighed.cause_key = structures.cause_key
