{#
    支出（类）…（款）…（项）as named in prose, resolved to a code: by the printed code, else by the names of all levels that the
    sentence gives, else by the lowest two or the lowest alone. 教育 and 教育支出 are one name. The classes of the filing's year
    go before others, exact names before names without 支出; what several codes fit equally well stays open.
#}
with named as (
    select
        claims.claim_key,
        coalesce(claims.class_kind, 'function') as class_kind,
        claims.class_code as printed_code,
        documents.fiscal_year,
        {{ normalised_label('claims.class_name') }} as class_name,
        {{ normalised_label('claims.section_name') }} as section_name,
        {{ normalised_label('claims.item_name') }} as item_name,
        case when claims.item_name is not null then 3 when claims.section_name is not null then 2 else 1 end as level
    from {{ ref('stg_claims') }} as claims
    inner join {{ ref('stg_documents') }} as documents on claims.document_key = documents.document_key
    where coalesce(claims.item_name, claims.section_name, claims.class_name, claims.class_code) is not null
),

stems as (
    select
        *,
        {{ class_name_stem('class_name') }} as class_stem,
        {{ class_name_stem('section_name') }} as section_stem,
        {{ class_name_stem('item_name') }} as item_stem,
        case level when 3 then item_name when 2 then section_name else class_name end as leaf_name
    from named
),

classes as (
    select
        class_kind,
        class_code,
        level,
        valid_from_year,
        valid_to_year,
        is_observed_only,
        {{ normalised_label('class_name') }} as leaf_name,
        {{ class_name_stem(normalised_label('class_name')) }} as leaf_stem,
        {{ class_name_stem(normalised_label('level_1_name')) }} as class_stem,
        {{ class_name_stem(normalised_label('level_2_name')) }} as section_stem
    from {{ ref('int_classes') }}
),

candidates as (
    select
        stems.claim_key,
        classes.class_code,
        case
            when classes.class_code = stems.printed_code then 0
            when is_class_named and is_section_named then 1
            when is_section_named and stems.section_stem != '' then 2
            when is_class_named and stems.class_stem != '' then 3
            else 4
        end as name_rank,
        case
            when stems.fiscal_year between coalesce(classes.valid_from_year, 0) and coalesce(classes.valid_to_year, 9999) then 0
            else 1
        end as year_rank,
        case when stems.leaf_name = classes.leaf_name then 0 else 1 end as exact_rank,
        cast(classes.is_observed_only as integer) as observed_rank
    from (
        select
            *,
            case level when 3 then item_stem when 2 then section_stem else class_stem end as leaf_stem
        from stems
    ) as stems
    inner join classes
        on
            stems.class_kind = classes.class_kind
            and (
                stems.printed_code = classes.class_code
                or (stems.printed_code is null and stems.level = classes.level and stems.leaf_stem = classes.leaf_stem)
            )
    cross join lateral (
        select
            stems.class_stem in ('', classes.class_stem) as is_class_named,
            stems.level < 3 or stems.section_stem in ('', classes.section_stem) as is_section_named
    ) as names
),

best as (
    select * from candidates
    qualify
        rank() over (partition by claim_key order by name_rank, year_rank, exact_rank, observed_rank) = 1
)

select
    -- identifiers
    claim_key,
    any_value(class_code) as class_code,

    -- dimensions
    case min(name_rank) when 0 then 'printed_code' when 1 then 'all_names' else 'some_names' end as class_choice
from best
group by claim_key
having count(distinct class_code) = 1
