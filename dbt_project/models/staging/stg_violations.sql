{#
    What is impossible for a filing is caught for that filing, here and before any model reads its rows; the build adds what it finds
    later (raw.set_apart: data tests, expectations, models that cannot compute a filing).
#}
-- the linter reads what the lists of rules render to, and knows neither braces as structs nor a line per rule
-- noqa: disable=LT01,LT02,LT05
{% set rules = admission_rules() %}
{% set parents = {'statement_lines': 'statements', 'project_funds': 'projects', 'indicators': 'projects'} %}
{% set parent_key = {'statements': 'statement_number', 'projects': 'project_number'} %}

with documents as (
    select
        document_key as known_key,
        max(page_count) as last_known_page
    from {{ source('raw', 'documents') }}
    where document_key is not null
    group by document_key
),

{% for table in rules if table != 'files' %}
    {% set checks = admission_checks(rules[table]) %}
    {% set has_pages = 'page_number' in rules[table].get('whole', {}) %}
    {{ table }}_checked as (
        select
            landed.document_key,
            {{ 'landed.page_number' if has_pages else 'cast(null as integer)' }} as page_number,
            unnest(list_filter(
                [
                    {% for check, column, holds in checks %}
                        case
                            when not ({{ holds }})
                                then {'check_code': '{{ check }}', 'column_name': '{{ column }}', 'value_text': cast({{ column }} as varchar)}
                        end,
                    {% endfor %}
                    {% if has_pages %}
                        case
                            when landed.page_number > documents.last_known_page
                                then {
                                    'check_code': 'impossible', 'column_name': 'page_number', 'value_text': cast(landed.page_number as varchar)
                                }
                        end,
                    {% endif %}
                    case
                        when documents.known_key is null
                            then {'check_code': 'no_document', 'column_name': 'document_key', 'value_text': landed.document_key}
                    end
                ],
                lambda violation: violation is not null
            ), recursive := true)
        from {{ source('raw', table) }} as landed
        left join documents on landed.document_key = documents.known_key
        where not coalesce(
            documents.known_key is not null
            {% for _, _, holds in checks %} and {{ holds }}{% endfor %}
            {% if has_pages %} and coalesce(landed.page_number <= documents.last_known_page, true){% endif %},
            false
        )
    ),
{% endfor %}

{% for table in rules if rules[table].get('key') %}
    {{ table }}_repeated as (
        select
            document_key,
            cast(null as integer) as page_number,
            'repeated_key' as check_code,
            '{{ rules[table]['key'][-1] }}' as column_name,
            cast(any_value({{ rules[table]['key'][-1] }}) as varchar) as value_text
        from {{ source('raw', table) }}
        where {{ rules[table]['key'] | join(' is not null and ') }} is not null
        group by {{ rules[table]['key'] | join(', ') }}
        having count(*) > 1
    ),
{% endfor %}

{% for table, parent in parents.items() %}
    {{ table }}_orphaned as (
        select distinct
            landed.document_key,
            landed.page_number,
            'no_parent' as check_code,
            '{{ parent_key[parent] }}' as column_name,
            cast(landed.{{ parent_key[parent] }} as varchar) as value_text
        from {{ source('raw', table) }} as landed
        anti join {{ source('raw', parent) }} as parents
            on
                landed.document_key = parents.document_key
                and landed.{{ parent_key[parent] }} = parents.{{ parent_key[parent] }}
    ),
{% endfor %}

files_checked as (
    select
        document_key,
        cast(null as integer) as page_number,
        unnest(list_filter(
            [
                {% for check, column, holds in admission_checks(rules['files']) %}
                    case
                        when not ({{ holds }})
                            then {'check_code': '{{ check }}', 'column_name': '{{ column }}', 'value_text': cast({{ column }} as varchar)}
                    end,
                {% endfor %}
                case
                    when outcome = 'read' and document_key is null
                        then {'check_code': 'no_document', 'column_name': 'document_key', 'value_text': file_path}
                end
            ],
            lambda violation: violation is not null
        ), recursive := true)
    from {{ source('raw', 'files') }}
),

files_repeated as (
    select
        document_key,
        cast(null as integer) as page_number,
        'repeated_key' as check_code,
        'file_path' as column_name,
        file_path as value_text
    from {{ source('raw', 'files') }}
    qualify count(*) over (partition by file_path) > 1
),

-- a file that was read, and whose document is gone or has another key
files_unmatched as (
    select
        document_key,
        cast(null as integer) as page_number,
        'no_document' as check_code,
        'document_key' as column_name,
        file_path as value_text
    from {{ source('raw', 'files') }}
    where outcome = 'read' and document_key is not null and document_key not in (select known_key from documents)
),

found as (
    {% for table in rules if table != 'files' %}
        select
            '{{ table }}' as table_name,
            *
        from {{ table }}_checked
        union all by name
    {% endfor %}
    {% for table in rules if rules[table].get('key') %}
        select
            '{{ table }}' as table_name,
            *
        from {{ table }}_repeated
        union all by name
    {% endfor %}
    {% for table in parents %}
        select
            '{{ table }}' as table_name,
            *
        from {{ table }}_orphaned
        union all by name
    {% endfor %}
    {% for part in ('checked', 'repeated', 'unmatched') %}
        select
            'files' as table_name,
            *
        from files_{{ part }}
        {{ 'union all by name' if not loop.last }}
    {% endfor %}
)

select distinct
    -- identifiers
    document_key,

    -- dimensions
    check_code,
    table_name,
    column_name,
    page_number,
    left(value_text, 200) as value_text,
    case check_code
        when 'missing' then 'nothing where a value must be'
        when 'impossible' then 'a number that no disclosure has'
        when 'unknown_word' then 'a word that the reader does not know'
        when 'no_code' then 'no classification code'
        when 'not_finite' then 'no place on a page'
        when 'too_long' then len(value_text) || ' characters'
        when 'repeated_key' then 'two rows of one key'
        when 'no_parent' then 'belongs to no ' || case table_name when 'statement_lines' then 'statement' else 'project' end
        when 'no_document' then 'belongs to no document that was read'
    end as detail
from found

union all

select
    -- identifiers
    document_key,

    -- dimensions
    check_code,
    table_name,
    null as column_name,
    page_number,
    value_text,
    detail
from {{ source('raw', 'set_apart') }}
