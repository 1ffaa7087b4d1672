{# 支出（类）…（款）…（项）as named in prose, resolved to a code by the names of all levels that the sentence gives. #}
with named as (
    select
        claims.claim_key,
        documents.fiscal_year,
        {{ normalised_label('claims.class_name') }} as class_name,
        {{ normalised_label('claims.section_name') }} as section_name,
        {{ normalised_label('claims.item_name') }} as item_name
    from {{ ref('stg_claims') }} as claims
    inner join {{ ref('stg_documents') }} as documents on claims.document_key = documents.document_key
    where claims.item_name is not null or claims.section_name is not null or claims.class_name is not null
),

classes as (
    select
        class_code,
        level,
        valid_from_year,
        valid_to_year,
        {{ normalised_label('level_1_name') }} as class_name,
        {{ normalised_label('level_2_name') }} as section_name,
        {{ normalised_label('level_3_name') }} as item_name
    from {{ ref('int_classes') }}
    where class_kind = 'function'
)

select
    -- identifiers
    named.claim_key,

    -- dimensions
    -- of equal names the class of the year goes first; an item that several sections share needs its section's name
    arg_min(
        classes.class_code,
        case
            when named.fiscal_year between coalesce(classes.valid_from_year, 0) and coalesce(classes.valid_to_year, 9999) then 0
            else 1
        end
    ) as class_code,

    -- facts
    cast(count(distinct classes.class_code) as integer) as candidate_count
from named
inner join classes
    on
        classes.level = case when named.item_name != '' then 3 when named.section_name != '' then 2 else 1 end
        and (named.item_name = '' or named.item_name = classes.item_name)
        and (named.section_name = '' or named.section_name = classes.section_name)
        and (named.class_name = '' or named.class_name = classes.class_name)
group by named.claim_key
having count(distinct classes.class_code) = 1
