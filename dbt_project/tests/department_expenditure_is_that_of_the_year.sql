-- What one sums from department_expenditure is what department_year says; otherwise one of the two counts a yuan twice or not at all.
with summed as (
    select
        department_year_key,
        sum(amount_yuan) as summed_yuan
    from {{ ref('department_expenditure') }}
    group by department_year_key
)

select
    years.document_key,
    years.department_year_key,
    years.expenditure_yuan,
    summed.summed_yuan
from {{ ref('department_year') }} as years
left join summed on years.department_year_key = summed.department_year_key
where coalesce(years.expenditure_yuan, 0) != coalesce(summed.summed_yuan, 0)
