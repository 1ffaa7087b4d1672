with claims as (
    select
        claims.*,
        documents.disclosure_kind,
        {{ normalised_label('claims.subject') }} as normalised_subject
    from {{ ref('stg_claims') }} as claims
    inner join {{ ref('stg_documents') }} as documents on claims.document_key = documents.document_key
    where
        claims.measure_kind = 'amount'
        and claims.amount_yuan is not null
        and claims.item_name is null
        and not claims.is_in_reason
        and claims.value_year is not distinct from documents.fiscal_year
        and claims.phase is not distinct from documents.disclosure_kind
        -- the year before and the budget at the beginning of the year are other figures of the same words
        and not regexp_matches(coalesce(claims.basis, ''), {{ word('other_base') }})
),

named as (
    select
        *,
        case
            when
                regexp_full_match(normalised_subject, {{ word('total_expenditure') }})
                and not regexp_matches(coalesce(section, ''), {{ word('sections_of_parts') }})
                then 'total'
            when regexp_full_match(normalised_subject, {{ word('general_public_expenditure') }}) then 'general_public'
        end as total_name,
        -- 支出总计 of final accounts holds what is carried on to the next year
        case
            when
                starts_with(normalised_subject, {{ word('this_year') }}) or starts_with(normalised_subject, {{ word('current_year') }})
                then 1
            when disclosure_kind = 'final' and contains(normalised_subject, {{ word('grand_total') }}) then 3
            else 2
        end as subject_order
    from claims
)

select
    -- identifiers
    document_key,

    -- dimensions
    total_name,

    -- facts
    first(amount_yuan order by subject_order asc, claim_number asc) as amount_yuan,
    first(half_unit_yuan order by subject_order asc, claim_number asc) as half_unit_yuan,

    -- metadata
    first(claim_key order by subject_order asc, claim_number asc) as claim_key,
    first(page_number order by subject_order asc, claim_number asc) as page_number
from named
where total_name is not null and half_unit_yuan is not null
group by document_key, total_name
