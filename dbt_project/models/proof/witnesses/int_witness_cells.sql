{#
    A cell shows the numbers whose middle lies in it: one of them, or all together where it is broken over lines, is the printed figure.
    A sign before a figure of the prose may be a dash, and the brackets around a negative one are no part of a recognised number. A name
    is found whole in the running text of its page, or in the pieces of it that stand in the height of its row.
#}
{% set squashed = "regexp_replace(%s, '[\\s()（）]', '', 'g')" %}

with requests as (
    select
        *,
        {{ plain_number('printed_text') }} as plain_figure,
        {{ squashed % 'printed_text' }} as plain_name
    from {{ ref('int_witness_requests') }}
),

readings as (
    select
        *,
        {{ plain_number('recognised_text') }} as plain_figure,
        {{ squashed % 'recognised_text' }} as plain_name
    from {{ ref('stg_witness_readings') }}
),

numbers as (
    select
        requests.cause_key,
        requests.figure_key,
        string_agg(readings.recognised_text, ' ' order by readings.reading_number) as recognised_text,
        bool_or(
            readings.plain_figure = requests.plain_figure
            or (
                (requests.asked_kind = 'stated' or contains(requests.printed_text, '('))
                and ltrim(readings.plain_figure, '-') = ltrim(requests.plain_figure, '-')
            )
        )
        or {{ plain_number("string_agg(readings.recognised_text, '' order by readings.y0, readings.x0)") }}
        = any_value(requests.plain_figure) as is_same
    from requests
    inner join readings
        on
            requests.document_key = readings.document_key and requests.page_number = readings.page_number
            and {{ lies_in('readings', 'requests') }}
    where requests.asked_kind != 'name' and regexp_matches(readings.recognised_text, '[0-9]')
    group by requests.cause_key, requests.figure_key
),

running_texts as (
    select
        document_key,
        page_number,
        string_agg(plain_name, '' order by reading_number) as running_text
    from readings
    group by document_key, page_number
),

names as (
    select
        requests.cause_key,
        requests.figure_key,
        cast(null as varchar) as recognised_text,
        bool_or(contains(running_texts.running_text, requests.plain_name))
        or coalesce(sum(len(readings.plain_name)) >= any_value(len(requests.plain_name)), false) as is_same
    from requests
    inner join running_texts on requests.document_key = running_texts.document_key and requests.page_number = running_texts.page_number
    left join readings
        on
            requests.document_key = readings.document_key and requests.page_number = readings.page_number
            and (readings.y0 + readings.y1) / 2 between requests.y0 - 1 and requests.y1 + 1
            and contains(requests.plain_name, readings.plain_name)
    where requests.asked_kind = 'name'
    group by requests.cause_key, requests.figure_key
),

seen as (
    select * from numbers
    union all
    -- a name that is not found may be broken or set otherwise: that is no other name
    select * from names
    where is_same
)

select
    -- identifiers
    requests.cause_key,
    requests.figure_key,
    requests.document_key,
    requests.statement_key,

    -- dimensions
    requests.is_suspect,
    requests.page_number,
    case
        when pages.outcome is null then 'not_asked'
        when seen.is_same then 'agrees'
        when seen.is_same is null then 'not_recognised'
        else 'differs'
    end as witness_status,

    -- facts
    requests.printed_text,
    seen.recognised_text,

    -- metadata
    case
        when pages.outcome is null then {{ phrase('page_not_looked_at') }}
        when pages.outcome != 'recognised' then to_json(pages.reason)
        when seen.is_same is null then {{ phrase('not_recognised_at', printed='requests.printed_text') }}
        when not seen.is_same then {{ phrase('picture_shows', shown='seen.recognised_text', printed='requests.printed_text') }}
    end as reason
from requests
left join {{ ref('stg_witness_pages') }} as pages
    on requests.document_key = pages.document_key and requests.page_number = pages.page_number
left join seen on requests.cause_key = seen.cause_key and requests.figure_key = seen.figure_key
