with labels as (
    select distinct
        {{ label_scope('statement_code', 'side') }} as label_scope,
        line_label
    from {{ ref('stg_statement_lines') }}
    where
        line_label is not null
        and {{ label_scope('statement_code', 'side') }} is not null
),

folded as (
    select
        label_scope,
        line_label,
        {{ normalised_label('line_label') }} as normalised_label,
        -- 基本工资/工资奖金津补贴: the name in the first classification goes before that in the second
        {{ normalised_label("string_split(line_label, '/')[1]") }} as first_label
    from labels
),

economic_names as (
    select
        folded.line_label,
        list(distinct classes.class_code order by classes.class_code) as named_economic_codes
    from folded
    inner join {{ ref('economic_classes') }} as classes
        on
            classes.class_kind = 'department_economic'
            and {{ without_particles('folded.first_label') }} = {{ without_particles(normalised_label('classes.class_name')) }}
    where folded.label_scope = 'basic_expenditure'
    group by folded.line_label
)

select
    -- identifiers
    folded.label_scope,
    folded.line_label,

    -- dimensions
    folded.normalised_label,
    arg_min(concepts.dimension, concepts.match_order) as label_dimension,
    coalesce(arg_min(coalesce(concepts.path, ''), concepts.match_order), '') as label_path,
    min(classes.class_code) as named_function_code,
    any_value(economic_names.named_economic_codes) as named_economic_codes
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
        and (folded.normalised_label = classes.class_name or folded.normalised_label || {{ word('expenditure') }} = classes.class_name)
left join economic_names on folded.label_scope = 'basic_expenditure' and folded.line_label = economic_names.line_label
group by folded.label_scope, folded.line_label, folded.normalised_label
