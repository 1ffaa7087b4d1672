with documents as (
    select * from {{ ref('dim_document') }}
    where disclosure_kind is not null
),

expected as (
    select distinct
        documents.disclosure_key,
        forms.statement_code
    from documents
    inner join {{ ref('expected_statements') }} as forms
        on
            documents.disclosure_kind = forms.disclosure_kind
            and coalesce(documents.fiscal_year, 9999) >= coalesce(forms.valid_from_year, 0)
),

amounts as (
    select
        statement_key,
        count(*) as amount_count,
        count(*) filter (amount_yuan != 0) as other_than_zero_count,
        count(*) filter (proof_status = 'proved' and amount_yuan != 0) as proved_count,
        count(*) filter (proof_status = 'contradicted') as contradicted_count,
        bool_and(reading_basis = 'text_layer') as is_machine_readable
    from {{ ref('fact_statement_line') }}
    group by statement_key
),

-- a statement that is printed in several pieces, one per unit or page, is one
printed as (
    select
        documents.disclosure_key,
        statements.statement_code,
        arg_min(statements.document_key, (statements.first_page, statements.document_key)) as document_key,
        min(statements.first_page) as first_page,
        count(*) as piece_count,
        coalesce(sum(amounts.amount_count), 0) as amount_count,
        coalesce(sum(amounts.other_than_zero_count), 0) as other_than_zero_count,
        coalesce(sum(amounts.proved_count), 0) as proved_count,
        coalesce(sum(amounts.contradicted_count), 0) as contradicted_count,
        bool_and(amounts.is_machine_readable) as is_machine_readable
    from {{ ref('stg_statements') }} as statements
    inner join documents on statements.document_key = documents.document_key
    left join amounts on statements.statement_key = amounts.statement_key
    where statements.statement_code is not null
    group by documents.disclosure_key, statements.statement_code
),

stated as (
    select
        coalesce(printed.disclosure_key, expected.disclosure_key) as disclosure_key,
        coalesce(printed.statement_code, expected.statement_code) as statement_code,
        expected.disclosure_key is not null as is_expected,
        case
            when printed.disclosure_key is null then 'not_found'
            when printed.amount_count = 0 then 'empty'
            when printed.other_than_zero_count = 0 then 'all_zero'
            else 'filled'
        end as presence,
        printed.* exclude (disclosure_key, statement_code)
    from printed
    full join expected
        on printed.disclosure_key = expected.disclosure_key and printed.statement_code = expected.statement_code
)

select
    -- identifiers
    stated.disclosure_key || ':' || stated.statement_code as disclosure_statement_key,
    coalesce(stated.document_key, disclosures.document_key) as document_key,
    stated.disclosure_key,
    disclosures.department_key,

    -- dimensions
    stated.statement_code,
    disclosures.fiscal_year,
    disclosures.disclosure_kind,
    stated.is_expected,
    stated.presence,
    stated.is_machine_readable,

    -- facts
    cast(coalesce(stated.piece_count, 0) as integer) as piece_count,
    cast(coalesce(stated.amount_count, 0) as integer) as amount_count,
    cast(coalesce(stated.proved_count, 0) as integer) as proved_count,
    cast(coalesce(stated.contradicted_count, 0) as integer) as contradicted_count,
    -- a zero is never more than consistent
    cast(round(100 * stated.proved_count / nullif(stated.other_than_zero_count, 0), 2) as decimal(5, 2)) as proved_share_pct,

    -- metadata
    stated.first_page as page_number
from stated
inner join {{ ref('dim_disclosure') }} as disclosures on stated.disclosure_key = disclosures.disclosure_key
