{#
    Two files of one department, year, kind and scope are parts of one disclosure, or the same filing twice. Parts complete each other:
    what one prints, the other does not. Nothing is said of the names of the files. A filing that is replaced is no part of anything.
    A file that does not say whose it is may have been found on the page of one filing (int_page_filings).
#}
{# so many figures of one subject, year and kind are prose that is there twice; a note below a table repeats one or two #}
{% set prose_repeats = 3 %}

with documents as (
    select
        documents.document_key,
        documents.file_name,
        coalesce(pages.department_key, documents.department_key) as department_key,
        coalesce(pages.fiscal_year, documents.fiscal_year) as fiscal_year,
        coalesce(pages.disclosure_kind, documents.disclosure_kind) as disclosure_kind,
        coalesce(pages.scope, documents.scope) as scope,
        coalesce(pages.filing_count, 1) as filing_count,
        documents.identity_conflict,
        documents.document_key in (select document_key from {{ ref('stg_statements') }})
        or documents.document_key in (select document_key from {{ ref('stg_claims') }})
        or documents.document_key in (select document_key from {{ ref('stg_projects') }}) as is_read
    from {{ ref('stg_documents') }} as documents
    left join {{ ref('int_page_filings') }} as pages on documents.document_key = pages.document_key
    where
        (
            pages.document_key is not null
            or (documents.department_key is not null and documents.fiscal_year is not null and documents.disclosure_kind is not null)
        )
        and documents.document_key not in (
            select superseded.document_key from {{ ref('int_superseded_documents') }} as superseded
            where superseded.kept_because is null
        )
),

pairs as (
    select
        lefts.document_key,
        rights.document_key as other_key,
        lefts.file_name,
        rights.file_name as other_name,
        lefts.is_read and rights.is_read as is_read,
        greatest(lefts.filing_count, rights.filing_count) as filing_count,
        coalesce(lefts.identity_conflict, rights.identity_conflict) as identity_conflict
    from documents as lefts
    inner join documents as rights
        on
            lefts.department_key = rights.department_key and lefts.fiscal_year = rights.fiscal_year
            and lefts.disclosure_kind = rights.disclosure_kind and lefts.scope is not distinct from rights.scope
            and lefts.document_key < rights.document_key
    -- two files that may both be of several filings meet in each of them
    qualify row_number() over (partition by lefts.document_key, rights.document_key order by lefts.department_key) = 1
),

common_statements as (
    select
        pairs.document_key,
        pairs.other_key,
        string_agg(distinct lefts.statement_code, ', ' order by lefts.statement_code) as statement_codes
    from pairs
    inner join {{ ref('stg_statements') }} as lefts on pairs.document_key = lefts.document_key
    inner join {{ ref('stg_statements') }} as rights
        on pairs.other_key = rights.document_key and lefts.statement_code = rights.statement_code
    group by pairs.document_key, pairs.other_key
),

common_claims as (
    select
        pairs.document_key,
        pairs.other_key,
        count(distinct lefts.claim_key) as claim_count
    from pairs
    inner join {{ ref('stg_claims') }} as lefts on pairs.document_key = lefts.document_key
    inner join {{ ref('stg_claims') }} as rights
        on
            pairs.other_key = rights.document_key and lefts.subject = rights.subject and lefts.measure_kind = rights.measure_kind
            and lefts.value_year is not distinct from rights.value_year and lefts.phase is not distinct from rights.phase
    group by pairs.document_key, pairs.other_key
),

common_projects as (
    select
        pairs.document_key,
        pairs.other_key,
        min(lefts.project_name) as project_name
    from pairs
    inner join {{ ref('stg_projects') }} as lefts on pairs.document_key = lefts.document_key
    inner join {{ ref('stg_projects') }} as rights
        on pairs.other_key = rights.document_key and lefts.project_name = rights.project_name
    group by pairs.document_key, pairs.other_key
),

printed_totals as (
    select
        document_key,
        case statement_code when 'general_public_expenditure' then 'general_public' else 'total' end as total_name,
        amount_yuan,
        half_unit_yuan
    from {{ ref('int_statement_totals') }}
    where
        is_chosen and total_name in ('total', 'year_total')
        and (
            statement_code in ('expenditure', 'general_public_expenditure')
            or (statement_code = 'income_expenditure_summary' and side = 'expenditure')
        )
),

-- prose of one filing and tables of another: no total that it states is the one that they print
compared_totals as (
    select
        pairs.document_key,
        pairs.other_key,
        bool_or(abs(prose.amount_yuan - printed.amount_yuan) <= 2 * prose.half_unit_yuan + printed.half_unit_yuan) as has_equal_total,
        min(prose.amount_yuan) as stated_yuan,
        min(printed.amount_yuan) as printed_yuan
    from pairs
    inner join {{ ref('int_prose_totals') }} as prose on prose.document_key in (pairs.document_key, pairs.other_key)
    inner join printed_totals as printed
        on
            printed.document_key in (pairs.document_key, pairs.other_key) and prose.document_key != printed.document_key
            and prose.total_name = printed.total_name
    group by pairs.document_key, pairs.other_key
)

select
    -- identifiers
    pairs.document_key,
    pairs.other_key as other_document_key,

    -- dimensions
    pairs.is_read and pairs.filing_count = 1 as is_comparable,
    pairs.file_name || ' and ' || pairs.other_name || ': ' || case
        when pairs.filing_count > 1 then 'the page links several filings that one of them may be of'
        when not pairs.is_read then 'nothing of one of them was read, what it holds cannot be said'
        when pairs.identity_conflict is not null then 'one of them contradicts itself: ' || pairs.identity_conflict
        when common_statements.statement_codes is not null
            then 'both print ' || common_statements.statement_codes || ', one may be the other issued again'
        when common_claims.claim_count >= {{ prose_repeats }}
            then 'both state ' || common_claims.claim_count || ' of the same figures, one may be the other issued again'
        when common_projects.project_name is not null then 'both print the project ' || common_projects.project_name
        when not compared_totals.has_equal_total
            then 'the prose states a total of ' || {{ shown_yuan('compared_totals.stated_yuan') }} || ' yuan, the tables print '
                || {{ shown_yuan('compared_totals.printed_yuan') }}
    end as doubt
from pairs
left join common_statements on pairs.document_key = common_statements.document_key and pairs.other_key = common_statements.other_key
left join common_claims on pairs.document_key = common_claims.document_key and pairs.other_key = common_claims.other_key
left join common_projects on pairs.document_key = common_projects.document_key and pairs.other_key = common_projects.other_key
left join compared_totals
    on pairs.document_key = compared_totals.document_key and pairs.other_key = compared_totals.other_key
