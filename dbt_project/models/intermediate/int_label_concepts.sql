with labels as (
    select distinct
        case
            when statement_code in ('income_expenditure_summary', 'appropriation_summary') then side
            else statement_code
        end as label_scope,
        line_label
    from {{ ref('stg_statement_lines') }}
    where
        line_label is not null
        and statement_code in ('income_expenditure_summary', 'appropriation_summary', 'three_public', 'basic_expenditure')
),

folded as (
    select
        label_scope,
        line_label,
        {{ normalised_label('line_label') }} as normalised_label
    from labels
)

select
    -- identifiers
    folded.label_scope,
    folded.line_label,

    -- dimensions
    folded.normalised_label,
    arg_min(concepts.dimension, concepts.match_order) as label_dimension,
    coalesce(arg_min(coalesce(concepts.path, ''), concepts.match_order), '') as label_path,
    min(classes.class_code) as named_class_code
from folded
left join {{ ref('label_concepts') }} as concepts
    on
        folded.label_scope = concepts.label_scope
        and regexp_full_match(folded.normalised_label, concepts.label_pattern)
left join {{ ref('function_classes') }} as classes
    on
        folded.label_scope = 'expenditure'
        and classes.level = 1
        -- 卫生健康 for 卫生健康支出: narrow columns lose the last line
        and (folded.normalised_label = classes.class_name or folded.normalised_label || '支出' = classes.class_name)
group by folded.label_scope, folded.line_label, folded.normalised_label
