with observed as (
    select
        measure_code,
        count(*) as statement_line_count
    from {{ ref('stg_statement_lines') }}
    group by measure_code
),

names as (
    select
        measures.measure_code,
        string_agg(concepts.name_zh, '·' order by parts.position) as measure_name_zh,
        string_agg(concepts.name_en, ', ' order by parts.position) as measure_name_en
    from {{ ref('int_measures') }} as measures,
        unnest(string_split(measures.measure_code, '+')) with ordinality as parts (concept_code, position)
    left join {{ ref('measure_concepts') }} as concepts on {{ unnumbered_concept('parts.concept_code') }} = concepts.concept_code
    group by measures.measure_code
)

select
    -- identifiers
    measures.measure_code,

    -- dimensions
    names.measure_name_zh,
    names.measure_name_en,
    nullif({{ path_leaf('measures.type_path') }}, '') as expenditure_type,
    nullif({{ path_leaf('measures.source_path') }}, '') as source,
    nullif({{ path_leaf('measures.item_path') }}, '') as item,
    nullif({{ path_leaf('measures.flow_path') }}, '') as flow,
    nullif({{ path_leaf('measures.procurement_path') }}, '') as procurement_kind,
    nullif({{ path_leaf('measures.economic_path') }}, '') as economic_class,
    nullif(measures.type_path, '') as expenditure_type_path,
    nullif(measures.source_path, '') as source_path,
    nullif(measures.item_path, '') as item_path,
    -- a measure that some concept of its dimension is part of: adding it to its parts counts money twice
    measures.measure_code in ('total', 'basic', 'project', 'fiscal', 'special_account', 'unit_funds', 'current_year', 'prior_carryover')
    or measures.item_path in ('three_public/', 'three_public/vehicles/')
    or measures.procurement_path = 'procurement/' as is_subtotal,
    measures.is_part,
    measures.is_change,
    measures.is_unclassified,

    -- facts
    cast(coalesce(observed.statement_line_count, 0) as integer) as statement_line_count
from {{ ref('int_measures') }} as measures
left join observed on measures.measure_code = observed.measure_code
left join names on measures.measure_code = names.measure_code
