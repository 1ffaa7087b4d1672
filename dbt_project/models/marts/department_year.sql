select years.*
from {{ ref('int_filer_years') }} as years
anti join {{ ref('int_containers') }} as containers
    on
        years.department_key = containers.department_key and years.fiscal_year = containers.fiscal_year
        and years.phase = containers.phase
