select
    -- identifiers
    department_key,

    -- dimensions
    department_name,
    region_name,
    first(region_code order by fiscal_year desc nulls last) as region_code,
    -- 上级部门: filled once the filings' own statements of subordination are read
    cast(null as varchar) as parent_department_key,

    -- facts
    cast(count(*) as integer) as document_count,
    min(fiscal_year) as first_fiscal_year,
    max(fiscal_year) as last_fiscal_year
from {{ ref('stg_documents') }}
where department_key is not null
group by department_key, department_name, region_name
