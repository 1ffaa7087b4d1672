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
        case when reason is not null then {{ phrase('on_that_page', page='page_number', what='reason') }} end as reason
    from cells

    union all

    select
        cause_key,
        'differs' as witness_status,
        page_number,
        false as is_suspect,
        recognised_text,
        {{ phrase('on_that_page', page='page_number', what=phrase('picture_shows_more', shown='recognised_text')) }} as reason
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
            when statements.unit_basis = 'inferred' then { 'rank': 1, 'page': statements.first_page, 'code': 'unit_not_printed' }
            when statements.recognised_by != 'title' then { 'rank': 2, 'page': statements.first_page, 'code': 'no_title_of_its_own' }
            when figures.code_basis = 'indented' and kinds.has_classes
                then { 'rank': 3, 'page': cells.page_number, 'code': 'levels_by_indentation' }
            when unread.page_number is not null and kinds.has_parts and not kinds.is_located
                then { 'rank': 4, 'page': unread.page_number, 'code': 'table_not_read' }
            when unread_pages.page_number is not null
                then { 'rank': 5, 'page': unread_pages.page_number, 'code': 'print_not_read' }
        end) as doubt
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
    weighed.witness_status = 'agrees' and structures.doubt is null as is_witnessed,

    -- facts
    weighed.recognised_text,

    -- metadata
    case
        when weighed.doubtful_count > 0
            then
                json_array(
                    weighed.first_reason,
                    case when weighed.doubtful_count > 1 then {{ phrase('and_more', count='weighed.doubtful_count - 1') }} end
                )
        when structures.doubt is not null then json_object('say', structures.doubt.code, 'page', structures.doubt.page)
        else {{ phrase('picture_agrees', count='weighed.cell_count') }}
    end as witness_reason
from weighed
left join structures on weighed.cause_key = structures.cause_key
