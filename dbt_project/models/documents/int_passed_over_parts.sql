{#
    A disclosure counts once in each mart that is summed: of several of its files that could give the rows, one does. The others are
    listed here. What sums to its printed total goes first, as within a file; then the leading part. 三公 of prose has no total of
    its own to hold it to, there the tables go first.
#}
with several as (
    select distinct disclosure_key
    from {{ ref('int_disclosure_parts') }}
    where part_number > 1
),

sums as (
    select
        sums.document_key,
        parts.disclosure_key,
        parts.part_number,
        sums.mart,
        sums.value_year,
        sums.phase,
        sums.coverage_status != 'no_items' as has_items,
        sums.coverage_status = 'reconciled' and sums.mart != 'fact_three_public' as is_reconciled,
        sums.printed_yuan is not null as is_printed
    from {{ ref('int_mart_sums') }} as sums
    inner join {{ ref('int_disclosure_parts') }} as parts on sums.document_key = parts.document_key
    semi join several on parts.disclosure_key = several.disclosure_key
),

ranked as (
    select
        *,
        row_number() over (
            partition by disclosure_key, mart, value_year, phase
            order by has_items desc, is_reconciled desc, is_printed desc, part_number asc
        ) as choice,
        -- a part that prints nothing of the mart has no year either
        bool_or(has_items) over (partition by disclosure_key, mart) as is_given
    from sums
)

select
    -- identifiers
    document_key,

    -- dimensions
    mart,
    value_year,
    phase
from ranked
where choice > 1 or (is_given and not has_items and not is_printed)
