{#
    Which filings do not count any more? An address that brings other bytes may bring another filing (next year's, under an address
    called "latest"): what the manifest says holds for two readings of the same filing only. What a person has declared holds as
    declared. A new version that cannot be read takes no figures away.
#}
with said as (
    select
        document_key,
        superseded_by_document_key,
        true as is_declared,
        reason as said_by,
        cast(declared_on as varchar) as superseded_at
    from {{ ref('superseded_filings') }}

    union all

    select
        document_key,
        superseded_by_document_key,
        false as is_declared,
        address as said_by,
        superseded_at
    from {{ ref('stg_supersessions') }}
),

compared as (
    select
        said.*,
        array_to_string(
            list_filter(
                [
                    case when olds.fiscal_year != news.fiscal_year then 'year' end,
                    case when olds.disclosure_kind != news.disclosure_kind then 'kind' end,
                    case
                        when
                            olds.department_name != news.department_name
                            or coalesce(olds.region_name, '') != coalesce(news.region_name, '')
                            then 'department'
                    end,
                    case when olds.scope != news.scope then 'scope' end
                ],
                lambda difference: difference is not null
            ),
            ', '
        ) as differences,
        news.status as new_status,
        news.status = 'read' or olds.status != 'read' as is_read
    from said
    inner join {{ ref('stg_documents') }} as olds on said.document_key = olds.document_key
    inner join {{ ref('stg_documents') }} as news on said.superseded_by_document_key = news.document_key
    where said.document_key != said.superseded_by_document_key
),

judged as (
    select
        *,
        case
            when not is_read then 'the new version has no statements that could be read (' || new_status || ')'
            when differences != '' and not is_declared then 'another filing: ' || differences
        end as kept_because
    from compared
),

chosen as (
    select *
    from judged
    qualify
        row_number() over (
            partition by document_key
            order by (kept_because is null) desc, is_declared desc, superseded_at desc, superseded_by_document_key asc
        ) = 1
),

-- filings that are said to replace each other in a circle would all be left out: who follows such a chain comes back to its beginning
circles as (
    with recursive followed as (
        select
            document_key as first_key,
            superseded_by_document_key as next_key
        from chosen
        where kept_because is null

        union

        select
            followed.first_key,
            chosen.superseded_by_document_key as next_key
        from followed
        inner join chosen on followed.next_key = chosen.document_key and chosen.kept_because is null
    )

    select distinct first_key as document_key
    from followed
    where first_key = next_key
)

select
    -- identifiers
    chosen.document_key,
    chosen.superseded_by_document_key,

    -- dimensions
    chosen.is_declared,
    chosen.said_by,
    coalesce(
        chosen.kept_because,
        case when circles.document_key is not null then 'each is said to replace the other' end
    ) as kept_because,

    -- metadata
    chosen.superseded_at
from chosen
left join circles on chosen.document_key = circles.document_key
