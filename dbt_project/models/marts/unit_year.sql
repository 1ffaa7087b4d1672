select
    years.*,
    containers.within_department_key
from {{ ref('int_filer_years') }} as years
inner join {{ ref('int_containers') }} as containers
    on
        years.department_key = containers.department_key and years.fiscal_year = containers.fiscal_year
        and years.phase = containers.phase
