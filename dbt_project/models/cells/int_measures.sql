with codes as (
    select distinct measure_code from {{ ref('stg_statement_lines') }}
    where measure_code is not null
    union
    select concept_code as measure_code from {{ ref('measure_concepts') }}
),

concepts as (
    select
        codes.measure_code,
        paths.concept_code,
        paths.tree_dimension,
        paths.path
    from codes, unnest(string_split(codes.measure_code, '+')) as parts (concept_code)
    left join {{ ref('int_concept_paths') }} as paths on {{ unnumbered_concept('parts.concept_code') }} = paths.concept_code
),

-- of two concepts of one dimension in a header (财政拨款/一般公共预算) the deeper one counts
measures as (
    select
        measure_code,
        coalesce(arg_max(path, len(path)) filter (where tree_dimension = 'source'), '') as source_path,
        coalesce(arg_max(path, len(path)) filter (where tree_dimension = 'type'), '') as type_path,
        coalesce(arg_max(path, len(path)) filter (where tree_dimension = 'item'), '') as item_path,
        coalesce(arg_max(path, len(path)) filter (where tree_dimension = 'flow'), '') as flow_path,
        coalesce(arg_max(path, len(path)) filter (where tree_dimension = 'procurement'), '') as procurement_path,
        coalesce(arg_max(path, len(path)) filter (where tree_dimension = 'economic'), '') as economic_path,
        coalesce(bool_or(concept_code like 'prior_carryover%'), false) as is_prior_carryover,
        coalesce(bool_or(concept_code in ('of_which', 'deducted', 'repeated', 'procurement_sme', 'procurement_micro')), false) as is_part,
        coalesce(bool_or(concept_code = 'repeated'), false) as is_repeated_column,
        coalesce(bool_or(concept_code = 'change'), false) as is_change,
        coalesce(bool_or(concept_code = 'unclassified' or concept_code is null), false) as is_unclassified
    from concepts
    group by measure_code
)

select
    -- identifiers
    measure_code,

    -- dimensions
    case
        when is_prior_carryover and starts_with(source_path, 'current_year/')
            then 'prior_carryover/' || substr(source_path, len('current_year/') + 1)
        else source_path
    end as source_path,
    type_path,
    item_path,
    flow_path,
    procurement_path,
    economic_path,
    is_part,
    is_repeated_column,
    is_change,
    is_unclassified
from measures
