-- the examples of department_name_variants, each name for itself: a rule that is out of order, or wrong, parts them
with names as (
    select
        rule_number,
        unnest(string_split(example, ' / ')) as printed_name
    from {{ ref('department_name_variants') }}
)

select
    rule_number,
    list(printed_name) as printed_names
from names
group by rule_number
having count(distinct {{ department_key("'江苏省苏州市'", 'printed_name', "'department'") }}) > 1
