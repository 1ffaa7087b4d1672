{#
    Which disclosure each file is of. The files of one department, year, kind and scope are one disclosure where every two of them
    complete each other; where two do not, nobody knows which the others belong to, and each stays by itself. The disclosure is named
    after its leading part: the statements, where it has them. A file that stands alone is a disclosure.
#}
with contents as (
    select
        documents.document_key,
        statements.statement_count,
        claims.claim_count,
        case
            when statements.document_key is not null then 'statements'
            when claims.document_key is not null then 'prose'
            when projects.document_key is not null then 'performance'
            else 'attachment'
        end as part_role
    from {{ ref('stg_documents') }} as documents
    left join (
        select
            document_key,
            count(*) as statement_count
        from {{ ref('stg_statements') }}
        group by document_key
    ) as statements on documents.document_key = statements.document_key
    left join (
        select
            document_key,
            count(*) as claim_count
        from {{ ref('stg_claims') }}
        group by document_key
    ) as claims on documents.document_key = claims.document_key
    left join (
        select distinct document_key
        from {{ ref('stg_projects') }}
    ) as projects on documents.document_key = projects.document_key
),

both_ways as (
    select
        document_key,
        other_document_key,
        is_comparable,
        doubt
    from {{ ref('int_part_pairs') }}

    union all

    select
        other_document_key as document_key,
        document_key as other_document_key,
        is_comparable,
        doubt
    from {{ ref('int_part_pairs') }}
),

-- every two files of a department, year, kind and scope are a pair: the first of the read ones names the group
groups as (
    select
        document_key,
        least(document_key, min(other_document_key)) as group_key
    from both_ways
    where is_comparable
    group by document_key
),

doubtful_groups as (
    select
        groups.group_key,
        string_agg(distinct both_ways.doubt, '; ' order by both_ways.doubt) as doubt
    from groups
    inner join both_ways on groups.document_key = both_ways.document_key and both_ways.is_comparable
    group by groups.group_key
    having count(both_ways.doubt) > 0
),

joined as (
    select
        contents.document_key,
        contents.part_role,
        coalesce(groups.group_key, contents.document_key) as group_key,
        row_number() over (
            partition by coalesce(groups.group_key, contents.document_key)
            order by
                contents.statement_count desc nulls last, contents.claim_count desc nulls last, contents.part_role desc,
                contents.document_key asc
        ) as part_number
    from contents
    left join groups
        on
            contents.document_key = groups.document_key
            and groups.group_key not in (select doubtful_groups.group_key from doubtful_groups)
),

-- what might be of the same disclosure, with all that speaks against it: C completes A and B, which do not complete each other
doubts as (
    select
        both_ways.document_key,
        list(both_ways.other_document_key order by both_ways.other_document_key) as doubtful_document_keys,
        string_agg(
            distinct coalesce(both_ways.doubt, doubtful_groups.doubt), '; ' order by coalesce(both_ways.doubt, doubtful_groups.doubt)
        ) as doubt
    from both_ways
    left join groups on both_ways.document_key = groups.document_key
    left join doubtful_groups on groups.group_key = doubtful_groups.group_key and both_ways.is_comparable
    where both_ways.doubt is not null or doubtful_groups.doubt is not null
    group by both_ways.document_key
)

select
    -- identifiers
    joined.document_key,
    substr(leads.document_key, 1, 16) as disclosure_key,

    -- dimensions
    joined.part_number,
    joined.part_role,
    coalesce(doubts.doubtful_document_keys, []) as doubtful_document_keys,
    doubts.doubt
from joined
inner join joined as leads on joined.group_key = leads.group_key and leads.part_number = 1
left join doubts on joined.document_key = doubts.document_key
