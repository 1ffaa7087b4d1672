with printed as (
    select
        'function' as class_kind,
        function_class_code as class_code,
        line_label,
        {{ normalised_label('line_label') }} as normalised_label,
        value_year
    from {{ ref('stg_statement_lines') }}
    where function_class_code is not null
    union all
    select
        'department_economic' as class_kind,
        department_economic_code as class_code,
        line_label,
        {{ normalised_label('line_label') }} as normalised_label,
        value_year
    from {{ ref('stg_statement_lines') }}
    where department_economic_code is not null
    union all
    select
        'government_economic' as class_kind,
        government_economic_code as class_code,
        line_label,
        {{ normalised_label('line_label') }} as normalised_label,
        value_year
    from {{ ref('stg_statement_lines') }}
    where government_economic_code is not null
)

select
    -- identifiers
    class_kind,
    class_code,

    -- dimensions
    -- a row keyed by several codes prints their names in the order of the columns: only a plain label is a name
    mode(normalised_label order by normalised_label) filter (where not contains(line_label, '/')) as class_name,

    -- facts
    min(value_year) as first_year,
    max(value_year) as last_year,
    count(*) as statement_line_count
from printed
group by class_kind, class_code
