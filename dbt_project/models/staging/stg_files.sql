with set_apart as (
    select
        document_key,
        first(check_code order by table_name, column_name, page_number, value_text) as check_code,
        first(page_number order by table_name, column_name, page_number, value_text) as page_number,
        first(value_text order by table_name, column_name, page_number, value_text) as value_text,
        first(
            concat_ws('.', table_name, column_name) || ': ' || coalesce(detail, check_code)
            order by table_name, column_name, page_number, value_text
        )
        || case when count(*) > 1 then ' (and ' || count(*) - 1 || ' more)' else '' end as reason
    from {{ ref('stg_violations') }}
    group by document_key
),

-- rows of a key that no file has: whose they are cannot be said, that they were left out can
listed as (
    select
        document_key,
        coalesce(nullif(file_path, ''), nullif(file_name, ''), document_key, '(no name)') as file_path,
        coalesce(nullif(file_name, ''), nullif(file_path, ''), document_key, '(no name)') as file_name,
        outcome,
        reason_code,
        reason,
        byte_size
    from {{ source('raw', 'files') }}

    union all

    select
        document_key,
        '(rows of no file: ' || coalesce(document_key, 'no key') || ')' as file_path,
        '(rows of no file)' as file_name,
        'read' as outcome,
        null as reason_code,
        null as reason,
        null as byte_size
    from set_apart
    where
        document_key is null
        or document_key not in (
            select files.document_key from {{ source('raw', 'files') }} as files
            where files.document_key is not null
        )
)

select
    -- identifiers
    md5(listed.file_path) as source_file_key,
    listed.document_key,

    -- dimensions
    left(listed.file_path, 4000) as file_path,
    left(listed.file_name, 4000) as file_name,
    case
        when set_apart.check_code is null then listed.outcome
        when listed.outcome in ('duplicate', 'skipped') then listed.outcome
        else 'set_apart'
    end as outcome,
    case
        when listed.outcome in ('duplicate', 'skipped') then coalesce(listed.reason_code, 'no_reason')
        else coalesce(set_apart.check_code, listed.reason_code)
    end as reason_code,
    case
        when listed.outcome in ('duplicate', 'skipped') then coalesce(nullif(listed.reason, ''), 'the reader gave no reason')
        else coalesce(set_apart.reason, listed.reason)
    end as reason,
    set_apart.page_number as set_apart_page_number,
    set_apart.value_text as set_apart_value_text,

    -- facts
    listed.byte_size
from listed
left join set_apart on listed.document_key is not distinct from set_apart.document_key
qualify row_number() over (partition by listed.file_path order by listed.document_key, listed.outcome) = 1
